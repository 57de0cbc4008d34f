import type { Json, JsonObject } from '../model/json.ts';
import { isJsonObject } from '../model/json.ts';
import { type Change, type ChangeAction, isIrreversible, type Plan } from '../model/plan.ts';
import { diagnosticToJson } from './diagnostic-json.ts';

const ACTIONS: readonly ChangeAction[] = [
  'create',
  'update',
  'replace',
  'delete',
  'adopt',
  'release',
  'retain',
];

/** How many changes of each action a plan holds. */
export function summarize(plan: Plan): Record<ChangeAction, number> {
  const counts = Object.fromEntries(ACTIONS.map((action) => [action, 0])) as Record<ChangeAction, number>;
  for (const change of plan.changes) counts[change.action] += 1;
  return counts;
}

/** The plan as `plan --json` prints it (contract, section 5). */
export function planToJson(plan: Plan): JsonObject {
  const ids = new Map(plan.steps.map((step) => [step.key, step.id]));
  const after = new Map<string, Set<string>>();
  for (const step of plan.steps) {
    const before = after.get(step.id) ?? new Set();
    for (const key of step.after) before.add(ids.get(key) as string);
    after.set(step.id, before);
  }
  return {
    format_version: 1,
    topology: plan.topology,
    ...(plan.targeted ? { targeted: [...plan.targeted] } : {}),
    changes: plan.changes.map((change) => changeToJson(change, after.get(change.id) ?? new Set())),
    unmanaged: plan.unmanaged.map(({ id }) => ({ id })),
    conflicts: plan.conflicts.map(({ id, owner, file, line, message }) => ({
      id,
      owner,
      file,
      line,
      message,
    })),
    warnings: plan.warnings.map(diagnosticToJson),
    summary: summarize(plan),
  };
}

function changeToJson(change: Change, after: ReadonlySet<string>): JsonObject {
  return {
    id: change.id,
    plugin: change.plugin,
    action: change.action,
    reason: change.reason,
    ...beforeAndAfter(change),
    fields: change.fields.map(({ field }) => field),
    disruption: change.disruption,
    irreversible: isIrreversible(change),
    after_steps: [...after].filter((id) => id !== change.id),
  };
}

/** Whole objects for what comes or goes; for updates only the fields that change. */
function beforeAndAfter(change: Change): { before: Json; after: Json } {
  const live = change.live?.attributes ?? null;
  const desired = change.desired?.attributes ?? null;
  if (change.action === 'create') return { before: null, after: desired };
  if (change.action === 'delete') return { before: live, after: null };
  if (change.action === 'replace') return { before: live, after: desired };
  if (change.action !== 'update') return { before: live, after: live };
  const side = (pick: 'before' | 'after'): JsonObject => {
    const values: JsonObject = {};
    for (const field of change.fields) place(values, field.field, field[pick]);
    return values;
  };
  return { before: side('before'), after: side('after') };
}

/** `external_ids:key` goes into a map of that name. */
function place(values: JsonObject, field: string, value: Json): void {
  const colon = field.indexOf(':');
  if (colon === -1) {
    values[field] = value;
    return;
  }
  const column = field.slice(0, colon);
  const map = values[column];
  const entries: JsonObject = isJsonObject(map) ? map : {};
  entries[field.slice(colon + 1)] = value;
  values[column] = entries;
}
