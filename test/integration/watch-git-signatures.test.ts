import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { DesiredState } from '../../src/watch/contract.ts';
import { type GitRemote, makeGitRemote } from '../support/git-remote.ts';
import { bad, bridge, brief, good, saying, useGitSources } from '../support/git-source.ts';
import { useLab } from '../support/lab.ts';

const lab = useLab();
const sources = useGitSources();
const SIGNED = ['-S'];
let remote: GitRemote;
let stateDir: string;

async function freshRemote(name: string): Promise<void> {
  const directory = join(lab.dir, name);
  mkdirSync(directory);
  stateDir = join(directory, 'state');
  remote = await makeGitRemote(directory);
}

const start = (allowedSigners?: string) =>
  sources.start(stateDir, `file://${remote.bare}`, {
    verifySignatures: true,
    ...(allowedSigners === undefined ? {} : { allowedSigners }),
  });
const last = (states: readonly DesiredState[]) => brief(states.at(-1) as DesiredState);
const refusal = (commit: string, why: string) =>
  saying(`commit ${commit.slice(0, 12)} is not in force: ${why}`);

describe('ssh', () => {
  let signers: string;
  const key = (name: string): string => join(lab.dir, 'ssh', name);

  /** Makes a key; returns its line for the file of allowed signers. */
  async function makeKey(name: string): Promise<string> {
    await lab.run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', key(name)]);
    return `test@example.org ${readFileSync(`${key(name)}.pub`, 'utf8')}`;
  }

  beforeAll(async () => {
    await freshRemote('ssh');
    signers = key('allowed');
    writeFileSync(signers, await makeKey('ours'));
    await makeKey('theirs');
    await remote.config('gpg.format', 'ssh');
    await remote.config('user.signingKey', key('ours'));
  });

  test('only commits that an allowed signer signed are taken, by --allowed-signers', async () => {
    const one = await remote.push({ 'net.yaml': bridge('net') }, ...SIGNED);
    const { source, first, changes } = await start(signers);
    expect(brief(first)).toEqual(good(one, 'net'));

    const unsigned = await remote.push({ 'net.yaml': bridge('net', 1400) });
    await source.refresh();
    expect(last(changes)).toEqual(bad(one, refusal(unsigned, 'it is not signed'), 'net'));

    await remote.config('user.signingKey', key('theirs'));
    const other = await remote.push({ 'net.yaml': bridge('net', 1300) }, ...SIGNED);
    await source.refresh();
    expect(last(changes)).toEqual(bad(one, refusal(other, 'its signature is not good: '), 'net'));

    await remote.config('user.signingKey', key('ours'));
    const two = await remote.push({ 'net.yaml': bridge('net', 1200) }, ...SIGNED);
    await source.refresh();
    expect(last(changes)).toEqual(good(two, 'net'));
    expect(changes).toHaveLength(3);
  });

  test('a commit that was altered after it was signed is refused', async () => {
    const { source, first, changes } = await start(signers);
    const before = first.topologies[0]?.revision as string;
    await remote.commit({ 'net.yaml': bridge('net', 1100) }, ...SIGNED);
    const text = (await lab.run('git', ['-C', remote.work, 'cat-file', 'commit', 'HEAD'])).stdout;
    const { stdout } = await lab.run(
      'git',
      ['-C', remote.work, 'hash-object', '-t', 'commit', '-w', '--stdin'],
      {
        input: text.replace('\n\nchange', '\n\nchanged'),
      },
    );
    await remote.git('update-ref', 'refs/heads/main', stdout.trim());
    const altered = await remote.send('--force');
    await source.refresh();
    expect(last(changes)).toEqual(bad(before, refusal(altered, 'its signature is not good: '), 'net'));
  });

  test("git's own configuration names the signers; a signer who is added mends it, one who is removed counts no more", async () => {
    await remote.config('user.signingKey', key('theirs'));
    const theirs = await remote.push({ 'net.yaml': bridge('net', 1000) }, ...SIGNED);
    await remote.config('gpg.ssh.allowedSignersFile', signers);
    const { source, changes } = await start();
    const ours = readFileSync(signers, 'utf8');
    writeFileSync(signers, `${ours}test@example.org ${readFileSync(`${key('theirs')}.pub`, 'utf8')}`);
    await source.refresh();
    expect(last(changes)).toEqual(good(theirs, 'net'));
    await source.stop();
    writeFileSync(signers, ours);
    const again = await start();
    expect(again.first).toEqual({
      topologies: [],
      problem: refusal(theirs, 'its signature is not good: '),
      problemCode: 'refused',
    });
  });
});

describe('gpg', () => {
  const id = 'Tester <test@example.org>';
  const gpg = (...args: string[]) =>
    lab.run('gpg', ['--batch', '--quiet', '--yes', '--passphrase', '', ...args]);

  beforeAll(async () => {
    await freshRemote('gpg');
    const home = join(lab.dir, 'g');
    mkdirSync(home, { mode: 0o700 });
    process.env.GNUPGHOME = home;
    await gpg('--quick-generate-key', id, 'ed25519', 'sign', 'never');
    await remote.config('user.signingKey', 'test@example.org');
    return async () => {
      await lab.run('gpgconf', ['--kill', 'all']);
    };
  });

  test('only commits with a good signature by a key of the keyring are taken', async () => {
    const one = await remote.push({ 'net.yaml': bridge('net') }, ...SIGNED);
    const { source, first, changes } = await start();
    expect(brief(first)).toEqual(good(one, 'net'));
    const unsigned = await remote.push({ 'net.yaml': bridge('net', 1400) });
    await source.refresh();
    expect(last(changes)).toEqual(bad(one, refusal(unsigned, 'it is not signed'), 'net'));

    await remote.push({ 'net.yaml': bridge('net', 1300) }, ...SIGNED);
    const fingerprint = /^fpr:+([0-9A-F]+):/m.exec((await gpg('--with-colons', '-K')).stdout)?.[1] as string;
    const kept = join(lab.dir, 'secret.asc');
    writeFileSync(kept, (await gpg('--armor', '--export-secret-keys')).stdout);
    await gpg('--delete-secret-and-public-key', fingerprint);
    await source.refresh();
    expect(last(changes).problem).toMatch(
      /is signed with the key [0-9A-F]{16}, which is not in the keyring$/,
    );
    await gpg('--import', kept);
    await source.refresh();
    expect(last(changes)).toEqual(good(await remote.git('rev-parse', 'HEAD'), 'net'));
  });
});
