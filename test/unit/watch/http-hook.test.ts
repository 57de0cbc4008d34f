import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { getJson, useDaemonServer } from '../../support/daemon-server.ts';
import { sendRaw } from '../../support/http-raw.ts';
import { waitFor } from '../../support/wait.ts';

const http = useDaemonServer();

describe('POST /hook/git', () => {
  const secret = 'not to be told';
  const body = '{"ref":"refs/heads/main"}';
  const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

  test('a genuine call makes the daemon look, and is answered at once', async () => {
    const url = await http.serve({ hookSecret: secret });
    let done = (): void => {};
    http.daemon.refreshing = () =>
      new Promise((resolve) => {
        done = resolve;
      });
    const call = () =>
      getJson(`${url}/hook/git`, { method: 'POST', body, headers: { 'X-Hub-Signature-256': signature } });
    expect((await call()).status).toBe(202);
    expect(http.daemon.asked).toEqual(['refresh by webhook (X-Hub-Signature-256)']);
    // Two more while it looks make one more look.
    expect([(await call()).status, (await call()).status]).toEqual([202, 202]);
    expect(http.daemon.asked).toHaveLength(1);
    done();
    await waitFor(() => http.daemon.asked.length === 2, { what: 'the second look' });
    done();
  });

  test('a failure to look is logged, not told', async () => {
    const url = await http.serve({ hookSecret: secret });
    http.daemon.refreshing = () => Promise.reject(new Error('unreachable'));
    const headers = { 'X-Hub-Signature-256': signature };
    expect((await getJson(`${url}/hook/git`, { method: 'POST', body, headers })).status).toBe(202);
    await waitFor(() => http.errors.length === 1, { what: 'the error' });
    expect(http.errors.splice(0)).toEqual([new Error('unreachable')]);
  });

  test('401 for any other, 413 for too much, 404 without a secret, 405 for a look', async () => {
    const url = await http.serve({ hookSecret: secret });
    const post = (init: RequestInit) => getJson(`${url}/hook/git`, { method: 'POST', ...init });
    expect(await post({ body })).toMatchObject({ status: 401 });
    expect(await post({ body: `${body} `, headers: { 'X-Hub-Signature-256': signature } })).toMatchObject({
      status: 401,
      body: { error: { message: expect.stringContaining('does not fit') } },
    });
    expect(await post({ body: Buffer.alloc(4 * 1024 * 1024 + 1) })).toMatchObject({ status: 413 });
    expect(await getJson(`${url}/hook/git`)).toMatchObject({ status: 405 });
    expect(http.daemon.asked).toEqual([]);
    expect((await getJson(`${await http.serve()}/hook/git`, { method: 'POST', body })).status).toBe(404);
  });

  test('a body without a length is cut off as well', async () => {
    await http.serve({ hookSecret: secret });
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    const request = `POST /hook/git HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n${chunk.repeat(65)}`;
    expect(await sendRaw(http.address, request)).toMatch(/^HTTP\/1\.1 413 /);
  });
});
