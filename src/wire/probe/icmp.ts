import { runCommand } from '../subprocess.ts';
import type { Attempt, Try } from './until.ts';

/** ping(8): 1 when nothing came back, 2 for what else went wrong, "network is unreachable" among it. */
const STATUSES = [0, 1, 2];
/** Beside its own waiting, for starting and ending. */
const SPARE_MS = 5_000;

/**
 * One echo request, by iputils' ping in this network namespace. Throws `unreachable` where ping is not installed.
 */
export const pingOnce: Try = async ({ address }, limitMs, signal) => {
  const seconds = (limitMs / 1_000).toFixed(2);
  const args = ['-n', '-c', '1', '-W', seconds, '--', address];
  const options = { timeoutMs: limitMs + SPARE_MS, signal, accept: STATUSES };
  return readPing(await runCommand('ping', args, options));
};

/** What ping's output says. Pure. */
export function readPing(result: { exitCode: number; stdout: string; stderr: string }): Attempt {
  if (result.exitCode === 0) return { outcome: 'answered', said: null };
  // `From 10.0.0.1 icmp_seq=1 Destination Host Unreachable`; with a final `ping: connect: …` on stderr.
  const [, who, what] = /^From (\S+?):? icmp_seq=\d+ (.*)$/m.exec(result.stdout) ?? [];
  if (who !== undefined) return { outcome: 'silent', said: `${who} says: ${what}` };
  const error = result.stderr.trim().replace(/^ping: (?:connect: |sendmsg: )?/, '');
  return { outcome: 'silent', said: error === '' ? null : error };
}
