import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { emptyState, StateStore } from '../../src/state/topology-state.ts';
import type { DesiredState } from '../../src/watch/contract.ts';
import type { GitSourceOptions } from '../../src/watch/desired/git-source.ts';
import { ACTIVITY, type Activity } from '../../src/wire/activity.ts';
import { parseGitUrl } from '../../src/wire/git/url.ts';
import { runCommand } from '../../src/wire/subprocess.ts';
import { serveGitHttp } from '../support/git-http.ts';
import { type GitRemote, makeGitRemote } from '../support/git-remote.ts';
import {
  bad,
  bridge,
  brief,
  good,
  LONG_MS,
  type Started,
  saying,
  useGitSources,
} from '../support/git-source.ts';
import { useLab } from '../support/lab.ts';
import { waitFor } from '../support/wait.ts';

const lab = useLab();
const sources = useGitSources();

let made = 0;
let remote: GitRemote;
let stateDir: string;

/** A repository, and a state directory, of its own for a test. */
async function freshRemote(): Promise<void> {
  made += 1;
  const directory = join(lab.dir, `git-${made}`);
  mkdirSync(directory);
  stateDir = join(directory, 'state');
  remote = await makeGitRemote(directory);
}

const start = (changed: Partial<GitSourceOptions> = {}, url = `file://${remote.bare}`): Promise<Started> =>
  sources.start(changed.stateDir ?? stateDir, url, changed);

describe('a branch', () => {
  beforeAll(freshRemote);

  test('its newest commit is in force, once, with its id', async () => {
    const one = await remote.push({ 'net.yaml': bridge('net'), 'README.md': 'no topology' });
    const { source, first, changes } = await start();
    expect(brief(first)).toEqual(good(one, 'net'));
    expect(await first.topologies[0]?.target.commit?.()).toBe(one);
    await source.refresh();
    expect(changes).toEqual([]);

    const two = await remote.push({
      'net.yaml': bridge('net', 1400),
      'more.yaml': `${bridge('more')}heal: report\n`,
    });
    await source.refresh();
    expect(changes.map(brief)).toEqual([good(two, 'more', 'net')]);
    expect(changes[0]?.topologies.map(({ heal }) => heal)).toEqual(['report', 'enforce']);
    const clone = join(stateDir, 'git', readdirSync(join(stateDir, 'git'))[0] as string);
    expect(statSync(clone).mode & 0o777).toBe(0o700);
    expect(readdirSync(join(clone, 'trees'))).toEqual([two]);
  });

  test('a revert and a force-push back are followed as any other commit', async () => {
    const { source, first, changes } = await start();
    const before = first.topologies[0]?.revision as string;
    await remote.git('revert', '--no-edit', 'HEAD');
    const reverted = await remote.send();
    await source.refresh();
    await remote.git('reset', '-q', '--hard', 'HEAD~1');
    await remote.send('--force');
    await source.refresh();
    expect(changes.map(brief)).toEqual([good(reverted, 'net'), good(before, 'more', 'net')]);
  });

  test('deleted, the last good commit stays; back, it is followed again', async () => {
    const { source, first, changes } = await start();
    const before = first.topologies[0]?.revision as string;
    await remote.git('push', '-q', 'origin', 'HEAD:refs/heads/other');
    await runCommand('git', ['-C', remote.bare, 'update-ref', '-d', 'refs/heads/main']);
    await source.refresh();
    await source.refresh();
    const back = await remote.push({ 'more.yaml': bridge('more', 1300) });
    await source.refresh();
    expect(changes.map(brief)).toEqual([
      bad(before, `file://${remote.bare} has no branch main; it has other`, 'more', 'net'),
      good(back, 'more', 'net'),
    ]);
  });

  test('a commit with one broken file is refused as a whole, at its place; a good one mends it', async () => {
    const { source, first, changes } = await start();
    const before = first.topologies[0]?.revision as string;
    const text = 'version: 1\nname: net\nbridges:\n  br-net: { fail-mode: secure }\n';
    const broken = (await remote.push({ 'net.yaml': text, 'more.yaml': bridge('more', 1200) })).slice(0, 12);
    await source.refresh();
    await remote.push({ 'net.yaml': '' });
    await source.refresh();
    await remote.push({ 'net.yaml': null, 'more.yaml': null, 'README.md': null });
    const fixed = await remote.push({ 'net.yaml': bridge('net') });
    await source.refresh();
    expect(changes.map(brief)).toEqual([
      bad(before, saying(`commit ${broken} is not in force: ${broken}:net.yaml:4:`), 'more', 'net'),
      bad(before, expect.stringMatching(/is not in force: [0-9a-f]{12}:net.yaml:1:1: /), 'more', 'net'),
      good(fixed, 'net'),
    ]);
    expect(changes[0]?.problem).toContain('fail_mode');
  });
});

describe('a directory with several topologies', () => {
  beforeAll(freshRemote);

  test('of one name is refused, and so is one with mistakes in several files: all are counted', async () => {
    const one = await remote.push({ 'a.yaml': bridge('a'), 'b.yaml': bridge('b'), 'ci.yaml': 'steps: []' });
    const { source, first, changes } = await start();
    expect(brief(first)).toEqual(good(one, 'a', 'b'));
    const short = (await remote.push({ 'c.yaml': bridge('a') })).slice(0, 12);
    await source.refresh();
    await remote.push({ 'b.yaml': 'version: 1\nname: b\nbridge: {}\n', 'c.yaml': 'version: 1\nname: B\n' });
    await source.refresh();
    expect(changes.map(brief)).toEqual([
      bad(
        one,
        saying(`${short}:a.yaml and ${short}:c.yaml both declare the topology a: rename one`),
        'a',
        'b',
      ),
      bad(one, expect.stringMatching(/:b.yaml:3:1: .* \(and 1 more\)$/), 'a', 'b'),
    ]);
    await remote.push({ 'b.yaml': bridge('b'), 'c.yaml': null });
  });

  test('keeps one whose file is gone until it is destroyed, also over a restart', async () => {
    const { source, first, changes } = await start();
    const store = new StateStore(stateDir, (message) => expect.unreachable(message));
    const [before] = first.topologies.map(({ revision }) => revision) as [string];
    for (const { target } of first.topologies) {
      store.save({ ...emptyState(target.name), generation: 1, resources: [...target.resources] });
    }
    const two = await remote.push({ 'b.yaml': null });
    await source.refresh();
    const problem = 'b.yaml is gone: b is kept as it was; to remove it: optopo destroy --name b';
    expect(changes.map(({ topologies, problem: all }) => [all, topologies])).toMatchObject([
      [
        problem,
        [
          { name: 'a', revision: two },
          { name: 'b', revision: before, undeclared: true, problem },
        ],
      ],
    ]);
    await source.stop();
    const again = await start();
    expect(again.first).toMatchObject({
      problem,
      topologies: [{ name: 'a' }, { name: 'b', undeclared: true }],
    });
    expect(again.first.topologies[1]?.target.resources).toEqual(first.topologies[1]?.target.resources);
    store.remove('b');
    await again.source.refresh();
    expect(again.changes.map(brief)).toEqual([good(two, 'a')]);
  });

  test('without a clone and without the remote, what was applied last is in force', async () => {
    rmSync(join(stateDir, 'git'), { recursive: true });
    renameSync(remote.bare, `${remote.bare}.away`);
    const { first } = await start();
    expect(first).toMatchObject({ problem: saying('cannot be fetched'), topologies: [{ name: 'a' }] });
    expect(first.topologies[0]?.problem).toBe(first.problem);
    expect(first.topologies[0]?.undeclared).toBeUndefined();
  });
});

describe('a path', () => {
  beforeAll(freshRemote);

  test('of a directory or a file; one that vanishes is a problem until it is back', async () => {
    const one = await remote.push({
      'hosts/a.yaml': bridge('a'),
      'hosts/b.yaml': bridge('b'),
      'c.yaml': '}{',
    });
    expect(brief((await start({ path: 'hosts' })).first)).toEqual(good(one, 'a', 'b'));
    const { source, first, changes } = await start({ path: 'hosts/b.yaml' });
    expect(brief(first)).toEqual(good(one, 'b'));
    expect(first.topologies[0]?.target.resources[0]?.source.file).toBe(`${one.slice(0, 12)}:hosts/b.yaml`);
    const two = await remote.push({ 'hosts/b.yaml': null });
    await source.refresh();
    const three = await remote.push({ 'hosts/b.yaml': bridge('b') });
    await source.refresh();
    const short = two.slice(0, 12);
    expect(changes.map(brief)).toEqual([
      bad(one, `commit ${short} is not in force: ${short}:hosts/b.yaml is not in the repository`, 'b'),
      good(three, 'b'),
    ]);
  });

  test('a symbolic link inside the repository is followed, one that leads out of it is not', async () => {
    writeFileSync(join(lab.dir, 'outside.yaml'), bridge('outside'));
    const link = (target: string, name: string): void => {
      rmSync(join(remote.work, name), { force: true });
      symlinkSync(target, join(remote.work, name));
    };
    link('hosts/a.yaml', 'inside.yaml');
    const one = await remote.push({});
    const { source, first, changes } = await start({ path: 'inside.yaml' });
    expect(brief(first)).toEqual(good(one, 'a'));
    for (const target of [
      join(lab.dir, 'outside.yaml'),
      '../../../../../outside.yaml',
      'inside.yaml',
      '/etc',
    ]) {
      link(target, 'inside.yaml');
      const two = await remote.push({}, '--allow-empty');
      await source.refresh();
      const problem = saying(`${two.slice(0, 12)}:inside.yaml is a symbolic link out of`);
      expect(brief(changes.at(-1) as DesiredState)).toEqual(bad(one, problem, 'a'));
    }
    link('/', 'hosts/up');
    await remote.push({});
    const through = await start({ path: `hosts/up${lab.dir}/outside.yaml` });
    expect(through.first).toEqual({
      topologies: [],
      problem: saying('hosts/up is a symbolic link out of'),
      problemCode: 'invalid-topology',
    });
  });
});

describe('a remote', () => {
  beforeAll(freshRemote);

  test('that is empty, or not there, is a problem from the start, and is looked at again soon', async () => {
    const { first, changes, source } = await start();
    expect(first).toEqual({
      topologies: [],
      problem: `file://${remote.bare} is empty: nothing has been pushed to it yet`,
      problemCode: 'invalid-topology',
    });
    const one = await remote.push({ 'net.yaml': bridge('net') });
    await source.refresh();
    expect(changes.map(brief)).toEqual([good(one, 'net')]);

    const away = `${remote.bare}.away`;
    const late = await start({ stateDir: `${stateDir}-late` }, `file://${away}`);
    expect(late.first).toEqual({
      topologies: [],
      problem: saying(`file://${away} cannot be fetched: `),
      problemCode: 'unreachable',
    });
    renameSync(remote.bare, away);
    await waitFor(() => late.changes.length > 0, { what: 'the next try' });
    expect(late.changes.map(brief)).toEqual([good(one, 'net')]);
    renameSync(away, remote.bare);
  });

  test('over http with a password: fetched, lost, and found again; the password is nowhere', async () => {
    const run: string[] = [];
    ACTIVITY.subscribe((message) => run.push((message as Activity).what));
    const server = await serveGitHttp({ root: join(remote.bare, '..'), credentials: 'me:hunter/2' });
    const url = `http://me:hunter%2F2@127.0.0.1:${server.port}/remote.git`;
    const shown = `http://***@127.0.0.1:${server.port}/remote.git`;
    const { source, first, changes } = await start({ path: 'net.yaml' }, url);
    const [one] = first.topologies.map(({ revision }) => revision) as [string];
    expect(brief(first)).toEqual(good(one, 'net'));
    expect(source.description).toBe(`${shown} branch main path net.yaml`);
    await server.stop();
    await source.refresh();
    expect(changes.map(brief)).toEqual([
      bad(one, saying(`${shown} cannot be fetched: unable to access`), 'net'),
    ]);

    await source.stop();
    const again = await start({ path: 'net.yaml' }, url);
    expect(brief(again.first)).toEqual(bad(one, saying('cannot be fetched'), 'net'));
    const two = await remote.push({ 'net.yaml': bridge('net', 1400) });
    await server.restart();
    await waitFor(() => again.changes.length > 0, { what: 'the next try' });
    expect(again.changes.map(brief)).toEqual([good(two, 'net')]);
    await server.stop();

    const wrong = await start({ stateDir: `${stateDir}-wrong` }, url.replace('hunter', 'wrong'));
    expect(wrong.first.problem).toContain(shown);
    const told = JSON.stringify([changes, again.changes, wrong.first, run]);
    expect(told).toContain(`ls-remote --quiet -- http://127.0.0.1:${server.port}/`);
    expect(told).not.toMatch(/hunter|wrong%/);
    const { stdout } = await lab.run('grep', ['-rlE', 'hunter|bWU6aHVudGVyLzI', stateDir], {
      accept: [0, 1],
    });
    expect(stdout).toBe('');
  });

  test('over git:// with the branch that it has checked out itself', async () => {
    const one = await remote.push({ 'net.yaml': bridge('net') });
    const daemon = [
      'daemon',
      '--reuseaddr',
      '--export-all',
      '--listen=127.0.0.1',
      `--base-path=${join(remote.bare, '..')}`,
    ];
    const stopping = new AbortController();
    const served = runCommand('git', daemon, { timeoutMs: LONG_MS, signal: stopping.signal }).catch(
      () => 'stopped',
    );
    const url = parseGitUrl('git://127.0.0.1/remote.git');
    const { changes, first } = await start({ remote: { url, branch: undefined }, intervalMs: 1_000 });
    await waitFor(() => [first, ...changes].some(({ problem }) => problem === null), { what: 'the daemon' });
    expect(brief([first, ...changes].at(-1) as DesiredState)).toEqual(good(one, 'net'));
    const two = await remote.push({ 'net.yaml': bridge('net', 1300) });
    await waitFor(() => changes.at(-1)?.topologies[0]?.revision === two, { what: 'the interval' });
    stopping.abort();
    expect(await served).toBe('stopped');
  });
});

describe('a restart', () => {
  beforeAll(freshRemote);

  test('without the remote has the last good commit, also when a newer one was refused', async () => {
    const one = await remote.push({ 'net.yaml': bridge('net') });
    const { source } = await start();
    await remote.push({ 'net.yaml': 'version: 2' });
    await source.refresh();
    await source.stop();
    rmSync(remote.bare, { recursive: true });
    expect(brief((await start()).first)).toEqual(bad(one, saying('cannot be fetched'), 'net'));
  });
});

describe('a state directory that cannot be written', () => {
  beforeAll(freshRemote);

  test('is a problem; what is in force stays, and it goes on when it is mended', async () => {
    const one = await remote.push({ 'net.yaml': bridge('net') });
    const { source, changes } = await start();
    const memory = join(stateDir, 'watch', 'sources.json');
    const text = readFileSync(memory, 'utf8');
    writeFileSync(memory, 'half a fi');
    const two = await remote.push({ 'net.yaml': bridge('net', 1400) });
    await source.refresh();
    writeFileSync(memory, text);
    await source.refresh();
    expect(changes.map(brief)).toEqual([bad(one, saying(`${memory} is not JSON`), 'net'), good(two, 'net')]);
  });
});

describe('what a killed or broken git left', () => {
  beforeAll(freshRemote);

  test('locks, half-written trees and damaged objects do not last', async () => {
    await remote.push({ 'net.yaml': bridge('net') });
    const { source, changes } = await start();
    const clone = join(stateDir, 'git', readdirSync(join(stateDir, 'git'))[0] as string);
    const repository = join(clone, 'repository.git');
    const { ino } = statSync(repository);
    for (const lock of ['shallow.lock', 'refs/optopo/in-force.lock', 'refs/optopo/incoming.lock']) {
      writeFileSync(join(repository, lock), '');
    }
    mkdirSync(join(clone, 'trees', 'x.partial'));
    const two = await remote.push({ 'net.yaml': bridge('net', 1400) });
    await source.refresh();
    expect(changes.map(brief)).toEqual([good(two, 'net')]);
    expect([statSync(repository).ino, readdirSync(join(clone, 'trees'))]).toEqual([ino, [two]]);

    rmSync(join(repository, 'objects'), { recursive: true });
    const three = await remote.push({ 'net.yaml': bridge('net', 1300) });
    await source.refresh();
    expect(brief(changes.at(-1) as DesiredState)).toEqual(good(three, 'net'));
    await source.stop();
    rmSync(join(repository, 'objects'), { recursive: true });
    expect(brief((await start()).first)).toEqual(good(three, 'net'));
  });
});
