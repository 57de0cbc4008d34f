import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { serveGitHttp } from '../support/git-http.ts';
import { type GitRemote, makeGitRemote } from '../support/git-remote.ts';
import { useLab } from '../support/lab.ts';
import { useTopologies } from '../support/topologies.ts';
import { waitFor } from '../support/wait.ts';
import { type RunningWatch, useWatch } from '../support/watch-daemon.ts';

const lab = useLab();
const topologies = useTopologies(lab);
const watch = useWatch();
let remote: GitRemote;
let daemon: RunningWatch;

const net = (tag: number, more = ''): string => `version: 1
name: net
bridges:
  gbr: { datapath_type: netdev, fail_mode: secure }
ports:
  gp: { bridge: gbr, type: internal, tag: ${tag} }
flows: [{ bridge: gbr, priority: 5, match: arp, actions: normal }]
${more}`;

const vsctl = (...args: string[]) => lab.run('ovs-vsctl', ['-t', '5', ...args]);

async function tagOf(port: string): Promise<string> {
  return (await vsctl('--if-exists', 'get', 'Port', port, 'tag')).stdout.trim();
}

/** The host has this tag, and nothing differs from the file as it is in the work tree. */
async function expectTag(tag: number): Promise<void> {
  await waitFor(async () => (await tagOf('gp')) === String(tag), { what: `tag ${tag}`, deadlineMs: 20_000 });
  const file = join(remote.work, 'net.yaml');
  const isDone = async (): Promise<boolean> =>
    (await topologies.json('plan', file)).json.changes.length === 0;
  await waitFor(isDone, { what: 'nothing left to do', deadlineMs: 20_000 });
}

/** Drift is repaired, as the last good commit says. */
async function expectHealing(tag: number): Promise<void> {
  await vsctl('del-port', 'gp');
  await waitFor(async () => (await tagOf('gp')) === String(tag), { what: 'the repair', deadlineMs: 20_000 });
}

/** Has it look at its source. */
const reload = (): boolean => process.kill(daemon.pid, 'SIGHUP');

/** Has it look; waits for what it says is in the way. */
async function problemAfterLook(text: string): Promise<void> {
  const { seq } = daemon;
  reload();
  await daemon.event(text, ({ type, message }) => type === 'desired' && message.includes(text), seq);
}

const options = ['--branch', 'main', '--path', 'net.yaml', '--interval', '1h', '--fight-count', '1000'];

/** Starts it; `names`: what has to be looked at first. */
async function start(url: string, flags: readonly string[], ...names: string[]): Promise<void> {
  daemon = await watch.start(['--git', url], flags, names);
}

beforeAll(async () => {
  remote = await makeGitRemote(lab.dir);
  await remote.push({ 'net.yaml': net(1) });
});

describe('a repository over file://', () => {
  beforeEach(() => start(`file://${remote.bare}`, options, 'net'));

  test('a push is followed, and its commit stands in the history', async () => {
    const commit = await remote.push({ 'net.yaml': net(2, 'links: { gva: { kind: veth, peer: gvb } }') });
    reload();
    await expectTag(2);
    const { json } = await topologies.json('history', 'net');
    expect(json.generations[0].commit).toBe(commit);
  });

  test('a revert, and a force-push to an older commit', async () => {
    await remote.git('revert', '--no-edit', 'HEAD');
    await remote.send();
    reload();
    await expectTag(1);
    expect((await lab.run('ip', ['-br', 'link'])).stdout).not.toContain('gva@');
    await remote.git('reset', '-q', '--hard', 'HEAD~1');
    await remote.send('--force');
    reload();
    await expectTag(2);
  });

  test('a broken commit is told with its place; the last good one is in force until it is mended', async () => {
    const broken = await remote.push({ 'net.yaml': `${net(3)}bridgs: {}\n` });
    await problemAfterLook(
      `commit ${broken.slice(0, 12)} is not in force: ${broken.slice(0, 12)}:net.yaml:8:1: `,
    );
    await expectHealing(2);
    await remote.push({ 'net.yaml': '' });
    await problemAfterLook(':net.yaml:1:1: ');
    await remote.push({ 'net.yaml': null });
    await problemAfterLook('net.yaml is not in the repository');
    await expectHealing(2);
    await remote.push({ 'net.yaml': net(4) });
    reload();
    await expectTag(4);
  });

  test('a commit that cannot be applied is not tried again until a new one comes', async () => {
    await vsctl('add-port', 'gbr', 'stranger', '--', 'set', 'Interface', 'stranger', 'type=internal');
    await remote.push({
      'net.yaml': `${net(5)}`.replace('ports:', 'ports:\n  stranger: { bridge: gbr, type: internal }'),
    });
    const { seq } = daemon;
    reload();
    await daemon.event('the conflict', ({ message }) => message.includes('stranger'), seq);
    await expectHealing(4);
    await remote.push({ 'net.yaml': net(6) });
    reload();
    await expectTag(6);
    await vsctl('del-port', 'gbr', 'stranger');
  });

  test('a deleted branch, and its return', async () => {
    await lab.run('git', ['-C', remote.bare, 'update-ref', '-d', 'refs/heads/main']);
    await problemAfterLook(`file://${remote.bare} is empty`);
    await expectHealing(6);
    await remote.push({ 'net.yaml': net(7) });
    reload();
    await expectTag(7);
  });

  test('an unreachable remote, and its return without being asked', async () => {
    renameSync(remote.bare, `${remote.bare}.away`);
    await problemAfterLook('cannot be fetched');
    await expectHealing(7);
    await remote.commit({ 'net.yaml': net(8) });
    await remote.git('push', '-q', `${remote.bare}.away`, 'HEAD');
    renameSync(`${remote.bare}.away`, remote.bare);
    await expectTag(8);
  });

  test('restarted without the remote, it heals by the last good commit, also after kill -9', async () => {
    await remote.push({ 'net.yaml': 'version: 7' });
    await problemAfterLook('is not in force');
    expect(await daemon.stop()).toBe(0);
    renameSync(remote.bare, `${remote.bare}.away`);
    await vsctl('set', 'Port', 'gp', 'tag=99');
    await start(`file://${remote.bare}`, options);
    await waitFor(async () => (await tagOf('gp')) === '8', { what: 'the repair', deadlineMs: 20_000 });
    await daemon.stop('SIGKILL');
    await vsctl('del-port', 'gp');
    await start(`file://${remote.bare}`, options);
    await waitFor(async () => (await tagOf('gp')) === '8', { what: 'the repair', deadlineMs: 20_000 });
    await remote.commit({ 'net.yaml': net(9) });
    await remote.git('push', '-q', `${remote.bare}.away`, 'HEAD');
    renameSync(`${remote.bare}.away`, remote.bare);
    await expectTag(9);
    expect(await daemon.stop()).toBe(0);
  });
});

describe('--once', () => {
  test('converges to the newest commit and exits 0; with a broken one it exits 65', async () => {
    await remote.push({ 'net.yaml': net(10) });
    const run = () => lab.optopo(['watch', '--once', '--git', remote.bare, '--path', 'net.yaml']);
    expect(await run()).toMatchObject({ exitCode: 0, stdout: 'net: Synced, Healthy\n' });
    await expectTag(10);
    const broken = await remote.push({ 'net.yaml': 'version: 1' });
    const refused = await run();
    expect(refused.exitCode).toBe(65);
    expect(refused.stderr).toContain(`commit ${broken.slice(0, 12)} is not in force`);
    expect(await tagOf('gp')).toBe('10');
  });

  test('heals and exits 69 while the remote does not answer; a commit that is not signed is refused, 1', async () => {
    await remote.push({ 'net.yaml': net(10) });
    const watch = ['watch', '--once', '--git', remote.bare, '--path', 'net.yaml'];
    expect((await lab.optopo(watch)).exitCode).toBe(0);
    renameSync(remote.bare, `${remote.bare}.away`);
    await lab.run('ovs-vsctl', ['-t', '20', 'set', 'port', 'gp', 'tag=33']);
    const away = await lab.optopo([...watch, '--json']);
    renameSync(`${remote.bare}.away`, remote.bare);
    expect(away.exitCode).toBe(69);
    const message = expect.stringContaining('cannot be fetched');
    expect(JSON.parse(away.stdout)).toMatchObject({
      ...{ problem: message, error: { code: 'unreachable', message } },
      topologies: [{ name: 'net', sync: 'Synced', health: 'Degraded', error: message }],
    });
    expect(await tagOf('gp')).toBe('10');
    expect(await lab.optopo([...watch, '--verify-signatures'])).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('it is not signed'),
    });
  });
});

describe('--verify-signatures over http with a password', () => {
  test('takes signed commits alone; neither ps nor a log shows the password', async () => {
    const key = join(lab.dir, 'key');
    await lab.run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
    const signers = join(lab.dir, 'signers');
    writeFileSync(signers, `test@example.org ${readFileSync(`${key}.pub`, 'utf8')}`);
    await remote.config('gpg.format', 'ssh');
    await remote.config('user.signingKey', key);
    await remote.push({ 'net.yaml': net(11) }, '-S');
    const server = await serveGitHttp({ root: lab.dir, credentials: 'me:hunter2' });
    const url = `http://me:hunter2@127.0.0.1:${server.port}/remote.git`;
    await start(url, [...options, '--verify-signatures', '--allowed-signers', signers], 'net');
    await expectTag(11);
    expect(readFileSync(`/proc/${daemon.pid}/cmdline`, 'utf8')).not.toContain('hunter2');

    const unsigned = await remote.push({ 'net.yaml': net(12) });
    await problemAfterLook(`commit ${unsigned.slice(0, 12)} is not in force: it is not signed`);
    await expectHealing(11);
    await remote.push({ 'net.yaml': net(13) }, '-S');
    reload();
    await expectTag(13);
    expect(await daemon.stop()).toBe(0);
    expect(JSON.stringify([daemon.events, daemon.notes])).not.toContain('hunter2');
    await server.stop();
  });
});

describe('a directory in the repository', () => {
  test('holds several topologies; one whose file goes is kept until it is destroyed', async () => {
    const one = (name: string): string =>
      `version: 1\nname: ${name}\nbridges: { b-${name}: { datapath_type: netdev } }\n`;
    mkdirSync(join(remote.work, 'hosts'));
    await remote.push({ 'hosts/one.yaml': one('one'), 'hosts/two.yaml': one('two'), 'hosts/x.yaml': 'a: b' });
    await start(remote.bare, ['--path', 'hosts', '--interval', '1h'], 'one', 'two');
    const bridges = async (): Promise<string> => (await vsctl('list-br')).stdout;
    const both = async (): Promise<boolean> => /b-one\n(.*\n)*b-two\n/.test(await bridges());
    await waitFor(both, { what: 'both bridges', deadlineMs: 20_000 });
    await remote.push({ 'hosts/two.yaml': null });
    await problemAfterLook('hosts/two.yaml is gone: two is kept as it was');
    await vsctl('del-br', 'b-two');
    await waitFor(both, { what: 'the repair', deadlineMs: 20_000 });
    expect((await topologies.run('destroy', '--name', 'two', '--yes', '--lock-timeout', '20')).exitCode).toBe(
      0,
    );
    await daemon.event('it is forgotten', ({ message }) => message.startsWith('two was destroyed'));
    expect(await bridges()).not.toContain('b-two');
    expect(await daemon.stop()).toBe(0);
  });
});
