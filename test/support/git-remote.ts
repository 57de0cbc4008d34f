import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runCommand } from '../../src/wire/subprocess.ts';

const CONFIG = `[user]
	name = Test
	email = test@example.org
[init]
	defaultBranch = main
[advice]
	detachedHead = false
`;

export type GitRemote = Awaited<ReturnType<typeof makeGitRemote>>;

/**
 * A bare repository and a clone of it to push from, both below `directory`. Git's configuration is that of the
 * tests alone from here on, in this process and all that it starts.
 */
export async function makeGitRemote(directory: string, name = 'remote') {
  const global = join(directory, 'gitconfig');
  const bare = join(directory, `${name}.git`);
  const work = join(directory, `${name}-work`);
  mkdirSync(work, { recursive: true });
  writeFileSync(global, CONFIG);
  process.env.GIT_CONFIG_GLOBAL = global;
  process.env.GIT_CONFIG_NOSYSTEM = '1';
  const git = async (...args: string[]): Promise<string> =>
    (await runCommand('git', ['-C', work, ...args])).stdout.trim();
  await runCommand('git', ['init', '-q', '--bare', bare]);
  await git('init', '-q');
  await git('remote', 'add', 'origin', bare);
  return {
    bare,
    work,
    git,
    /** Of git's configuration, for all. */
    config: (key: string, value: string): Promise<string> => git('config', '--global', key, value),
    /** Writes (null: removes) files, commits, pushes; returns the commit's id. */
    async push(files: Record<string, string | null>, ...flags: string[]): Promise<string> {
      await this.commit(files, ...flags);
      return await this.send();
    },
    async commit(files: Record<string, string | null>, ...flags: string[]): Promise<void> {
      for (const [file, text] of Object.entries(files)) writeOrRemove(join(work, file), text);
      await git('add', '-A');
      await git('commit', '-q', '--allow-empty', '-m', 'change', ...flags);
    },
    async send(...flags: string[]): Promise<string> {
      await git('push', '-q', ...flags, 'origin', 'HEAD');
      return await git('rev-parse', 'HEAD');
    },
  };
}

function writeOrRemove(path: string, text: string | null): void {
  if (text === null) rmSync(path);
  else {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}
