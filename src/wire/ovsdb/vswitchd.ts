import { OptopoError } from '../../model/error.ts';
import type { OvsdbClient } from './client.ts';
import type { CallOptions, Operation, OperationResult, RowUpdate } from './operations.ts';

const DEFAULT_TIMEOUT_MS = 30_000;

/** What to add to a transaction so that ovs-vswitchd says when it has taken it over (ovs-vswitchd.conf.db(5)). */
const ADVANCE: Operation[] = [
  { op: 'mutate', table: 'Open_vSwitch', where: [], mutations: [['next_cfg', '+=', 1]] },
  { op: 'select', table: 'Open_vSwitch', where: [], columns: ['next_cfg'] },
];

/** What a committed transaction gave back, and the number by which ovs-vswitchd says that it has acted on it. */
export interface Commit {
  results: OperationResult[];
  /** For `waitForVswitchd`. */
  nextCfg: number;
}

/** One transaction that also asks ovs-vswitchd to tell when it has acted on it. Throws as `transact` does. */
export async function commitForVswitchd(
  client: OvsdbClient,
  operations: Operation[],
  options: CallOptions = {},
): Promise<Commit> {
  const results = await client.transact([...operations, ...ADVANCE], options);
  const nextCfg = results.at(-1)?.rows?.[0]?.next_cfg;
  if (typeof nextCfg !== 'number') {
    throw new OptopoError('unreachable', 'the database has no Open_vSwitch row', {
      hint: 'initialise it once with: ovs-vsctl --no-wait init',
    });
  }
  return { results: results.slice(0, operations.length), nextCfg };
}

/**
 * Waits, by a monitor, until ovs-vswitchd's `cur_cfg` has reached `nextCfg`. Throws `timeout` after
 * `timeoutMs` (default 30,000), `interrupted`, or why the connection ended.
 */
export async function waitForVswitchd(
  client: OvsdbClient,
  nextCfg: number,
  options: CallOptions = {},
): Promise<void> {
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  let reached = (): void => undefined;
  const done = new Promise<void>((resolve) => {
    reached = resolve;
  });
  const onUpdate = (rows: RowUpdate[]): void => {
    if (rows.some(({ columns }) => typeof columns.cur_cfg === 'number' && columns.cur_cfg >= nextCfg))
      reached();
  };
  const monitor = await client.monitorCond({ Open_vSwitch: ['cur_cfg'] }, onUpdate, options);
  await deadline(client, done, timeoutMs, options.signal);
  await monitor.cancel();
}

function deadline(
  client: OvsdbClient,
  done: Promise<void>,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error?: Error): void => {
      clearTimeout(timer);
      forget();
      signal?.removeEventListener('abort', abort);
      if (error) reject(error);
      else resolve();
    };
    const abort = (): void =>
      settle(new OptopoError('interrupted', 'waiting for ovs-vswitchd was interrupted'));
    const timer = setTimeout(() => settle(notTakenOver(timeoutMs)), timeoutMs);
    const forget = client.onClose(settle);
    signal?.addEventListener('abort', abort, { once: true });
    done.then(() => settle());
  });
}

function notTakenOver(timeoutMs: number): OptopoError {
  return new OptopoError(
    'timeout',
    `ovs-vswitchd has not taken over the change within ${timeoutMs} ms; it is committed and may still take effect`,
    { hint: 'see whether ovs-vswitchd runs' },
  );
}
