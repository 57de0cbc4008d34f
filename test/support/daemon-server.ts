import { afterEach, expect } from 'vitest';
import type { HttpServer } from '../../src/watch/endpoints/http/http-server.ts';
import { parseListenAddress } from '../../src/watch/endpoints/http/listen-address.ts';
import { type ServeOptions, serveDaemon } from '../../src/watch/endpoints/http/serve-daemon.ts';
import { Liveness } from '../../src/watch/endpoints/liveness.ts';
import { FakeDaemon } from './fake-daemon.ts';

/** The daemon's HTTP server on a free port of loopback, around a daemon in memory; closed behind each test. */
export function useDaemonServer() {
  const used = {
    daemon: new FakeDaemon(),
    /** What the liveness takes for the time, in milliseconds. */
    clock: 0,
    /** What was logged; a test takes out what it expects. */
    errors: [] as unknown[],
    /** ADDRESS:PORT. */
    address: '',
    serve,
    serveOptions,
  };
  let server: HttpServer | undefined;
  let liveness: Liveness | undefined;

  function serveOptions(over: Partial<ServeOptions> & { listen?: string } = {}): ServeOptions {
    liveness ??= new Liveness(used.daemon, () => used.clock);
    return {
      ...{
        address: parseListenAddress(over.listen ?? '127.0.0.1:0'),
        token: undefined,
        hookSecret: undefined,
      },
      ...{ version: '1.2.3', liveness, onError: (error: unknown) => used.errors.push(error), ...over },
    };
  }

  /** Starts it and returns its URL. */
  async function serve(over: Partial<ServeOptions> & { listen?: string } = {}): Promise<string> {
    await close();
    used.daemon = new FakeDaemon();
    used.clock = 0;
    server = await serveDaemon(used.daemon, serveOptions(over));
    used.address = server.address;
    return `http://${server.address}`;
  }

  async function close(): Promise<void> {
    await server?.close();
    liveness?.stop();
    server = undefined;
    liveness = undefined;
  }

  afterEach(async () => {
    await close();
    expect(used.errors.splice(0)).toEqual([]);
  });
  return used;
}

export interface HttpAnswer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: what was answered; the test's expectations are its type.
  body: any;
  headers: Headers;
}

/** Asks and reads the JSON that is answered. */
export async function getJson(url: string, init?: RequestInit): Promise<HttpAnswer> {
  const response = await fetch(url, init);
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : JSON.parse(text), headers: response.headers };
}
