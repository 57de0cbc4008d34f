import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { OptopoError, toOptopoError } from '../../../model/error.ts';
import type { Daemon } from '../../contract.ts';
import { followEvents } from '../../events/follow-events.ts';
import { lineSplitter } from './line-splitter.ts';
import { type Answer, type ControlRequest, controlSocketOf, encodeLine, parseRequest } from './protocol.ts';

/** Characters of a request; none that is meant is longer. */
const LONGEST_REQUEST = 16_384;
const MOST_CONNECTIONS = 64;
/** How long a connection may stay without asking anything, in milliseconds. */
const IDLE_MS = 60_000;
/** Bytes of a path that a unix socket can be bound to (unix(7), sun_path without its end). */
const LONGEST_PATH = 107;
/** Only root talks to the daemon. */
const MASK = 0o177;

/**
 * Listens on the control socket of a state directory, which the caller has claimed: one that is there was left by a
 * daemon that was killed. Returns how to close it. Throws `state-unusable` when it cannot be made.
 */
export async function startControlServer(stateDir: string, daemon: Daemon): Promise<() => Promise<void>> {
  const path = controlSocketOf(stateDir);
  if (Buffer.byteLength(path) > LONGEST_PATH) {
    throw unusable(path, `its path is longer than ${LONGEST_PATH} bytes`);
  }
  const connections = new Set<Socket>();
  const server = createServer((socket) => {
    connections.add(socket);
    socket.on('close', () => connections.delete(socket));
    serve(socket, daemon);
  });
  server.maxConnections = MOST_CONNECTIONS;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    rmSync(path, { force: true });
    await listenPrivately(server, path);
  } catch (error) {
    throw unusable(path, error instanceof Error ? error.message : String(error), error);
  }
  return async () => {
    for (const socket of connections) socket.destroy();
    // Node removes the socket's file with it.
    await new Promise((closed) => server.close(closed));
  };
}

/** The file has its mode from its first moment: `listen` binds at once, under our mask. */
async function listenPrivately(server: Server, path: string): Promise<void> {
  const before = process.umask(MASK);
  try {
    server.listen(path);
  } finally {
    process.umask(before);
  }
  await once(server, 'listening');
}

function serve(socket: Socket, daemon: Daemon): void {
  let stop = (): void => {};
  // Requests of one connection are answered one after the other.
  let turn = Promise.resolve();
  const refuse = (error: unknown): void => {
    socket.end(encodeLine(errorAnswer(error)));
  };
  const handle = async (line: string): Promise<void> => {
    if (socket.destroyed) return;
    try {
      const request = parseRequest(line);
      if (request.ask === 'events' && request.follow) {
        stop();
        stop = follow(socket, daemon, request.after);
      } else {
        await answer(socket, daemon, request);
      }
    } catch (error) {
      if (!socket.destroyed) socket.write(encodeLine(errorAnswer(error)));
    }
  };
  socket.setTimeout(IDLE_MS, () => socket.destroy());
  // A client that went away in the middle of an answer: there is nobody to tell.
  socket.on('error', () => socket.destroy());
  socket.on('close', () => stop());
  const split = lineSplitter(
    LONGEST_REQUEST,
    (line) => {
      turn = turn.then(() => handle(line));
    },
    () => refuse(new OptopoError('usage', `a request has at most ${LONGEST_REQUEST} characters`)),
  );
  socket.on('data', (chunk) => {
    socket.pause();
    split(chunk);
    void turn.then(() => socket.resume());
  });
}

async function answer(socket: Socket, daemon: Daemon, request: ControlRequest): Promise<void> {
  if (request.ask === 'events') return answerEvents(socket, daemon, request.after);
  if (request.ask === 'refresh') await daemon.refresh(request.by);
  if (request.ask === 'resync') daemon.resync(request.topology, request.by);
  const result = request.ask === 'status' ? daemon.status() : null;
  socket.write(encodeLine({ result }));
}

/** As fast as they are read, so that a slow reader costs no memory. */
async function answerEvents(socket: Socket, daemon: Daemon, after: number): Promise<void> {
  for (const event of daemon.eventsAfter(after)) {
    if (socket.destroyed) return;
    if (!socket.write(encodeLine({ event })))
      await Promise.race([once(socket, 'drain'), once(socket, 'close')]);
  }
  socket.write(encodeLine({ result: null }));
}

/** Until the reader goes; one that waits for events is not idle. */
function follow(socket: Socket, daemon: Daemon, after: number): () => void {
  socket.setTimeout(0);
  return followEvents(daemon, socket, {
    after,
    encode: (event) => encodeLine({ event }),
    onLost: () => socket.destroy(),
  });
}

function errorAnswer(thrown: unknown): Answer {
  const { code, message, hint } = toOptopoError(thrown);
  return { error: { code, message, hint: hint ?? null } };
}

function unusable(path: string, why: string, cause?: unknown): OptopoError {
  return new OptopoError('state-unusable', `the control socket cannot be made: ${why}`, {
    tried: `listen on ${path}`,
    hint: 'mend the state directory (space, rights), or give another one with --state-dir',
    cause,
  });
}
