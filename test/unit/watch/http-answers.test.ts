import { describe, expect, test } from 'vitest';
import { getJson, useDaemonServer } from '../../support/daemon-server.ts';
import { watchedTopology } from '../../support/fake-daemon.ts';
import { parseMetrics, sampleValue } from '../../support/prometheus-text.ts';

const http = useDaemonServer();

describe('probes', () => {
  test('/healthz: 200 while work gets on, 503 once nothing has come of it for long', async () => {
    const url = await http.serve();
    expect(await getJson(`${url}/healthz`)).toMatchObject({ status: 200, body: { status: 'ok' } });
    http.daemon.current = { ...http.daemon.current, queueDepth: 2 };
    http.clock = 19 * 60_000;
    expect((await getJson(`${url}/healthz`)).status).toBe(200);
    http.daemon.say();
    http.clock = 38 * 60_000;
    expect((await getJson(`${url}/healthz`)).status).toBe(200);
    http.clock = 40 * 60_000;
    expect(await getJson(`${url}/healthz`)).toMatchObject({
      status: 503,
      body: { error: { code: 'stuck', message: expect.stringContaining('2 topologies wait') } },
    });
    http.daemon.current = { ...http.daemon.current, queueDepth: 0 };
    expect((await getJson(`${url}/healthz`)).status).toBe(200);
  });

  test('/readyz: 503 with the reason, 200 once ready', async () => {
    const url = await http.serve();
    const waiting = [
      watchedTopology(),
      watchedTopology({ name: 'one', lastSuccess: null }),
      watchedTopology({ name: 'two', lastSuccess: null, error: 'no such bridge' }),
    ];
    http.daemon.current = { ...http.daemon.current, ready: false, topologies: waiting };
    expect(await getJson(`${url}/readyz`)).toMatchObject({
      status: 503,
      body: { error: { code: 'not-ready', message: 'one has not converged yet; two: no such bridge' } },
    });
    http.daemon.becomeReady();
    expect(await getJson(`${url}/readyz`)).toMatchObject({ status: 200, body: { status: 'ready' } });
  });
});

test('/api/v1/status is the status document', async () => {
  const url = await http.serve();
  const fights = [{ id: 'port/p1', until: '2026-01-02T03:05:00.000Z', message: 'tag: 20 or 30' }];
  http.daemon.current = {
    ...http.daemon.current,
    topologies: [watchedTopology({ fights, health: 'Degraded' })],
  };
  const { status, body, headers } = await getJson(`${url}/api/v1/status`);
  expect(status).toBe(200);
  expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(body).toEqual({
    format_version: 1,
    daemon: {
      ...{ pid: 42, started_at: '2026-01-02T03:00:00.000Z', source: 'lab.yaml', problem: null },
      ...{ ready: true, queue_depth: 0 },
    },
    topologies: [
      {
        ...{ name: 'lab', sync: 'Synced', health: 'Degraded', generation: 3, cookie: '0x1234abcd00000000' },
        ...{ last_applied: '2026-01-02T03:04:05.000Z', drift: [], retained: [], error: null },
        ...{
          unconfirmed: null,
          running: null,
          watched: true,
          heal: 'enforce',
          suspended: false,
          revision: 'abc123',
        },
        ...{ last_success: '2026-01-02T03:04:06.000Z', fights },
      },
    ],
  });
});

test('/metrics counts what happened and shows how it stands', async () => {
  const url = await http.serve();
  const before = await (await fetch(`${url}/metrics`)).text();
  expect(sampleValue(parseMetrics(before), 'optopo_failures_total', { topology: 'lab' })).toBe(0);
  http.daemon.say();
  http.daemon.say({ outcome: 'failed', durationMs: 900 });
  http.daemon.say({ causes: [{ type: 'desired', revision: 'abc' }], outcome: 'unchanged' });
  http.daemon.current = { ...http.daemon.current, queueDepth: 4 };
  const response = await fetch(`${url}/metrics`);
  expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  const metrics = parseMetrics(await response.text());
  const value = (family: string, labels?: Record<string, string>, name?: string): number =>
    sampleValue(metrics, family, labels, name);
  expect(value('optopo_build_info', { version: '1.2.3' })).toBe(1);
  const histogram = 'optopo_reconcile_duration_seconds';
  const converged = { topology: 'lab', outcome: 'converged' };
  expect(value(histogram, converged, `${histogram}_count`)).toBe(1);
  expect(value(histogram, converged, `${histogram}_sum`)).toBeCloseTo(0.04);
  expect(value(histogram, { ...converged, le: '0.025' }, `${histogram}_bucket`)).toBe(0);
  expect(value(histogram, { ...converged, le: '0.05' }, `${histogram}_bucket`)).toBe(1);
  expect(value('optopo_drift_total', { topology: 'lab', kind: 'port' })).toBe(2);
  expect(value('optopo_repairs_total', { topology: 'lab', kind: 'port' })).toBe(2);
  expect(value('optopo_failures_total', { topology: 'lab' })).toBe(1);
  expect(value('optopo_queue_depth')).toBe(4);
  expect(value('optopo_ready')).toBe(1);
  expect(value('optopo_generation', { topology: 'lab' })).toBe(3);
  expect(value('optopo_last_success_timestamp_seconds', { topology: 'lab' })).toBe(1_767_323_046);
  expect(value('optopo_sync_status', { topology: 'lab', sync: 'Synced' })).toBe(1);
  expect(value('optopo_sync_status', { topology: 'lab', sync: 'OutOfSync' })).toBe(0);
  expect(value('optopo_health_status', { topology: 'lab', health: 'Degraded' })).toBe(0);
  expect(value('process_resident_memory_bytes')).toBeGreaterThan(10_000_000);
  expect(value('process_cpu_seconds_total')).toBeGreaterThan(0);

  http.daemon.current = { ...http.daemon.current, topologies: [] };
  const after = parseMetrics(await (await fetch(`${url}/metrics`)).text());
  expect(after.get('optopo_generation')?.samples).toEqual([]);
});
