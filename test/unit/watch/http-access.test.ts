import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseListenAddress } from '../../../src/watch/endpoints/http/listen-address.ts';
import { readSecret } from '../../../src/watch/endpoints/http/secret.ts';
import { serveDaemon } from '../../../src/watch/endpoints/http/serve-daemon.ts';
import { getJson, useDaemonServer } from '../../support/daemon-server.ts';
import { sendRaw } from '../../support/http-raw.ts';

const http = useDaemonServer();

describe('who may ask', () => {
  const token = 'a-token-of-this-test';

  test.each(['/metrics', '/readyz', '/api/v1/status', '/api/v1/events', '/', '/nothing'])(
    'with a token, %s needs it',
    async (path) => {
      const url = await http.serve({ token });
      for (const authorization of ['', 'Bearer', 'Bearer x', `Basic ${token}`, `Bearer ${token}x`, token]) {
        const { status, body, headers } = await getJson(url + path, { headers: { authorization } });
        expect([authorization, status]).toEqual([authorization, 401]);
        expect(headers.get('www-authenticate')).toMatch(/^Bearer /);
        expect(JSON.stringify(body)).not.toContain(token);
      }
    },
  );

  test('with the token everything is there; /healthz needs none', async () => {
    const url = await http.serve({ token });
    const headers = { authorization: `Bearer ${token}` };
    expect((await getJson(`${url}/api/v1/status`, { headers })).status).toBe(200);
    expect((await getJson(`${url}/nothing`, { headers })).status).toBe(404);
    expect((await getJson(`${url}/healthz`)).status).toBe(200);
  });

  test('beyond loopback a token is needed before anything listens', async () => {
    await http.serve();
    for (const listen of ['0.0.0.0:0', '[::]:0', '192.0.2.1:0']) {
      const address = parseListenAddress(listen);
      const options = http.serveOptions({ address });
      await expect(serveDaemon(http.daemon, options)).rejects.toMatchObject({
        ...{ code: 'usage', exitCode: 64, message: expect.stringContaining('no token is set') },
      });
    }
    const url = await http.serve({ listen: '0.0.0.0:0', token });
    const port = new URL(url).port;
    expect((await getJson(`http://127.0.0.1:${port}/readyz`)).status).toBe(401);
  });

  test('another name for this host is refused on loopback (DNS rebinding)', async () => {
    await http.serve();
    const ask = (host: string): Promise<string> =>
      sendRaw(http.address, `GET /api/v1/status HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    for (const host of ['evil.example', 'evil.example:9414', '10.0.0.1', 'localhost.evil.example', '']) {
      expect(await ask(host)).toMatch(/^HTTP\/1\.1 421 /);
    }
    for (const host of ['localhost', 'LOCALHOST:1', '127.0.0.1:9414', '[::1]', '[::1]:9414']) {
      expect(await ask(host)).toMatch(/^HTTP\/1\.1 200 /);
    }
  });

  test('a secret comes from a file or the environment; an empty file is an error', async () => {
    await http.serve();
    const directory = mkdtempSync(join(tmpdir(), 'optopo-secret-'));
    const path = join(directory, 'token');
    writeFileSync(path, ' s3cret \n');
    expect(readSecret('--token-file', path, 'OPTOPO_TOKEN', { OPTOPO_TOKEN: 'other' })).toBe('s3cret');
    expect(readSecret('--token-file', undefined, 'OPTOPO_TOKEN', { OPTOPO_TOKEN: 'other' })).toBe('other');
    expect(readSecret('--token-file', undefined, 'OPTOPO_TOKEN', { OPTOPO_TOKEN: '' })).toBeUndefined();
    writeFileSync(path, '\n');
    expect(() => readSecret('--token-file', path, 'OPTOPO_TOKEN', {})).toThrow('is empty');
    rmSync(directory, { recursive: true });
    expect(() => readSecret('--token-file', path, 'OPTOPO_TOKEN', {})).toThrow('cannot be read');
  });
});
