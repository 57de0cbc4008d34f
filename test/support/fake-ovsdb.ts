import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A unix socket on which a test says, byte for byte, what an ovsdb-server would. */
export class FakeOvsdb {
  readonly path: string;
  readonly #server: Server;
  readonly #directory: string;
  readonly #sockets = new Set<Socket>();

  private constructor(
    onRequest: (request: Request, socket: Socket) => void,
    onConnect?: (socket: Socket) => void,
  ) {
    this.#directory = mkdtempSync(join(tmpdir(), 'optopo-fake-'));
    this.path = join(this.#directory, 'db.sock');
    this.#server = createServer((socket) => {
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      onConnect?.(socket);
      // Requests of these tests are small and sent one write each.
      socket.on('data', (chunk) => {
        for (const text of splitObjects(chunk.toString('utf8')))
          onRequest(JSON.parse(text) as Request, socket);
      });
    });
  }

  static async start(
    onRequest: (request: Request, socket: Socket) => void,
    onConnect?: (socket: Socket) => void,
  ): Promise<FakeOvsdb> {
    const fake = new FakeOvsdb(onRequest, onConnect);
    await new Promise<void>((resolve) => {
      fake.#server.listen(fake.path, resolve);
    });
    return fake;
  }

  /** Ends every connection; the socket goes on listening. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
  }

  async stop(): Promise<void> {
    this.cut();
    await new Promise((resolve) => {
      this.#server.close(resolve);
    });
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

export interface Request {
  id: number | string | null;
  method?: string;
  params?: unknown[];
  result?: unknown;
}

/** Several requests may arrive in one piece; none of these tests has braces inside strings. */
function splitObjects(text: string): string[] {
  return text.replaceAll('}{', '}\n{').split('\n');
}

/** Answers the first question of every client as ovsdb-server does. */
export function answerListDbs(request: Request, socket: Socket): boolean {
  if (request.method !== 'list_dbs') return false;
  socket.write(JSON.stringify({ id: request.id, result: ['Open_vSwitch', '_Server'], error: null }));
  return true;
}
