import { readdirSync, readlinkSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { OptopoError } from '../model/error.ts';
import { isMissing } from '../wire/durable-file.ts';

const END_DEADLINE_MS = 10_000;
const POLL_MS = 10;

/**
 * The inode of a process's network namespace; `undefined` when it has ended (a zombie has none), or when it is
 * hidden even from root: then it is none of ours.
 */
export function netnsOf(pid: number | 'self'): number | undefined {
  try {
    return Number(readlinkSync(`/proc/${pid}/ns/net`).replace(/^net:\[(\d+)\]$/, '$1'));
  } catch (thrown) {
    if (isMissing(thrown) || (thrown as NodeJS.ErrnoException).code === 'EACCES') return undefined;
    throw thrown;
  }
}

/** Every process whose network namespace is one of these. */
export function processesInNetns(inodes: ReadonlySet<number>): number[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((pid) => inodes.has(netnsOf(pid) ?? -1));
}

/**
 * Kills what `find` finds until it finds nothing: members may still fork meanwhile. SIGKILL, because a stopped
 * process and an ovs-vswitchd that waits for its database answer nothing else, and nothing is kept of a lab.
 * Throws `timeout` when some do not end.
 */
export async function endProcesses(find: () => number[]): Promise<void> {
  const deadline = performance.now() + END_DEADLINE_MS;
  for (let pids = find(); pids.length > 0; pids = find()) {
    if (performance.now() > deadline) {
      throw new OptopoError('timeout', `processes of the lab do not end: ${pids.join(', ')}`);
    }
    for (const pid of pids) kill(pid, 'SIGKILL');
    await delay(POLL_MS);
  }
}

/** Sends a signal; a process that has ended meanwhile is no error. */
export function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (thrown) {
    if (!isMissing(thrown)) throw thrown;
  }
}
