import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { OptopoError } from '../../model/error.ts';
import { onDisk } from '../../state/on-disk.ts';
import { type ExportedTree, exportTree, removeTreesExcept } from '../../wire/git/export-tree.ts';
import { fetchBranch, type RemoteBranch } from '../../wire/git/remote.ts';
import { GitRepository } from '../../wire/git/repository.ts';
import { signatureProblem } from '../../wire/git/verify-commit.ts';

const INCOMING = 'refs/optopo/incoming';
const IN_FORCE = 'refs/optopo/in-force';

/**
 * What is kept of a remote branch, in `STATE_DIR/git/…`, for its owner alone: a repository with the newest commit
 * and the one in force, and the files of each in a directory of its own.
 */
export class GitClone {
  readonly #directory: string;
  readonly #remote: RemoteBranch;
  readonly #repository: GitRepository;

  constructor(stateDir: string, remote: RemoteBranch) {
    const key = JSON.stringify([remote.url.address, remote.branch ?? null]);
    const name = createHash('sha256').update(key).digest('hex').slice(0, 24);
    this.#directory = join(stateDir, 'git', name);
    this.#remote = remote;
    this.#repository = new GitRepository(this.#gitDir);
  }

  /** The commit that was last found good, also by an earlier process; `null` when there is none. */
  inForce(signal: AbortSignal): Promise<string | null> {
    return this.#repository.resolve(IN_FORCE, signal);
  }

  /** Fetches the newest commit of the branch and returns its id; `like` is a commit id of the same length. */
  async fetch(like: string, signal: AbortSignal): Promise<string> {
    onDisk(this.#directory, 'write', () => {
      mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
      chmodSync(this.#directory, 0o700);
    });
    try {
      return await this.#fetchInto(this.#repository, like, signal);
    } catch (thrown) {
      if (signal.aborted) throw thrown;
      // The remote has just answered: perhaps what is here was damaged. It stays until a new one is whole.
      return await this.#fetchAnew(like, signal);
    }
  }

  /** The commit's files. Throws `command-failed` when the repository here is damaged. */
  files(commit: string, signal: AbortSignal): Promise<ExportedTree> {
    return exportTree(this.#gitDir, commit, join(this.#trees, commit), signal);
  }

  /** See `signatureProblem`. */
  signatureProblem(commit: string, allowedSigners: string | undefined, signal: AbortSignal) {
    return signatureProblem(this.#gitDir, commit, allowedSigners, signal);
  }

  /** Remembers this commit as the good one; what is no longer needed goes. */
  async putInForce(commit: string, signal: AbortSignal): Promise<void> {
    await this.#repository.keep(IN_FORCE, commit, signal);
    this.keepFilesOf([commit]);
    await this.#repository.tidy(signal);
  }

  /** Removes the files of all other commits. */
  keepFilesOf(commits: readonly string[]): void {
    onDisk(this.#trees, 'remove', () => removeTreesExcept(this.#trees, commits));
  }

  get #gitDir(): string {
    return join(this.#directory, 'repository.git');
  }

  get #trees(): string {
    return join(this.#directory, 'trees');
  }

  async #fetchInto(repository: GitRepository, like: string, signal: AbortSignal): Promise<string> {
    await repository.prepare(like, signal);
    await fetchBranch(repository.gitDir, this.#remote, INCOMING, signal);
    const commit = await repository.resolve(INCOMING, signal);
    if (commit !== null) return commit;
    throw new OptopoError('command-failed', `${this.#remote.url.shown}: what the branch names is no commit`);
  }

  async #fetchAnew(like: string, signal: AbortSignal): Promise<string> {
    const fresh = new GitRepository(`${this.#gitDir}.fresh`);
    rmSync(fresh.gitDir, { recursive: true, force: true });
    const commit = await this.#fetchInto(fresh, like, signal);
    rmSync(this.#gitDir, { recursive: true, force: true });
    renameSync(fresh.gitDir, this.#gitDir);
    return commit;
  }
}
