import { describe, expect, test } from 'vitest';
import { parseListenAddress } from '../../../src/watch/endpoints/http/listen-address.ts';
import { serveDaemon } from '../../../src/watch/endpoints/http/serve-daemon.ts';
import { getJson, useDaemonServer } from '../../support/daemon-server.ts';
import { sendRaw } from '../../support/http-raw.ts';

const http = useDaemonServer();

describe('what is hostile or wrong', () => {
  const head = (path: string, method = 'GET'): string =>
    `${method} ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`;

  test.each([
    '/../../etc/passwd',
    '/api/v1/../../etc/passwd',
    '/api/v1/status/',
    '//api/v1/status',
    '/api/v1/%73tatus',
    '/%2e%2e/%2e%2e/etc/shadow',
    '/metrics/../api/v1/status',
    '/__proto__',
    'http://localhost/metrics',
    '*',
  ])('404 for %s', async (path) => {
    await http.serve();
    const answer = await sendRaw(http.address, head(path));
    expect(answer).toMatch(/^HTTP\/1\.1 404 /);
    expect(answer).toContain('"code":"not-found"');
  });

  test.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE'])('405 for %s', async (method) => {
    await http.serve();
    const answer = await sendRaw(http.address, head('/metrics', method));
    expect(answer).toMatch(/^HTTP\/1\.1 405 /);
    expect(answer).toContain('Allow: GET, HEAD');
  });

  test('HEAD answers headers alone', async () => {
    await http.serve();
    for (const path of ['/healthz', '/metrics', '/api/v1/status', '/api/v1/events']) {
      const answer = await sendRaw(http.address, head(path, 'HEAD'));
      expect(answer).toMatch(/^HTTP\/1\.1 200 [\s\S]*\r\n\r\n$/);
    }
  });

  test('a header that is too long is refused', async () => {
    await http.serve();
    const big = `GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`;
    expect(await sendRaw(http.address, big)).toMatch(/^HTTP\/1\.1 431 /);
    expect(await sendRaw(http.address, head(`/${'x'.repeat(20_000)}`))).toMatch(/^HTTP\/1\.1 431 /);
  });

  test.each([
    '\u0000\u0001\u0002\r\n\r\n',
    'GET / HTTP/9.9\r\n\r\n',
    'GET /\r\n\r\n',
    'CONNECT x:1 HTTP/1.1\r\n\r\n',
  ])('what is no request ends the connection: %j', async (text) => {
    const url = await http.serve();
    expect(await sendRaw(http.address, text)).not.toMatch(/ 200 /);
    expect((await getJson(`${url}/healthz`)).status).toBe(200);
  });

  test('a request that never ends is closed', async () => {
    const limits = { headersTimeout: 50, requestTimeout: 100, connectionsCheckingInterval: 20 };
    const url = await http.serve({ limits, hookSecret: 'x' });
    expect(await sendRaw(http.address, 'GET /healthz HTTP/1.1\r\nHost: local')).toMatch(/^HTTP\/1\.1 408 /);
    const halfBody = 'POST /hook/git HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf';
    expect(await sendRaw(http.address, halfBody)).not.toMatch(/ 20\d /);
    expect((await getJson(`${url}/healthz`)).status).toBe(200);
    http.errors.splice(0);
  });

  test('a port in use is said, with what to do', async () => {
    await http.serve();
    const address = parseListenAddress(http.address);
    const options = http.serveOptions({ address });
    await expect(serveDaemon(http.daemon, options)).rejects.toMatchObject({
      ...{ code: 'refused', message: expect.stringMatching(/^--listen 127\.0\.0\.1:\d+ .*EADDRINUSE/) },
      hint: expect.stringContaining('ss -ltnp'),
    });
  });

  test('IPv6 works', async () => {
    const url = await http.serve({ listen: '[::1]:0' });
    expect(url).toMatch(/^http:\/\/\[::1\]:\d+$/);
    expect((await getJson(`${url}/healthz`)).status).toBe(200);
  });
});
