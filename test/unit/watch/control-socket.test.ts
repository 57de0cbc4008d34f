import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createConnection, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { claimStateDir } from '../../../src/watch/endpoints/control/claim-state-dir.ts';
import { askDaemon, followDaemon } from '../../../src/watch/endpoints/control/control-client.ts';
import { startControlServer } from '../../../src/watch/endpoints/control/control-server.ts';
import { controlSocketOf } from '../../../src/watch/endpoints/control/protocol.ts';
import { FakeDaemon } from '../../support/fake-daemon.ts';
import { waitFor } from '../../support/wait.ts';

const root = mkdtempSync(join(tmpdir(), 'optopo-control-'));
afterAll(() => rmSync(root, { recursive: true }));

let stateDir: string;
let daemon: FakeDaemon;
let close: () => Promise<void>;
let made = 0;

beforeEach(async () => {
  made += 1;
  stateDir = join(root, String(made));
  daemon = new FakeDaemon();
  close = await startControlServer(stateDir, daemon);
});
afterEach(() => close());

/** A client that speaks by hand; `lines` are the answers so far. */
async function rawClient(): Promise<{ socket: Socket; lines: () => unknown[]; text: () => string }> {
  const socket = createConnection(controlSocketOf(stateDir));
  await once(socket, 'connect');
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk;
  });
  socket.on('error', () => socket.destroy());
  const lines = (): unknown[] =>
    text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line));
  return { socket, lines, text: () => text };
}

describe('the control socket', () => {
  test('belongs to its owner alone, and goes with the daemon', async () => {
    expect(statSync(controlSocketOf(stateDir)).mode & 0o777).toBe(0o600);
    await close();
    expect(existsSync(controlSocketOf(stateDir))).toBe(false);
    expect(await askDaemon(stateDir, { ask: 'status' })).toEqual({ running: false });
    close = await startControlServer(stateDir, daemon);
  });

  test('answers status, refresh and resync', async () => {
    expect(await askDaemon(stateDir, { ask: 'status' })).toEqual({ running: true, result: daemon.current });
    await askDaemon(stateDir, { ask: 'refresh', by: 'me' });
    await askDaemon(stateDir, { ask: 'resync', topology: 'lab', by: 'me' });
    await askDaemon(stateDir, { ask: 'resync', topology: null, by: 'me' });
    expect(daemon.asked).toEqual(['refresh by me', 'resync lab by me', 'resync null by me']);
  });

  test('hands on what the daemon throws', async () => {
    const unknown = askDaemon(stateDir, { ask: 'resync', topology: 'other', by: 'me' });
    await expect(unknown).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('other'),
    });
    daemon.refreshing = () => Promise.reject(new Error('broken'));
    await expect(askDaemon(stateDir, { ask: 'refresh', by: 'me' })).rejects.toMatchObject({ code: 'bug' });
  });

  test('gives events after a number', async () => {
    for (let count = 0; count < 5; count += 1) daemon.say();
    const seen: number[] = [];
    const request = { ask: 'events', after: 2, follow: false } as const;
    await askDaemon(stateDir, request, { onEvent: ({ seq }) => seen.push(seq) });
    expect(seen).toEqual([3, 4, 5]);
  });

  test('follows events until the reader or the daemon goes', async () => {
    daemon.say();
    const seen: number[] = [];
    const abort = new AbortController();
    const options = { signal: abort.signal, onEvent: ({ seq }: { seq: number }) => seen.push(seq) };
    const following = followDaemon(stateDir, 0, options);
    await waitFor(() => seen.length === 1, { what: 'the first event' });
    daemon.say();
    await waitFor(() => seen.length === 2, { what: 'the second event' });
    abort.abort();
    expect(await following).toBe(true);

    const untilEnd = followDaemon(stateDir, 2, { ...options, signal: new AbortController().signal });
    daemon.say();
    await waitFor(() => seen.length === 3, { what: 'the third event' });
    await close();
    expect(await untilEnd).toBe(true);
    close = await startControlServer(stateDir, daemon);
  });

  test('a daemon that does not answer is an error, not an absent one', async () => {
    daemon.refreshing = () => new Promise(() => {});
    const asked = askDaemon(stateDir, { ask: 'refresh', by: 'me' }, { timeoutMs: 50 });
    await expect(asked).rejects.toMatchObject({ code: 'timeout' });
  });

  test('takes several requests on one connection, and answers in order', async () => {
    const { socket, lines } = await rawClient();
    daemon.say();
    socket.write(
      '{"ask":"resync","by":"a"}\n{"ask":"events","after":0}\n{"ask":"resync","topology":"nobody"}\n',
    );
    await waitFor(() => lines().length === 4, { what: 'all answers' });
    expect(lines()).toEqual([
      { result: null },
      { event: expect.objectContaining({ seq: 1 }) },
      { result: null },
      { error: expect.objectContaining({ code: 'not-found' }) },
    ]);
    socket.destroy();
  });

  test.each(['{', '[]', 'null', '1', '{"ask":"rm -rf"}', '{"ask":{"a":1}}', '\u0000'])(
    'refuses %j as a request and goes on',
    async (line) => {
      const { socket, lines } = await rawClient();
      socket.write(`${line}\n{"ask":"resync"}\n`);
      await waitFor(() => lines().length === 2, { what: 'both answers' });
      expect(lines()).toEqual([{ error: expect.objectContaining({ code: 'usage' }) }, { result: null }]);
      socket.destroy();
    },
  );

  test('ends a connection whose request does not end', async () => {
    const { socket, text } = await rawClient();
    const closed = once(socket, 'close');
    socket.write('x'.repeat(100_000));
    await closed;
    expect(text()).toContain('at most 16384 characters');
    expect(await askDaemon(stateDir, { ask: 'status' })).toMatchObject({ running: true });
  });

  test('a reader that takes nothing is dropped, and costs no memory meanwhile', async () => {
    const { socket } = await rawClient();
    socket.pause();
    socket.write('{"ask":"events","after":0,"follow":true}\n');
    await waitFor(() => daemon.followers.size === 1, { what: 'the follower' });
    // More than the log keeps: the reader has missed some, and is told so by the end.
    for (let count = 0; count < 1_200; count += 1) daemon.say({ message: 'x'.repeat(10_000) });
    const closed = once(socket, 'close');
    socket.resume();
    await closed;
    expect(socket.bytesRead).toBeLessThan(2_000_000);
    expect(daemon.followers.size).toBe(0);
  });
});

describe('the place of the daemon', () => {
  test('is replaced after a kill -9, which leaves the socket behind', async () => {
    await close();
    const dead = createServer().listen(controlSocketOf(stateDir));
    await once(dead, 'listening');
    close = await startControlServer(stateDir, daemon);
    expect(await askDaemon(stateDir, { ask: 'status' })).toMatchObject({ running: true });
    dead.close();
  });

  test('is taken once: the second daemon is refused with the pid of the first', async () => {
    const release = await claimStateDir(stateDir);
    await expect(claimStateDir(stateDir)).rejects.toMatchObject({
      code: 'locked',
      message: expect.stringContaining(`pid ${process.pid}`),
    });
    release();
    (await claimStateDir(stateDir))();
  });

  test('a path too long for a unix socket is said', async () => {
    const long = join(root, 'x'.repeat(120));
    await expect(startControlServer(long, daemon)).rejects.toMatchObject({
      message: expect.stringContaining('longer than 107 bytes'),
    });
  });
});
