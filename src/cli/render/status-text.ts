import { atWorkText } from '../../pipeline/found-run.ts';
import type { KnownStatus } from '../../pipeline/status-json.ts';
import type { DaemonStatus, WatchedTopology } from '../../watch/contract.ts';
import type { HostStatus } from '../../watch/endpoints/status-json.ts';
import type { Colors } from '../output.ts';
import { plainTable } from './plain-table.ts';

type Row = KnownStatus & Partial<Pick<WatchedTopology, 'heal' | 'suspended' | 'fights'>>;

/** Status as a table, with why below each topology that is not as it should be, and who watches. */
export async function statusText({ daemon, unwatched }: HostStatus, colors: Colors): Promise<string> {
  const rows: Row[] = [...(daemon?.topologies ?? []), ...unwatched];
  rows.sort((one, other) => one.name.localeCompare(other.name, 'en'));
  const table =
    rows.length === 0
      ? 'No topology has been applied on this host.'
      : await plainTable(
          daemon ? [...HEAD, 'WATCH'] : HEAD,
          rows.map((row) => [...cells(row, colors), ...(daemon ? [watchCell(row, colors)] : [])]),
        );
  const details = [...rows.flatMap(detailLines), ...(daemon ? daemonLines(daemon) : [])];
  return [table, ...(details.length > 0 ? ['', ...details] : [])].join('\n');
}

const HEAD = ['NAME', 'SYNC', 'HEALTH', 'GENERATION', 'LAST APPLIED'];

function cells(row: Row, colors: Colors): string[] {
  const healthColors = { Healthy: colors.green, Progressing: colors.yellow, Degraded: colors.red };
  const good = row.sync === 'Synced' ? colors.green : colors.yellow;
  const health = healthColors[row.health];
  return [row.name, good(row.sync), health(row.health), String(row.generation), row.lastApplied ?? 'never'];
}

function watchCell({ suspended, heal }: Row, colors: Colors): string {
  return suspended ? colors.yellow('suspended') : (heal ?? '-');
}

function detailLines(row: Row): string[] {
  const lines = row.drift.map(({ id, reason }) => `${row.name}: ${id}: ${reason}`);
  if (row.error) lines.push(`${row.name}: ${row.error}`);
  if (row.running) lines.push(`${row.name}: ${atWorkText(row.running)}`);
  if (row.unconfirmed) lines.push(waitingLine(row.name, row.unconfirmed.secondsLeft));
  for (const { id, until, message } of row.fights ?? []) {
    lines.push(`${row.name}: ${id} is left alone until ${until}: ${message}`);
  }
  for (const id of row.retained) lines.push(`${row.name}: ${id} is retained with its data`);
  return lines;
}

function daemonLines({ pid, source, problem }: DaemonStatus): string[] {
  const watching = `watch: pid ${pid}, ${source}`;
  return problem === null ? [watching] : [watching, `watch: ${problem}`];
}

/** What waits for a confirmation, or should have gone back and has not. */
export function waitingLine(name: string, secondsLeft: number): string {
  if (secondsLeft > 0)
    return `${name}: unconfirmed, ${secondsLeft} s left; keep it with: optopo confirm ${name}`;
  return `${name}: was not confirmed in time; the next apply, destroy or confirm takes it back`;
}
