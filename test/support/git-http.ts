import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface GitHttpOptions {
  /** Holds the repositories. */
  root: string;
  /** `user:password` that every request has to bring. */
  credentials?: string;
}

/** Serves bare repositories over HTTP on loopback through git-http-backend(1), a CGI program (RFC 3875). */
export async function serveGitHttp(options: GitHttpOptions) {
  const server = createServer((request, response) => {
    if (isAllowed(request, options)) runBackend(request, response, options.root);
    else response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end();
  });
  const listen = async (port: number): Promise<void> => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    /** Nobody listens any more. */
    async stop(): Promise<void> {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
    /** On the same port as before. */
    restart: (): Promise<void> => listen(port),
  };
}

function isAllowed({ headers }: IncomingMessage, { credentials }: GitHttpOptions): boolean {
  if (credentials === undefined) return true;
  return headers.authorization === `Basic ${Buffer.from(credentials).toString('base64')}`;
}

function runBackend(request: IncomingMessage, response: ServerResponse, root: string): void {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const { headers, method } = request;
  const backend = spawn('git', ['http-backend'], {
    env: {
      PATH: process.env.PATH,
      ...{ GIT_PROJECT_ROOT: root, GIT_HTTP_EXPORT_ALL: '1', REQUEST_METHOD: method ?? 'GET' },
      ...{ PATH_INFO: decodeURI(url.pathname), QUERY_STRING: url.search.slice(1) },
      CONTENT_TYPE: headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: headers['content-encoding'] ?? '',
      GIT_PROTOCOL: String(headers['git-protocol'] ?? ''),
      GIT_CONFIG_COUNT: '1',
      ...{ GIT_CONFIG_KEY_0: 'safe.directory', GIT_CONFIG_VALUE_0: '*' },
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  request.pipe(backend.stdin);
  const chunks: Buffer[] = [];
  backend.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  backend.on('close', () => answer(response, Buffer.concat(chunks)));
}

function answer(response: ServerResponse, output: Buffer): void {
  const end = output.indexOf('\r\n\r\n');
  const lines = output.subarray(0, end).toString().split('\r\n');
  const headers = lines.map((line) => line.split(/: /, 2) as [string, string]);
  const status = headers.find(([name]) => name === 'Status')?.[1] ?? '200';
  response.writeHead(
    Number(status.slice(0, 3)),
    Object.fromEntries(headers.filter(([name]) => name !== 'Status')),
  );
  response.end(output.subarray(end + 4));
}
