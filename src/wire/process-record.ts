import { isMissing, readFileIfPresent } from './durable-file.ts';

/** A process, told apart from a later one that was given the same number. */
export interface ProcessRecord {
  pid: number;
  /** Clock ticks after boot (proc(5), /proc/PID/stat, field 22). */
  startTime: string;
}

/** Remembers a running process; `undefined` when there is none of that number, or only its zombie. */
export function recordProcess(pid: number): ProcessRecord | undefined {
  const stat = readFileIfPresent(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  // The name, in parentheses, may hold spaces and parentheses: count from behind it. State is field 3.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const startTime = fields[19];
  return startTime === undefined || fields[0] === 'Z' ? undefined : { pid, startTime };
}

/** Whether that very process still runs. */
export function isRunning(record: ProcessRecord): boolean {
  return recordProcess(record.pid)?.startTime === record.startTime;
}

/** Asks that very process to end; one that has ended already is no error. */
export function endProcess(record: ProcessRecord): void {
  if (!isRunning(record)) return;
  try {
    process.kill(record.pid, 'SIGTERM');
  } catch (thrown) {
    if (!isMissing(thrown)) throw thrown;
  }
}

/** Kills the process group that this very process leads, with whatever it has started there. */
export function killGroup(record: ProcessRecord): void {
  if (isRunning(record)) killMembers(record.pid);
}

/**
 * Kills what a group's leader has left in it, right after the leader's end. While a member is left the kernel
 * gives that number to no new process: one that runs under it says that the group is empty.
 */
export function killRestOfGroup(leader: number): void {
  if (recordProcess(leader) === undefined) killMembers(leader);
}

function killMembers(group: number): void {
  try {
    process.kill(-group, 'SIGKILL');
  } catch (thrown) {
    if (!isMissing(thrown)) throw thrown;
  }
}
