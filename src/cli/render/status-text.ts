import type { JsonObject } from '../../model/json.ts';
import { atWorkText, type RunAtWork } from '../../pipeline/found-run.ts';
import type { TopologyStatus } from '../../pipeline/status.ts';
import type { Colors } from '../output.ts';
import { plainTable } from './plain-table.ts';

/** Status as a table, with why below each topology that is not as it should be. */
export async function statusText(statuses: readonly TopologyStatus[], colors: Colors): Promise<string> {
  if (statuses.length === 0) return 'No topology has been applied on this host.';
  const healthColors = { Healthy: colors.green, Progressing: colors.yellow, Degraded: colors.red };
  const rows = statuses.map((status) => {
    const good = status.sync === 'Synced' ? colors.green : colors.yellow;
    const well = healthColors[status.health];
    return [
      status.name,
      good(status.sync),
      well(status.health),
      String(status.generation),
      status.lastApplied ?? 'never',
    ];
  });
  const table = await plainTable(['NAME', 'SYNC', 'HEALTH', 'GENERATION', 'LAST APPLIED'], rows);
  const details = statuses.flatMap(detailLines);
  return [table, ...(details.length > 0 ? ['', ...details] : [])].join('\n');
}

function detailLines(status: TopologyStatus): string[] {
  const lines = status.drift.map(({ id, reason }) => `${status.name}: ${id}: ${reason}`);
  if (status.error) lines.push(`${status.name}: ${status.error}`);
  if (status.running) lines.push(`${status.name}: ${atWorkText(status.running)}`);
  if (status.unconfirmed) lines.push(waitingLine(status.name, status.unconfirmed.secondsLeft));
  for (const id of status.retained) lines.push(`${status.name}: ${id} is retained with its data`);
  return lines;
}

/** What waits for a confirmation, or should have gone back and has not. */
export function waitingLine(name: string, secondsLeft: number): string {
  if (secondsLeft > 0)
    return `${name}: unconfirmed, ${secondsLeft} s left; keep it with: optopo confirm ${name}`;
  return `${name}: was not confirmed in time; the next apply, destroy or confirm takes it back`;
}

/** Status as `--json` prints it (contract, section 5). */
export function statusToJson(statuses: readonly TopologyStatus[]): JsonObject {
  return {
    format_version: 1,
    topologies: statuses.map((status) => ({
      name: status.name,
      sync: status.sync,
      health: status.health,
      generation: status.generation,
      cookie: status.cookie,
      last_applied: status.lastApplied,
      drift: status.drift.map(({ id, reason }) => ({ id, reason })),
      retained: status.retained,
      error: status.error,
      unconfirmed: status.unconfirmed && { deadline: status.unconfirmed.deadline },
      running: status.running && runningToJson(status.running),
    })),
  };
}

function runningToJson({ header, progress }: RunAtWork): JsonObject {
  const { pid, command, since } = header;
  return { pid, command, since, steps: progress.total, done: progress.done, at: progress.running };
}
