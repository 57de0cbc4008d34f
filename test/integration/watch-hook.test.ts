import { createHmac } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { getJson } from '../support/daemon-server.ts';
import { makeGitRemote } from '../support/git-remote.ts';
import { useLab } from '../support/lab.ts';
import { useTopologies } from '../support/topologies.ts';
import { waitFor } from '../support/wait.ts';
import { useWatch } from '../support/watch-daemon.ts';

const lab = useLab();
const topologies = useTopologies(lab);
const watch = useWatch();

const net = (tag: number): string => `version: 1
name: net
bridges: { br0: { datapath_type: netdev } }
ports: { p1: { bridge: br0, type: internal, tag: ${tag} } }
`;

test('a genuine webhook brings a pushed commit at once; any other brings nothing', async () => {
  const remote = await makeGitRemote(lab.dir);
  await remote.push({ 'net.yaml': net(1) });
  const secret = join(lab.dir, 'secret');
  writeFileSync(secret, 'of the hook\n');
  const flags = ['--interval', '1h', '--listen', '127.0.0.1:0', '--hook-secret-file', secret];
  const daemon = await watch.start(['--git', `file://${remote.bare}`], flags, ['net']);
  const url = /http:\/\/[^"]+/.exec(daemon.lines.find((one) => one.includes('listening on')) ?? '')?.[0];
  const body = '{"ref":"refs/heads/main"}';
  const call = (key: string) => {
    const signature = `sha256=${createHmac('sha256', key).update(body).digest('hex')}`;
    return getJson(`${url}/hook/git`, {
      method: 'POST',
      body,
      headers: { 'X-Hub-Signature-256': signature },
    });
  };

  const commit = await remote.push({ 'net.yaml': net(2) });
  expect((await call('another')).status).toBe(401);
  expect((await topologies.json('status', 'net')).json.topologies[0].revision).not.toBe(commit);
  expect((await call('of the hook')).status).toBe(202);
  const tag = async (): Promise<string> =>
    (await lab.run('ovs-vsctl', ['-t', '20', 'get', 'port', 'p1', 'tag'])).stdout.trim();
  await waitFor(async () => (await tag()) === '2', { what: 'the new commit', deadlineMs: 30_000 });
  expect((await topologies.json('status', 'net')).json.topologies[0].revision).toBe(commit);
  await daemon.stop();
});

test('install-service takes what watch --git takes, but no password', async () => {
  const args = ['--git', 'git@git.example.org:net.git', '--interval', '30s', '--path', 'hosts/a'];
  const { stdout } = await topologies.run('install-service', '--print', ...args);
  expect(stdout).toMatch(
    /^ExecStart=.* --git git@git\.example\.org:net\.git .*--path hosts\/a.* --interval 30s$/m,
  );
  expect(stdout).toMatch(/^After=.* network-online\.target$/m);
  const refused = await topologies.run(
    'install-service',
    '--print',
    '--git',
    'https://me:hidden@git.example.org/n.git',
  );
  expect(refused).toMatchObject({ exitCode: 64, stderr: expect.stringContaining('holds a password') });
  expect(refused.stdout + refused.stderr).not.toContain('hidden');
});
