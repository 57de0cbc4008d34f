import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OptopoError } from '../../../model/error.ts';
import { addressText, isLoopbackHostHeader, type ListenAddress } from './listen-address.ts';
import { respondError } from './respond.ts';
import type { Route } from './route.ts';
import { isAuthorized } from './secret.ts';

/** What a connection may cost before it has shown anything (times in milliseconds, sizes in bytes). */
const LIMITS = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 2_000,
};
const MOST_CONNECTIONS = 64;

export interface HttpServerOptions {
  address: ListenAddress;
  /** Every path but the open ones needs it; `undefined`: none does. */
  token: string | undefined;
  routes: ReadonlyMap<string, Route>;
  /** Told of a request whose handling failed: a defect of ours. */
  onError(error: unknown): void;
  limits?: Partial<typeof LIMITS>;
}

export interface HttpServer {
  /** Where it listens, as in a URL: with the port that was taken for port 0. */
  address: string;
  close(): Promise<void>;
}

/** Throws `usage` for an address that others reach while no token is set. */
export function requireTokenBeyondLoopback(address: ListenAddress, token: string | undefined): void {
  if (address.loopback || token !== undefined) return;
  throw new OptopoError(
    'usage',
    `--listen ${addressText(address.host, address.port)} can be reached by other hosts, and no token is set`,
    { hint: 'give one with --token-file FILE or OPTOPO_TOKEN, or listen on 127.0.0.1' },
  );
}

/** Serves the routes. Throws `usage` without a needed token, `refused` when the address cannot be listened on. */
export async function startHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const { address, token } = options;
  requireTokenBeyondLoopback(address, token);
  const server = createServer({ ...LIMITS, ...options.limits }, (request, response) => {
    handle(request, response, options).catch((error: unknown) => {
      options.onError(error);
      if (response.headersSent) response.destroy();
      else respondError(response, 500, 'bug', 'this request could not be answered; the log says why');
    });
  });
  server.maxConnections = MOST_CONNECTIONS;
  await listen(server, address);
  const { port } = server.address() as AddressInfo;
  return {
    address: addressText(address.host, port),
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function listen(server: Server, { host, port }: ListenAddress): Promise<void> {
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new OptopoError('refused', `--listen ${addressText(host, port)} is not possible: ${why}`, {
      tried: `listen on ${addressText(host, port)}`,
      hint: `who has it: ss -ltnp 'sport = :${port}'; or give another address`,
      cause: error,
    });
  }
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  { address, token, routes }: HttpServerOptions,
): Promise<void> {
  // Compared as it was sent: nothing is decoded or resolved, so there is nothing to climb out of.
  const [path = '', query] = (request.url ?? '').split('?', 2);
  const route = routes.get(path);
  if (!route?.open) {
    if (address.loopback && !isLoopbackHostHeader(request.headers.host)) {
      respondError(response, 421, 'wrong-host', 'the Host header names another host than this one');
      return;
    }
    if (token !== undefined && !isAuthorized(request.headers.authorization, token)) {
      const challenge = { 'WWW-Authenticate': 'Bearer realm="optopo"' };
      respondError(response, 401, 'unauthorized', 'this needs the token: Authorization: Bearer …', challenge);
      return;
    }
  }
  if (!route) {
    respondError(response, 404, 'not-found', 'there is nothing here');
    return;
  }
  const allowed: readonly string[] = route.methods;
  if (!allowed.includes(request.method ?? '')) {
    const message = `this path takes ${route.methods.join(' and ')}`;
    respondError(response, 405, 'usage', message, { Allow: route.methods.join(', ') });
    return;
  }
  await route.handle({ request, response, query: new URLSearchParams(query) });
}
