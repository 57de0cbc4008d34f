import { createConnection, type Socket } from 'node:net';
import { OptopoError, toOptopoError } from '../../../model/error.ts';
import type { WatchEvent } from '../../contract.ts';
import { lineSplitter } from './line-splitter.ts';
import { type ControlRequest, controlSocketOf, encodeLine, errorOf, parseAnswer } from './protocol.ts';

/** How long the daemon may take to answer, in milliseconds. */
const TIMEOUT_MS = 10_000;
/** Characters of an answer: an event that names tens of thousands of objects still fits. */
const LONGEST_ANSWER = 64 * 1024 * 1024;

export interface AskOptions {
  signal?: AbortSignal;
  timeoutMs?: number;
  /** Each event that comes before the result. */
  onEvent?(event: WatchEvent): void;
}

/**
 * Asks the daemon of a state directory. `running` is false when there is none (nobody listens, or a killed one left
 * its socket). Throws what the daemon answers, `timeout` when it does not, `interrupted` on abort.
 */
export async function askDaemon(
  stateDir: string,
  request: ControlRequest,
  options: AskOptions = {},
): Promise<{ running: false } | { running: true; result: unknown }> {
  const path = controlSocketOf(stateDir);
  const socket = await connect(path, options.signal);
  if (!socket) return { running: false };
  const timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => {
      socket.destroy();
      reject(toOptopoError(error));
    };
    socket.setTimeout(timeoutMs, () => fail(unanswered(path, timeoutMs)));
    socket.on('error', fail);
    // The daemon that ends in the middle of an answer: settled promises are not settled again.
    socket.on('close', () => fail(cutOff(path)));
    const settle = (line: string): void => {
      const answer = parseAnswer(line);
      if ('event' in answer) options.onEvent?.(answer.event);
      else if ('error' in answer) fail(errorOf(answer.error));
      else {
        resolve({ running: true, result: answer.result });
        socket.destroy();
      }
    };
    readAnswers(socket, settle, fail);
    socket.write(encodeLine(request));
  });
}

/**
 * Calls back for every event after `after` and for new ones, until the daemon ends or `signal` is aborted; true when
 * there was a daemon.
 */
export async function followDaemon(
  stateDir: string,
  after: number,
  options: { signal: AbortSignal; onEvent(event: WatchEvent): void },
): Promise<boolean> {
  const { signal } = options;
  const socket = await connect(controlSocketOf(stateDir), signal);
  if (!socket) return false;
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => {
      socket.destroy();
      reject(toOptopoError(error));
    };
    // A lost connection is the daemon's end: the caller looks for the next one.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => resolve(true));
    signal.addEventListener('abort', () => socket.destroy(), { once: true });
    const settle = (line: string): void => {
      const answer = parseAnswer(line);
      if ('event' in answer) options.onEvent(answer.event);
      else if ('error' in answer) fail(errorOf(answer.error));
    };
    readAnswers(socket, settle, fail);
    socket.write(encodeLine({ ask: 'events', after, follow: true }));
  });
}

function readAnswers(socket: Socket, settle: (line: string) => void, fail: (error: unknown) => void): void {
  const tooLong = (): void => fail(new OptopoError('protocol', 'the watch daemon answered without an end'));
  const split = lineSplitter(LONGEST_ANSWER, settle, tooLong);
  socket.on('data', (chunk) => {
    try {
      split(chunk);
    } catch (error) {
      fail(error);
    }
  });
}

/** `undefined` when nobody listens there. */
function connect(path: string, signal: AbortSignal | undefined): Promise<Socket | undefined> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ path, ...(signal ? { signal } : {}) });
    socket.once('connect', () => {
      socket.removeAllListeners('error');
      resolve(socket);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED') return resolve(undefined);
      if (signal?.aborted) return reject(new OptopoError('interrupted', 'interrupted'));
      reject(
        new OptopoError('unreachable', `the watch daemon cannot be asked: ${error.message}`, {
          tried: `connect to ${path}`,
          cause: error,
        }),
      );
    });
  });
}

function unanswered(path: string, timeoutMs: number): OptopoError {
  return new OptopoError('timeout', `the watch daemon did not answer within ${timeoutMs} ms`, {
    tried: `ask it through ${path}`,
    hint: 'its log says what it does (journalctl -u optopo); a stopped one goes on with: kill -CONT PID',
  });
}

function cutOff(path: string): OptopoError {
  return new OptopoError('connection-lost', 'the watch daemon ended before it answered', {
    tried: `ask it through ${path}`,
  });
}
