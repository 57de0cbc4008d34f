import { OptopoError } from '../model/error.ts';
import { beginActivity, publishActivity } from './activity.ts';
import { publishChild } from './child-process.ts';
import { killRestOfGroup } from './process-record.ts';

/** How a program is run. There is no shell anywhere: `args` reach the program as they are. */
export interface CommandOptions {
  /** Milliseconds until it is killed. Default 10,000. */
  timeoutMs?: number;
  signal?: AbortSignal;
  /** Text for its standard input; without it standard input is empty. */
  input?: string;
  /** Variables added to our own environment; `undefined` takes one away. */
  env?: Record<string, string | undefined>;
  cwd?: string;
  /** Bytes of output kept of each stream; more is an error, never a cut answer. Default 64 MiB. */
  maxOutputBytes?: number;
  /** Exit statuses that are no failure. Default `[0]`. */
  accept?: readonly number[];
  /** It changes the host: it is told to whoever keeps a journal, since it outlives a kill of this process. */
  changesHost?: boolean;
}

export interface CommandResult {
  exitCode: number;
  stdout: string;
  stderr: string;
}

const DEFAULT_TIMEOUT_MS = 10_000;
const DEFAULT_MAX_OUTPUT = 64 * 1024 * 1024;
/** Between SIGTERM and SIGKILL; `ovs-ofctl` with its server gone ignores neither. */
const KILL_AFTER_MS = 1_000;

/**
 * Runs a program to its end. Throws `unreachable` when it is not installed, `timeout` when it was killed for
 * taking too long (what it did is then unknown), `interrupted` on abort, and `command-failed` for any other
 * exit status than the accepted ones. The C locale keeps messages parseable. It leads a process group of its own:
 * Ctrl-C on a terminal reaches this process alone, which decides what becomes of the others; a timeout and an
 * abort end the whole group.
 */
export async function runCommand(
  file: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  // Imported late: 87 ms that `--help` and `validate` must not pay.
  const { execa } = await import('execa');
  const begun = beginActivity();
  const timeout = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const subprocess = execa(file, args, {
    detached: true,
    timeout,
    forceKillAfterDelay: KILL_AFTER_MS,
    maxBuffer: options.maxOutputBytes ?? DEFAULT_MAX_OUTPUT,
    reject: false,
    stripFinalNewline: false,
    env: { LC_ALL: 'C', ...options.env },
    ...(options.input === undefined ? { stdin: 'ignore' as const } : { input: options.input }),
    ...(options.signal ? { cancelSignal: options.signal } : {}),
    ...(options.cwd ? { cwd: options.cwd } : {}),
  });
  if (options.changesHost) publishChild(subprocess.pid, [file, ...args]);
  // What a killed program has started may hold its output open, and would be waited for.
  subprocess.once('exit', () => {
    if (subprocess.killed && subprocess.pid !== undefined) killRestOfGroup(subprocess.pid);
  });
  const result = await subprocess;
  const tried = [file, ...args].join(' ');
  const how =
    result.exitCode === undefined ? (result.shortMessage ?? 'no status') : `exit ${result.exitCode}`;
  publishActivity(tried, begun, how);
  return requireSuccess(file, result, { tried, timeout, accept: options.accept ?? [0] });
}

/** What execa tells of a program that has ended. */
interface Ended {
  exitCode?: number | undefined;
  stdout: string;
  stderr: string;
  isCanceled: boolean;
  timedOut: boolean;
  isMaxBuffer: boolean;
  code?: string | undefined;
  shortMessage?: string | undefined;
}

/** The result, or what went wrong as an error. */
function requireSuccess(
  file: string,
  result: Ended,
  { tried, timeout, accept }: { tried: string; timeout: number; accept: readonly number[] },
): CommandResult {
  if (result.isCanceled) throw new OptopoError('interrupted', `${file} was interrupted`, { tried });
  if (result.timedOut)
    throw new OptopoError('timeout', `${file} did not answer within ${timeout} ms`, { tried });
  if (result.code === 'ENOENT') {
    throw new OptopoError('unreachable', `${file} is not installed`, { tried, hint: 'run: optopo doctor' });
  }
  const { exitCode, stdout, stderr } = result;
  if (result.isMaxBuffer || exitCode === undefined) {
    throw new OptopoError('command-failed', `${file}: ${result.shortMessage}`, { tried, cause: result });
  }
  if (!accept.includes(exitCode)) {
    const said = stderr.trim() || stdout.trim();
    const message = `${file} ended with status ${exitCode}${said ? `: ${said}` : ''}`;
    throw new OptopoError('command-failed', message, { tried });
  }
  return { exitCode, stdout, stderr };
}
