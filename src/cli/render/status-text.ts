import type { JsonObject } from '../../model/json.ts';
import type { TopologyStatus } from '../../pipeline/status.ts';
import type { Colors } from '../output.ts';

/** Status as a table, with why below each topology that is not as it should be. */
export async function statusText(statuses: readonly TopologyStatus[], colors: Colors): Promise<string> {
  if (statuses.length === 0) return 'No topology has been applied on this host.';
  const { default: Table } = await import('cli-table3');
  const table = new Table({
    head: ['NAME', 'SYNC', 'HEALTH', 'GENERATION', 'LAST APPLIED'],
    chars: Object.fromEntries(BORDERS.map((name) => [name, ''])),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
  });
  for (const status of statuses) {
    const good = status.sync === 'Synced' ? colors.green : colors.yellow;
    const well = status.health === 'Healthy' ? colors.green : colors.red;
    table.push([
      status.name,
      good(status.sync),
      well(status.health),
      String(status.generation),
      status.lastApplied ?? 'never',
    ]);
  }
  const details = statuses.flatMap(detailLines);
  return [table.toString().replace(/[ ]+$/gm, ''), ...(details.length > 0 ? ['', ...details] : [])].join(
    '\n',
  );
}

const BORDERS = [
  ...['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'],
  ...['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle'],
];

function detailLines(status: TopologyStatus): string[] {
  const lines = status.drift.map(({ id, reason }) => `${status.name}: ${id}: ${reason}`);
  if (status.error) lines.push(`${status.name}: ${status.error}`);
  for (const id of status.retained) lines.push(`${status.name}: ${id} is retained with its data`);
  return lines;
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
    })),
  };
}
