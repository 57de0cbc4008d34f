import type { Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { connectOvsdb, type OvsdbClient } from '../../../src/wire/ovsdb/client.ts';
import type { RowUpdate } from '../../../src/wire/ovsdb/operations.ts';
import { reconnectingMonitor } from '../../../src/wire/ovsdb/reconnecting-monitor.ts';
import { selectTables } from '../../../src/wire/ovsdb/select-tables.ts';
import { commitForVswitchd, waitForVswitchd } from '../../../src/wire/ovsdb/vswitchd.ts';
import { answerListDbs, FakeOvsdb, type Request } from '../../support/fake-ovsdb.ts';

let fake: FakeOvsdb | undefined;
let client: OvsdbClient | undefined;

afterEach(async () => {
  client?.close();
  await fake?.stop();
});

/** A server that answers `list_dbs` and leaves everything else to the test. */
async function connected(onRequest: (request: Request, socket: Socket) => void): Promise<OvsdbClient> {
  fake = await FakeOvsdb.start((request, socket) => {
    if (!answerListDbs(request, socket)) onRequest(request, socket);
  });
  client = await connectOvsdb(fake.path);
  return client;
}

function reply(socket: Socket, id: Request['id'], result: unknown): void {
  socket.write(JSON.stringify({ id, result, error: null }));
}

describe('connecting', () => {
  test('no socket is unreachable, with what to do', async () => {
    await expect(connectOvsdb('/nonexistent/db.sock')).rejects.toMatchObject({
      code: 'unreachable',
      exitCode: 69,
      hint: expect.stringContaining('--ovsdb'),
    });
  });

  test('a silent server is unreachable within the timeout', async () => {
    fake = await FakeOvsdb.start(() => undefined);
    const begun = performance.now();
    await expect(connectOvsdb(fake.path, { timeoutMs: 100 })).rejects.toMatchObject({
      code: 'unreachable',
      exitCode: 69,
    });
    expect(performance.now() - begun).toBeLessThan(1_000);
  });

  test('garbage is a protocol error', async () => {
    fake = await FakeOvsdb.start(
      () => undefined,
      (socket) => socket.write('220 mail.example ESMTP\r\n'),
    );
    await expect(connectOvsdb(fake.path)).rejects.toMatchObject({ code: 'protocol', exitCode: 69 });
  });

  test('a reply cut in the middle is a lost connection', async () => {
    fake = await FakeOvsdb.start((request, socket) => {
      socket.end(`{"id":${request.id},"result":["Open_v`);
    });
    await expect(connectOvsdb(fake.path)).rejects.toMatchObject({ code: 'connection-lost', exitCode: 69 });
  });

  test('another database is unreachable', async () => {
    fake = await FakeOvsdb.start((request, socket) => reply(socket, request.id, ['OVN_Northbound']));
    await expect(connectOvsdb(fake.path)).rejects.toMatchObject({ code: 'unreachable' });
  });

  test('an abort ends it, also later', async () => {
    fake = await FakeOvsdb.start((request, socket) => answerListDbs(request, socket));
    const abort = new AbortController();
    const connection = await connectOvsdb(fake.path, { signal: abort.signal });
    const request = connection.transact([]);
    abort.abort();
    await expect(request).rejects.toMatchObject({ code: 'interrupted' });
    await expect(connectOvsdb(fake.path, { signal: abort.signal })).rejects.toMatchObject({
      code: 'interrupted',
    });
  });
});

describe('requests', () => {
  test('are matched by id, whatever the order of the replies', async () => {
    const seen: Request[] = [];
    const ovsdb = await connected((request, socket) => {
      seen.push(request);
      if (seen.length < 3) return;
      for (const { id, params } of [...seen].reverse()) reply(socket, id, params?.[0]);
    });
    expect(await Promise.all(['a', 'b', 'c'].map((text) => ovsdb.call('any', [text])))).toEqual([
      'a',
      'b',
      'c',
    ]);
  });

  test('a reply may come in any pieces', async () => {
    const ovsdb = await connected((request, socket) => {
      const bytes = Buffer.from(JSON.stringify({ id: request.id, result: ['grüße', { a: 1 }], error: null }));
      for (const byte of bytes) socket.write(Buffer.from([byte]));
    });
    expect(await ovsdb.call('any', [])).toEqual(['grüße', { a: 1 }]);
  });

  test('the echo of the server is answered', async () => {
    let answered = (_: unknown): void => undefined;
    const answer = new Promise((resolve) => {
      answered = resolve;
    });
    await connected((request, socket) => {
      if (request.method === 'start') socket.write('{"id":"echo","method":"echo","params":["x"]}');
      else answered(request);
    });
    client?.call('start', []).catch(() => undefined);
    expect(await answer).toEqual({ id: 'echo', result: ['x'], error: null });
  });

  test('an error of the request names the method', async () => {
    const ovsdb = await connected(({ id }, socket) => {
      socket.write(JSON.stringify({ id, result: null, error: { error: 'unknown database', details: 'x' } }));
    });
    await expect(ovsdb.transact([])).rejects.toMatchObject({
      code: 'ovsdb-operation',
      message: 'OVSDB refused transact: unknown database: x',
    });
  });

  test('a timeout says that it may still happen, and the late reply is no harm', async () => {
    let late: (() => void) | undefined;
    const ovsdb = await connected(({ id, method }, socket) => {
      if (method === 'transact') late = () => reply(socket, id, []);
      else reply(socket, id, 'pong');
    });
    await expect(ovsdb.transact([], { timeoutMs: 50 })).rejects.toMatchObject({
      code: 'timeout',
      message: expect.stringContaining('may still happen'),
    });
    late?.();
    expect(await ovsdb.call('ping', [])).toBe('pong');
  });

  test('a read that is not answered is unreachable: nothing is in doubt', async () => {
    const ovsdb = await connected(() => undefined);
    await expect(selectTables(ovsdb, { Port: ['name'] }, { timeoutMs: 50 })).rejects.toMatchObject({
      code: 'unreachable',
      exitCode: 69,
    });
  });

  test('a connection cut in between ends every request, and every later one', async () => {
    const ovsdb = await connected((request, socket) => {
      if (request.method === 'second') socket.destroy();
    });
    const requests = [ovsdb.call('first', []), ovsdb.call('second', [])];
    for (const request of requests) await expect(request).rejects.toMatchObject({ code: 'connection-lost' });
    await expect(ovsdb.call('third', [])).rejects.toMatchObject({ code: 'connection-lost' });
  });

  test.each([
    ['garbage', 'oops'],
    ['an answer to what was never asked', '{"id":999,"result":[],"error":null}'],
    ['a message that is neither', '{"hello":1}'],
  ])('%s ends the connection as a protocol error', async (_, text) => {
    const ovsdb = await connected((_request, socket) => socket.write(text));
    await expect(ovsdb.call('any', [])).rejects.toMatchObject({ code: 'protocol', exitCode: 69 });
  });
});

describe('monitors', () => {
  const initial = { Open_vSwitch: { u1: { initial: { cur_cfg: 1 } } } };

  test('updates in one piece with the reply come after the initial rows', async () => {
    const ovsdb = await connected(({ id, params }, socket) => {
      const update = { Open_vSwitch: { u1: { modify: { cur_cfg: 2 } }, u2: { delete: null } } };
      socket.write(
        JSON.stringify({ id, result: initial, error: null }) +
          JSON.stringify({ id: null, method: 'update2', params: [params?.[1], update] }),
      );
    });
    const updates: RowUpdate[][] = [];
    await ovsdb.monitorCond({ Open_vSwitch: ['cur_cfg'] }, (rows) => updates.push(rows));
    expect(updates).toEqual([
      [{ table: 'Open_vSwitch', uuid: 'u1', change: 'initial', columns: { cur_cfg: 1 } }],
      [
        { table: 'Open_vSwitch', uuid: 'u1', change: 'modify', columns: { cur_cfg: 2 } },
        { table: 'Open_vSwitch', uuid: 'u2', change: 'delete', columns: {} },
      ],
    ]);
  });

  /** Answers monitors with `cur_cfg` 1 and tells it later with `tell`. */
  async function vswitchd(): Promise<{
    ovsdb: OvsdbClient;
    tell: (curCfg: number) => void;
    asked: Promise<void>;
  }> {
    let tell = (_: number): void => undefined;
    let begun = (): void => undefined;
    const asked = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const ovsdb = await connected(({ id, method, params }, socket) => {
      if (method !== 'monitor_cond') return reply(socket, id, {});
      tell = (curCfg) => {
        const params2 = [params?.[1], { Open_vSwitch: { u1: { modify: { cur_cfg: curCfg } } } }];
        socket.write(JSON.stringify({ id: null, method: 'update2', params: params2 }));
      };
      reply(socket, id, initial);
      begun();
    });
    return { ovsdb, tell: (curCfg) => tell(curCfg), asked };
  }

  test('waiting ends when cur_cfg has reached the number, not before', async () => {
    const { ovsdb, tell, asked } = await vswitchd();
    let ended = false;
    const waiting = waitForVswitchd(ovsdb, 3).then(() => {
      ended = true;
    });
    await asked;
    tell(2);
    await ovsdb.call('ping', []);
    expect(ended).toBe(false);
    tell(4);
    await waiting;
    await waitForVswitchd(ovsdb, 1);
  });

  test('waiting in vain is a timeout, a lost connection is said, an abort ends it', async () => {
    const { ovsdb } = await vswitchd();
    await expect(waitForVswitchd(ovsdb, 9, { timeoutMs: 50 })).rejects.toMatchObject({
      code: 'timeout',
      message: expect.stringContaining('may still take effect'),
    });
    await expect(waitForVswitchd(ovsdb, 9, { signal: AbortSignal.timeout(50) })).rejects.toMatchObject({
      code: 'interrupted',
    });
    const waiting = waitForVswitchd(ovsdb, 9);
    fake?.cut();
    await expect(waiting).rejects.toMatchObject({ code: 'connection-lost' });
  });

  test('a database without its one row is unreachable, with the command that makes it', async () => {
    const ovsdb = await connected(({ id }, socket) => reply(socket, id, [{ count: 0 }, { rows: [] }]));
    await expect(commitForVswitchd(ovsdb, [])).rejects.toMatchObject({ code: 'unreachable' });
  });

  test('a reconnecting monitor connects again and says so', async () => {
    let monitors = 0;
    fake = await FakeOvsdb.start((request, socket) => {
      if (answerListDbs(request, socket)) return;
      monitors += 1;
      reply(socket, request.id, initial);
    });
    let changes = 0;
    const sources: (string | null)[] = [];
    let back = (): void => undefined;
    const again = new Promise<void>((resolve) => {
      back = resolve;
    });
    const onChange = (): void => {
      changes += 1;
      if (changes === 2) back();
    };
    const stop = await reconnectingMonitor(
      fake.path,
      { Open_vSwitch: ['cur_cfg'] },
      {
        signal: new AbortController().signal,
        onChange,
        onSource: (problem) => sources.push(problem),
      },
    );
    expect([monitors, changes]).toEqual([1, 0]);
    fake.cut();
    await again;
    // Its loss is a change, and its return: what happened in between was not seen.
    expect([monitors, changes]).toEqual([2, 2]);
    expect(sources).toEqual([expect.stringContaining('is lost'), null]);
    await stop();
  });
});
