import { describe, expect, test } from 'vitest';
import { getJson, useDaemonServer } from '../../support/daemon-server.ts';
import { openEventStream } from '../../support/http-raw.ts';
import { waitFor } from '../../support/wait.ts';

const http = useDaemonServer();

describe('/api/v1/events', () => {
  test('sends what is kept, then what comes, each with its number', async () => {
    const url = await http.serve();
    http.daemon.say();
    const stream = await openEventStream(`${url}/api/v1/events`);
    expect(stream.response.headers.get('content-type')).toBe('text/event-stream');
    await waitFor(() => stream.ids().length === 1, { what: 'the kept event' });
    http.daemon.say({ message: 'one\ntwo' });
    await waitFor(() => stream.ids().length === 2, { what: 'the new event' });
    expect(stream.ids()).toEqual([1, 2]);
    expect(stream.events()[1]).toMatchObject({
      ...{ seq: 2, type: 'reconcile', topology: 'lab', outcome: 'converged', duration_ms: 40 },
      ...{ message: 'one\ntwo', drift: [{ id: 'port/p1', treatment: 'repaired', by: null }] },
    });
    await stream.close();
    await waitFor(() => http.daemon.followers.size === 2, { what: 'the end of the follower' });
  });

  test.each([
    ['Last-Event-ID', { 'Last-Event-ID': '3' }, ''],
    ['after', {}, '?after=3'],
  ])('goes on behind what %s names', async (_, headers, query) => {
    const url = await http.serve();
    for (let count = 0; count < 5; count += 1) http.daemon.say();
    const stream = await openEventStream(`${url}/api/v1/events${query}`, headers);
    await waitFor(() => stream.ids().length === 2, { what: 'the missed events' });
    expect(stream.ids()).toEqual([4, 5]);
    await stream.close();
  });

  test('a number from an earlier state directory gets everything', async () => {
    const url = await http.serve();
    http.daemon.say();
    const stream = await openEventStream(`${url}/api/v1/events`, { 'Last-Event-ID': '900' });
    await waitFor(() => stream.ids().length === 1, { what: 'the event' });
    await stream.close();
  });

  test('beats while nothing happens', async () => {
    const url = await http.serve({ limits: { heartbeatMs: 10 } });
    const stream = await openEventStream(`${url}/api/v1/events`);
    await waitFor(() => stream.text().split(': heartbeat\n\n').length > 2, { what: 'heartbeats' });
    await stream.close();
  });

  test.each(['-1', 'x', '1e3', '99999999999999999999'])('refuses %j as a number', async (id) => {
    const url = await http.serve();
    const headers = { 'Last-Event-ID': id };
    expect(await getJson(`${url}/api/v1/events`, { headers })).toMatchObject({ status: 400 });
  });

  test('serves a bounded number of readers, and the next when one has gone', async () => {
    const url = await http.serve();
    const streams = await Promise.all(
      Array.from({ length: 16 }, () => openEventStream(`${url}/api/v1/events`)),
    );
    expect(streams.every(({ response }) => response.status === 200)).toBe(true);
    expect(await getJson(`${url}/api/v1/events`)).toMatchObject({ status: 503 });
    await streams[0]?.close();
    await waitFor(
      async () => {
        const next = await openEventStream(`${url}/api/v1/events`);
        await next.close();
        return next.response.status === 200;
      },
      { what: 'the free place' },
    );
    for (const stream of streams.slice(1)) await stream.close();
  });
});
