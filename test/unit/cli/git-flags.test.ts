import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, describe, expect, test } from 'vitest';
import { addGitFlags, type GitFlags, gitSourceOf } from '../../../src/cli/git-flags.ts';
import { StateStore } from '../../../src/state/topology-state.ts';

const stateDir = mkdtempSync(join(tmpdir(), 'optopo-git-flags-'));
afterAll(() => rmSync(stateDir, { recursive: true }));

function sourceOf(...args: string[]) {
  const command = addGitFlags(new Command())
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  const flags = command.parse(args, { from: 'user' }).opts<GitFlags>();
  const store = new StateStore(stateDir, () => undefined);
  return gitSourceOf(flags)?.({ set: {}, stateDir, store });
}

describe('a source', () => {
  test('is described by its flags, without what may be secret; ps shows no password either', () => {
    const source = sourceOf('--git', 'https://me:hunter2@host/r.git', '--branch', 'b', '--path', './p/');
    expect(source?.description).toBe('https://***@host/r.git branch b path p');
    expect(process.title).not.toContain('hunter2');
    expect(sourceOf('--git', '/srv/r.git')?.description).toBe('/srv/r.git');
    expect(sourceOf()).toBeUndefined();
  });

  test.each([
    [['--branch', 'x'], '--branch needs --git'],
    [['--interval', '5s'], '--interval needs --git'],
    [['--verify-signatures'], '--verify-signatures needs --git'],
    [['--git', '/r', '--allowed-signers', 'f'], '--allowed-signers needs --verify-signatures'],
    [['--git', 'ext::id'], 'remote helper'],
    [['--git=-x'], 'begins with "-"'],
    [['--git', '/r', '--branch=--upload-pack=id'], 'no name of a Git branch'],
    [['--git', '/r', '--path', '../x'], 'no path inside a repository'],
  ])('%j is refused', (args, message) => {
    expect(() => sourceOf(...args)).toThrow(
      expect.objectContaining({ code: 'usage', message: expect.stringContaining(message) }),
    );
  });
});

test.each(['', '0', '500ms', '-1s', '1d'])('an interval of %j is refused', (text) => {
  expect(() => sourceOf('--git', '/r', `--interval=${text}`)).toThrow('it takes a time');
});
