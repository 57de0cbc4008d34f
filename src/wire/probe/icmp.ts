import { OptopoError } from '../../model/error.ts';
import { entering } from '../enter-network.ts';
import { runCommand } from '../subprocess.ts';
import type { Attempt, Try } from './until.ts';

/** ping(8): 1 when nothing came back, 2 for what else went wrong, "network is unreachable" among it. */
const STATUSES = [0, 1, 2];
/** nsenter(1): the program is not there. */
const NOT_FOUND = 127;
/** Beside its own waiting, for starting and ending. */
const SPARE_MS = 5_000;

/**
 * One echo request a try, by the host's ping, from the network namespace of the process `inside`, or ours. It
 * throws `unreachable` where ping is not installed, and `command-failed` where the namespace is gone.
 */
export function pingFrom(inside: number | undefined): Try {
  return async ({ address }, limitMs, signal) => {
    const seconds = (limitMs / 1_000).toFixed(2);
    const ping = ['ping', '-n', '-c', '1', '-W', seconds, '--', address];
    const [file = 'ping', ...args] = inside === undefined ? ping : ['nsenter', ...entering(inside), ...ping];
    const options = { timeoutMs: limitMs + SPARE_MS, signal, accept: [...STATUSES, NOT_FOUND] };
    const tried = `${file} ${args.join(' ')}`;
    const result = await runCommand(file, args, options);
    if (result.exitCode === NOT_FOUND) throw notInstalled(tried);
    if (!result.stderr.startsWith('nsenter: ')) return readPing(result);
    throw new OptopoError('command-failed', result.stderr.trim(), { tried });
  };
}

function notInstalled(tried: string): OptopoError {
  return new OptopoError('unreachable', 'ping is not installed', { tried, hint: 'run: optopo doctor' });
}

/** What ping's output says. Pure. */
export function readPing(result: { exitCode: number; stdout: string; stderr: string }): Attempt {
  if (result.exitCode === 0) return { outcome: 'answered', said: null };
  // `From 10.0.0.1 icmp_seq=1 Destination Host Unreachable`; with a final `ping: connect: …` on stderr.
  const [, who, what] = /^From (\S+?):? icmp_seq=\d+ (.*)$/m.exec(result.stdout) ?? [];
  if (who !== undefined) return { outcome: 'silent', said: `${who} says: ${what}` };
  const error = result.stderr.trim().replace(/^ping: (?:connect: |sendmsg: )?/, '');
  return { outcome: 'silent', said: error === '' ? null : error };
}
