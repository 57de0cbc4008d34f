import { chmodSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runGit } from './run-git.ts';

/** A bare repository of our own, which nobody else uses. */
export class GitRepository {
  readonly gitDir: string;

  constructor(gitDir: string) {
    this.gitDir = gitDir;
  }

  /**
   * Makes the repository where there is none, for commits with ids like this one (SHA-1 or SHA-256), and
   * readable by its owner alone. What a killed git left locked is unlocked.
   */
  async prepare(commit: string, signal: AbortSignal): Promise<void> {
    const format = commit.length > 40 ? 'sha256' : 'sha1';
    if ((await this.#format(signal)) === format) {
      removeLocks(this.gitDir);
      return;
    }
    rmSync(this.gitDir, { recursive: true, force: true });
    mkdirSync(this.gitDir, { recursive: true, mode: 0o700 });
    chmodSync(this.gitDir, 0o700);
    const flags = ['--bare', '--quiet', '--template=', '--initial-branch=none', `--object-format=${format}`];
    await runGit(['init', ...flags, '--', this.gitDir], { signal });
  }

  /** The commit that a ref names; `null` when there is no such ref, or no repository. */
  async resolve(ref: string, signal: AbortSignal): Promise<string | null> {
    const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`];
    const { stdout, exitCode } = await runGit(args, { gitDir: this.gitDir, accept: [0, 1, 128], signal });
    return exitCode === 0 ? stdout.trim() : null;
  }

  /** Lets a ref name this commit, so that it is kept. */
  async keep(ref: string, commit: string, signal: AbortSignal): Promise<void> {
    await runGit(['update-ref', ref, commit], { gitDir: this.gitDir, signal });
  }

  /** Packs, and drops what no ref names any more, when enough has gathered (git-gc(1)). */
  async tidy(signal: AbortSignal): Promise<void> {
    await runGit(['gc', '--auto', '--quiet'], { gitDir: this.gitDir, timeoutMs: GC_TIMEOUT_MS, signal });
  }

  async #format(signal: AbortSignal): Promise<string | null> {
    const args = ['rev-parse', '--show-object-format'];
    const { stdout, exitCode } = await runGit(args, { gitDir: this.gitDir, accept: [0, 128], signal });
    return exitCode === 0 ? stdout.trim() : null;
  }
}

const GC_TIMEOUT_MS = 300_000;

function removeLocks(gitDir: string): void {
  const locks = readdirSync(gitDir, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.lock'),
  );
  for (const name of locks) rmSync(join(gitDir, name), { force: true });
}
