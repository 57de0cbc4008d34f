import type { JsonObject } from '../../model/json.ts';
import { displayValue } from '../../model/plan.ts';
import type { GenerationDiff } from '../../pipeline/generation-diff.ts';
import type { Generation } from '../../state/generation.ts';
import type { Colors } from '../output.ts';
import { plainTable } from './plain-table.ts';

/** Characters of a commit that people use to name it. */
const SHORT_COMMIT = 10;

/** Generations as a table, newest first. */
export async function historyText(generations: readonly Generation[]): Promise<string> {
  const rows = generations.map((generation) => [
    String(generation.generation),
    generation.applied_at,
    generation.by,
    generation.commit?.slice(0, SHORT_COMMIT) ?? '-',
    summaryText(generation),
  ]);
  return plainTable(['GENERATION', 'APPLIED AT', 'BY', 'COMMIT', 'CHANGES'], rows);
}

function summaryText({ summary, resources, targeted }: Generation): string {
  const counts = Object.entries(summary).filter(([, count]) => count > 0);
  const text = counts.map(([action, count]) => `${count} ${action}`).join(', ') || 'none';
  if (targeted) return `${text} (only ${targeted.join(', ')})`;
  return resources.length === 0 ? `${text} (nothing declared)` : text;
}

/** Generations as `--json` prints them (contract, section 5). */
export function historyToJson(topology: string, generations: readonly Generation[]): JsonObject {
  return {
    format_version: 1,
    topology,
    generations: generations.map(({ generation, applied_at, by, commit, hash, summary, targeted }) => ({
      ...{ generation, applied_at, by, commit, hash, summary },
      ...(targeted ? { targeted } : {}),
    })),
  };
}

/** What differs between two generations: added, removed, and old → new values of what changed. */
export function generationDiffText(diff: GenerationDiff, colors: Colors): string {
  const lines = [
    ...diff.added.map((id) => `  ${colors.green('+')} ${id}`),
    ...diff.removed.map((id) => `  ${colors.red('-')} ${id}`),
    ...diff.changed.flatMap(({ id, fields }) => [
      `  ${colors.yellow('~')} ${id}`,
      ...fields.map(
        ({ field, before, after }) => `      ${field}: ${displayValue(before)} → ${displayValue(after)}`,
      ),
    ]),
  ];
  const head = `${diff.topology}: from generation ${diff.from} to ${diff.to}`;
  return lines.length === 0 ? `${head}: the same.` : [colors.bold(head), ...lines].join('\n');
}

/** The same as JSON. */
export function generationDiffToJson(diff: GenerationDiff): JsonObject {
  const changed = diff.changed.map(({ id, fields }) => ({
    id,
    fields: fields.map(({ field, before, after }) => ({ field, before, after })),
  }));
  const { topology, from, to, added, removed } = diff;
  return { format_version: 1, topology, from, to, added, removed, changed };
}
