import { dirname } from 'node:path';
import { runGit } from './run-git.ts';

const TIMEOUT_MS = 2_000;

/**
 * The commit that is checked out where a file lies; `null` when it is in no repository, in one without a
 * commit, or Git cannot tell: it is only a remark in the history. `rev-parse` runs nothing of the repository,
 * so that it may belong to another user than root.
 */
export async function commitOf(file: string, signal: AbortSignal): Promise<string | null> {
  const args = ['-c', 'safe.directory=*', '-C', dirname(file), 'rev-parse', '--verify', '-q', 'HEAD'];
  try {
    const { stdout } = await runGit(args, { timeoutMs: TIMEOUT_MS, signal });
    return /^[0-9a-f]{40,64}$/.exec(stdout.trim())?.[0] ?? null;
  } catch {
    // No Git, no repository, no commit: all the same to a history.
    return null;
  }
}
