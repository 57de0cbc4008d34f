import { OptopoError } from '../../model/error.ts';
import { runGit } from './run-git.ts';
import type { GitUrl } from './url.ts';

/** A branch of a remote repository; without a name the one that the remote itself has checked out. */
export interface RemoteBranch {
  url: GitUrl;
  branch: string | undefined;
}

const LIST_TIMEOUT_MS = 60_000;
const FETCH_TIMEOUT_MS = 300_000;
const SSH = 'ssh -o BatchMode=yes -o ConnectTimeout=15';

/**
 * The commit at the end of a remote branch; `null` when the remote answers and has no such branch.
 * Throws `unreachable` with git's words when it does not answer.
 */
export async function remoteCommit(remote: RemoteBranch, signal: AbortSignal): Promise<string | null> {
  const listed = await listRefs(remote, [refOf(remote)], signal);
  return listed.get(refOf(remote)) ?? null;
}

/** Names of all branches that the remote has, at most `limit`. Throws as `remoteCommit` does. */
export async function remoteBranches(
  remote: RemoteBranch,
  limit: number,
  signal: AbortSignal,
): Promise<string[]> {
  const listed = await listRefs(remote, ['refs/heads/*'], signal);
  return [...listed.keys()].slice(0, limit).map((ref) => ref.replace('refs/heads/', ''));
}

/**
 * Fetches the newest commit of the branch, without its history, into the repository's ref `into`.
 * Throws `unreachable` with git's words.
 */
export async function fetchBranch(
  gitDir: string,
  remote: RemoteBranch,
  into: string,
  signal: AbortSignal,
): Promise<void> {
  const flags = [
    '--depth=1',
    '--no-tags',
    '--force',
    '--quiet',
    '--no-write-fetch-head',
    '--no-auto-maintenance',
  ];
  const args = ['fetch', ...flags, '--', remote.url.address, `+${refOf(remote)}:${into}`];
  await talk(remote.url, args, { gitDir, timeoutMs: FETCH_TIMEOUT_MS, signal });
}

function refOf({ branch }: RemoteBranch): string {
  return branch === undefined ? 'HEAD' : `refs/heads/${branch}`;
}

async function listRefs(
  { url }: RemoteBranch,
  patterns: readonly string[],
  signal: AbortSignal,
): Promise<Map<string, string>> {
  const args = ['ls-remote', '--quiet', '--', url.address, ...patterns];
  const stdout = await talk(url, args, { timeoutMs: LIST_TIMEOUT_MS, signal });
  const lines = stdout.split('\n').filter((line) => line !== '');
  return new Map(
    lines.map((line) => [line.slice(line.indexOf('\t') + 1), line.slice(0, line.indexOf('\t'))]),
  );
}

interface Conversation {
  gitDir?: string;
  timeoutMs: number;
  signal: AbortSignal;
}

async function talk(url: GitUrl, args: readonly string[], options: Conversation): Promise<string> {
  try {
    const env = { ...(await sshEnvironment(options.signal)), ...authorizationEnvironment(url) };
    return (await runGit(args, { ...options, env })).stdout;
  } catch (thrown) {
    if (!(thrown instanceof OptopoError) || thrown.code === 'interrupted') throw thrown;
    const why = thrown.message.replace(/^git \S+ failed: /, '');
    throw new OptopoError('unreachable', `${url.shown} cannot be fetched: ${why}`, {
      tried: thrown.tried,
      hint: `try: git ls-remote ${url.shown}`,
      cause: thrown,
    });
  }
}

/** Without a terminal ssh must not ask. What the user has said of ssh stands (git-config(1), core.sshCommand). */
async function sshEnvironment(signal: AbortSignal): Promise<Record<string, string>> {
  if (process.env.GIT_SSH_COMMAND !== undefined || process.env.GIT_SSH !== undefined) return {};
  const configured = await runGit(['config', '--get', 'core.sshCommand'], { accept: [0, 1], signal });
  return configured.exitCode === 0 ? {} : { GIT_SSH_COMMAND: SSH };
}

/** Credentials go through the environment (git-config(1), GIT_CONFIG_COUNT): arguments stand in `ps`. */
function authorizationEnvironment({ authorization }: GitUrl): Record<string, string> {
  if (authorization === null) return {};
  const index = Number(process.env.GIT_CONFIG_COUNT ?? 0);
  return {
    GIT_CONFIG_COUNT: String(index + 1),
    [`GIT_CONFIG_KEY_${index}`]: `http.${authorization.origin}.extraHeader`,
    [`GIT_CONFIG_VALUE_${index}`]: authorization.header,
  };
}
