import { createInterface } from 'node:readline';
import { OptopoError } from '../model/error.ts';
import { beginActivity, publishActivity } from './activity.ts';

export interface MonitorProcessOptions {
  /** Ends it. */
  signal: AbortSignal;
  /** Each line that it prints, on either stream (`ovs-ofctl monitor` prints its updates on stderr). */
  onLine(line: string): void;
  /** It ended although nobody stopped it. */
  onEnd(error: OptopoError): void;
}

export interface MonitorProcess {
  pid: number;
  /** Ends it and waits until it has ended. */
  stop(): Promise<void>;
}

/** Between SIGTERM and SIGKILL, in milliseconds. */
const KILL_AFTER_MS = 1_000;

/**
 * Starts a program that prints a line whenever something changes, and keeps reading it. It ends with this
 * process; after a SIGKILL of this process, which runs no handler, at its next line (SIGPIPE).
 * Throws `unreachable` when it is not installed.
 */
export async function startMonitorProcess(
  file: string,
  args: readonly string[],
  options: MonitorProcessOptions,
): Promise<MonitorProcess> {
  const { execa } = await import('execa');
  const tried = [file, ...args].join(' ');
  const begun = beginActivity();
  const subprocess = execa(file, args, {
    ...{ stdin: 'ignore', buffer: false, reject: false, cleanup: true },
    ...{ forceKillAfterDelay: KILL_AFTER_MS, cancelSignal: options.signal, env: { LC_ALL: 'C' } },
  });
  if (subprocess.pid === undefined) {
    await subprocess;
    throw new OptopoError('unreachable', `${file} cannot be started`, { tried, hint: 'run: optopo doctor' });
  }
  for (const stream of [subprocess.stdout, subprocess.stderr]) {
    if (stream) createInterface({ input: stream }).on('line', options.onLine);
  }
  let stopping = false;
  const ended = subprocess.then(({ exitCode, isCanceled, signal }) => {
    const how = exitCode === undefined ? (signal ?? 'no status') : `exit ${exitCode}`;
    publishActivity(tried, begun, how);
    if (!stopping && !isCanceled)
      options.onEnd(new OptopoError('connection-lost', `${file} ended: ${how}`, { tried }));
  });
  const stop = async (): Promise<void> => {
    stopping = true;
    subprocess.kill();
    await ended;
  };
  return { pid: subprocess.pid, stop };
}
