import { createHmac } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { getJson } from '../support/daemon-server.ts';
import { openEventStream, sendRaw } from '../support/http-raw.ts';
import { useLab } from '../support/lab.ts';
import { parseMetrics, sampleValue } from '../support/prometheus-text.ts';
import { useTopologies } from '../support/topologies.ts';
import { waitFor } from '../support/wait.ts';
import { type RunningWatch, useWatch } from '../support/watch-daemon.ts';

const lab = useLab();
const topologies = useTopologies(lab);
const watch = useWatch();
const WAIT = { deadlineMs: 30_000 };

const topology = (tag: number): string => `
version: 1
name: net
bridges: { br0: { datapath_type: netdev } }
ports: { p1: { bridge: br0, type: internal, tag: ${tag} } }
`;

const setTag = (tag: number) => lab.run('ovs-vsctl', ['-t', '20', 'set', 'port', 'p1', `tag=${tag}`]);
const tagOf = async (): Promise<string> =>
  (await lab.run('ovs-vsctl', ['-t', '20', 'get', 'port', 'p1', 'tag'])).stdout.trim();

/** Starts a daemon that listens on any free port; its URL is in its log. */
async function listen(...flags: string[]): Promise<{ daemon: RunningWatch; url: string }> {
  const file = topologies.write('net.yaml', topology(10));
  const daemon = await watch.start([file], ['--listen', '127.0.0.1:0', ...flags], ['net']);
  const line = daemon.lines.find((one) => one.includes('listening on'));
  return { daemon, url: /http:\/\/[^"]+/.exec(line ?? '')?.[0] ?? '' };
}

const secretFile = (name: string, secret: string): string => {
  const path = join(lab.dir, name);
  writeFileSync(path, `${secret}\n`, { mode: 0o600 });
  return path;
};

test('probes, status and metrics tell of a repair', async () => {
  const { daemon, url } = await listen();
  await waitFor(async () => (await getJson(`${url}/readyz`)).status === 200, { what: 'readiness', ...WAIT });
  expect((await getJson(`${url}/healthz`)).body).toEqual({ status: 'ok' });

  const { seq } = daemon;
  await setTag(33);
  const repair = await daemon.event('the repair', ({ outcome }) => outcome === 'converged', seq);
  expect(await tagOf()).toBe('10');
  const metrics = parseMetrics(await (await fetch(`${url}/metrics`)).text());
  const labels = { topology: 'net', kind: 'port' };
  expect(sampleValue(metrics, 'optopo_drift_total', labels)).toBe(1);
  expect(sampleValue(metrics, 'optopo_repairs_total', labels)).toBe(1);
  const duration = 'optopo_reconcile_duration_seconds';
  const count = sampleValue(
    metrics,
    duration,
    { topology: 'net', outcome: 'converged' },
    `${duration}_count`,
  );
  expect(count).toBe(2);
  expect(sampleValue(metrics, 'optopo_generation', { topology: 'net' })).toBe(1);
  expect(sampleValue(metrics, 'optopo_sync_status', { topology: 'net', sync: 'Synced' })).toBe(1);
  expect(sampleValue(metrics, 'optopo_health_status', { topology: 'net', health: 'Healthy' })).toBe(1);
  const success = sampleValue(metrics, 'optopo_last_success_timestamp_seconds', { topology: 'net' });
  expect(success * 1_000).toBeGreaterThanOrEqual(Date.parse(repair.at) - 1_000);

  // The same document as the command's.
  const { json } = await topologies.json('status');
  const { body } = await getJson(`${url}/api/v1/status`);
  expect(body.topologies[0]).toMatchObject({ name: 'net', sync: 'Synced', watched: true });
  expect(Object.keys(body.topologies[0])).toEqual(Object.keys(json.topologies[0]));
  expect(Object.keys(body.daemon)).toEqual(Object.keys(json.daemon));
  await daemon.stop();
});

test('not ready while the first apply does not succeed: 503 with the reason', async () => {
  await topologies.run('destroy', '--name', 'net', '--yes');
  await lab.run('ovs-vsctl', [
    '-t',
    '20',
    '--',
    'add-br',
    'br0',
    '--',
    'set',
    'bridge',
    'br0',
    'datapath_type=netdev',
  ]);
  const { daemon, url } = await listen();
  expect(await getJson(`${url}/readyz`)).toMatchObject({
    status: 503,
    body: {
      error: { code: 'not-ready', message: expect.stringMatching(/^net: bridge\/br0 exists already/) },
    },
  });
  expect((await getJson(`${url}/healthz`)).status).toBe(200);
  await lab.run('ovs-vsctl', ['-t', '20', 'del-br', 'br0']);
  await waitFor(async () => (await getJson(`${url}/readyz`)).status === 200, { what: 'readiness', ...WAIT });
  await daemon.stop();
});

test('events stream as they happen, and go on behind Last-Event-ID, over a restart too', async () => {
  const { daemon, url } = await listen();
  const stream = await openEventStream(`${url}/api/v1/events`);
  await setTag(44);
  const repaired = () =>
    stream.events().find(({ drift }) => drift.some((item: { id: string }) => item.id === 'port/p1'));
  await waitFor(() => repaired()?.outcome === 'converged', { what: 'the repair', ...WAIT });
  const last = stream.ids().at(-1) as number;
  await daemon.stop('SIGKILL');
  await stream.ended;

  const next = await listen();
  const resumed = await openEventStream(`${next.url}/api/v1/events`, { 'Last-Event-ID': String(last) });
  await waitFor(() => resumed.ids().length >= 2, { what: 'the events of the next daemon', ...WAIT });
  expect(resumed.ids()[0]).toBe(last + 1);
  expect(resumed.events()[0].type).toBe('started');
  await resumed.close();
  await next.daemon.stop();
});

describe('POST /hook/git', () => {
  test('with the secret makes it look at once; without, nothing', async () => {
    const secret = 'hook secret';
    const { daemon, url } = await listen('--hook-secret-file', secretFile('hook', secret));
    const body = JSON.stringify({ ref: 'refs/heads/main' });
    const post = (signature: string) =>
      getJson(`${url}/hook/git`, { method: 'POST', body, headers: { 'X-Hub-Signature-256': signature } });
    const sign = (key: string) => `sha256=${createHmac('sha256', key).update(body).digest('hex')}`;
    expect((await post(sign('another'))).status).toBe(401);
    expect((await post('')).status).toBe(401);
    expect((await post(sign(secret))).status).toBe(202);
    expect((await getJson(`${url}/healthz`)).status).toBe(200);
    expect(daemon.lines.join('\n')).not.toContain(secret);
    await daemon.stop();
  });
});

describe('security', () => {
  test('a token is asked for on every path but /healthz, and in no answer or log', async () => {
    const token = 'f3a9c1d2e4b5';
    const { daemon, url } = await listen('--token-file', secretFile('token', token));
    const headers = { Authorization: `Bearer ${token}` };
    for (const path of ['/readyz', '/metrics', '/api/v1/status', '/api/v1/events', '/x']) {
      expect([path, (await fetch(url + path)).status]).toEqual([path, 401]);
      expect((await fetch(url + path, { headers: { Authorization: 'Bearer wrong' } })).status).toBe(401);
    }
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    const answers = await Promise.all(
      ['/metrics', '/api/v1/status', '/x'].map(async (path) => (await fetch(url + path, { headers })).text()),
    );
    const status = await topologies.run('status', '--json');
    expect([...answers, status.stdout, ...daemon.lines].join('\n')).not.toContain(token);
    await daemon.stop();
  });

  test('hostile requests end, and the daemon goes on healing', async () => {
    const { daemon, url } = await listen();
    const address = url.replace('http://', '');
    const head = `HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n`;
    expect(await sendRaw(address, `GET /../../etc/passwd ${head}\r\n`)).toMatch(/^HTTP\/1\.1 404 /);
    expect(await sendRaw(address, `DELETE /api/v1/status ${head}\r\n`)).toMatch(/^HTTP\/1\.1 405 /);
    expect(await sendRaw(address, `GET / ${head}X: ${'x'.repeat(20_000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 431 /,
    );
    expect(await sendRaw(address, 'GET /metrics HTTP/1.1\r\nHost: evil.example\r\n\r\n')).toMatch(/ 421 /);
    // Slow ones are closed by the server.
    const slow = Array.from({ length: 20 }, () => sendRaw(address, 'GET /healthz HTTP/1.1\r\nHo'));
    await setTag(55);
    await waitFor(async () => (await tagOf()) === '10', { what: 'the repair', ...WAIT });
    for (const answer of await Promise.all(slow)) expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(await daemon.stop()).toBe(0);
  });

  test.each([
    [['--listen', '0.0.0.0:9414'], 64, 'no token is set'],
    [['--listen', '[::]:9414'], 64, 'no token is set'],
    [['--listen', '9414'], 64, 'ADDRESS:PORT'],
    [
      ['--listen', '127.0.0.1:0', '--token-file', '/nowhere'],
      64,
      '--token-file /nowhere cannot be read: no such file',
    ],
    [['--token-file', '/nowhere'], 64, '--token-file goes with --listen'],
  ])('refuses %j', async (flags, status, message) => {
    const file = topologies.write('net.yaml', topology(10));
    const { exitCode, stderr } = await topologies.run('watch', file, ...flags);
    expect([exitCode, stderr]).toEqual([status, expect.stringContaining(message)]);
  });

  test('a port in use ends the start', async () => {
    const { daemon, url } = await listen();
    const other = topologies.write('net.yaml', topology(10));
    const address = url.replace('http://', '');
    const result = await topologies.run(
      'watch',
      other,
      '--listen',
      address,
      '--state-dir',
      join(lab.dir, 'other'),
    );
    expect(result).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/EADDRINUSE[\s\S]*ss -ltnp/) });
    await daemon.stop();
  });
});
