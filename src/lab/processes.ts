import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { OptopoError } from '../model/error.ts';

/** A process, told apart from a later one that was given the same number. */
export interface ProcessRecord {
  pid: number;
  /** Clock ticks after boot (proc(5), /proc/PID/stat, field 22). */
  startTime: string;
}

const END_DEADLINE_MS = 10_000;
const POLL_MS = 10;

/** Remembers a running process; `undefined` when there is none of that number. */
export function recordProcess(pid: number): ProcessRecord | undefined {
  const stat = readProc(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  // The name, in parentheses, may hold spaces and parentheses: count from behind it. State is field 3.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const startTime = fields[19];
  return startTime === undefined || fields[0] === 'Z' ? undefined : { pid, startTime };
}

/** Whether that very process still runs. */
export function isRunning(process: ProcessRecord): boolean {
  return recordProcess(process.pid)?.startTime === process.startTime;
}

/**
 * The inode of a process's network namespace; `undefined` when it has ended (a zombie has none), or when it is
 * hidden even from root: then it is none of ours.
 */
export function netnsOf(pid: number | 'self'): number | undefined {
  try {
    return Number(readlinkSync(`/proc/${pid}/ns/net`).replace(/^net:\[(\d+)\]$/, '$1'));
  } catch (thrown) {
    if (isGone(thrown) || (thrown as NodeJS.ErrnoException).code === 'EACCES') return undefined;
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
    if (!isGone(thrown)) throw thrown;
  }
}

/** The text of a file in /proc; `undefined` when its process has ended. */
export function readProc(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (thrown) {
    if (isGone(thrown)) return undefined;
    throw thrown;
  }
}

function isGone(thrown: unknown): boolean {
  const code = (thrown as NodeJS.ErrnoException).code;
  return code === 'ENOENT' || code === 'ESRCH';
}
