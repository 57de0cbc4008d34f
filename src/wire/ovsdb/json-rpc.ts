import type { Socket } from 'node:net';
import { OptopoError } from '../../model/error.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { isJsonObject } from '../../model/json.ts';
import { beginActivity, publishActivity } from '../activity.ts';
import { JsonFramer } from './json-framer.ts';
import { requestError } from './operation-error.ts';
import type { CallOptions } from './operations.ts';

const DEFAULT_TIMEOUT_MS = 10_000;

interface Pending {
  method: string;
  settle(result: Json | Error): void;
}

/**
 * JSON-RPC 1.0 over a connected socket (RFC 7047 §4): requests matched by id, the server's `echo` answered,
 * notifications handed on. Whatever ends the connection ends every pending request with the same reason.
 */
export class JsonRpcConnection {
  readonly #socket: Socket;
  readonly #framer = new JsonFramer();
  readonly #pending = new Map<number, Pending>();
  readonly #closeListeners = new Set<(reason: Error) => void>();
  readonly #onNotification: (method: string, params: Json[]) => void;
  #nextId = 1;
  #ended: Error | null = null;

  constructor(socket: Socket, onNotification: (method: string, params: Json[]) => void) {
    this.#socket = socket;
    this.#onNotification = onNotification;
    socket.on('data', (chunk) => this.#receive(chunk));
    socket.on('error', (cause) => this.end(connectionLost(cause)));
    socket.on('close', () => this.end(connectionLost()));
  }

  /** Sends one request and waits for its answer. */
  call(method: string, params: Json[], options: CallOptions = {}): Promise<Json> {
    const { signal } = options;
    if (this.#ended) return Promise.reject(this.#ended);
    if (signal?.aborted) return Promise.reject(interrupted(method));
    const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    const id = this.#nextId++;
    const begun = beginActivity();
    return new Promise((resolve, reject) => {
      const settle = (result: Json | Error): void => {
        this.#pending.delete(id);
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
        publishActivity(`OVSDB ${method}`, begun, result instanceof Error ? result.message : 'ok');
        if (result instanceof Error) reject(result);
        else resolve(result);
      };
      const abort = (): void => settle(interrupted(method));
      const timer = setTimeout(() => settle(timedOut(method, timeoutMs)), timeoutMs);
      signal?.addEventListener('abort', abort, { once: true });
      this.#pending.set(id, { method, settle });
      this.#send({ id, method, params });
    });
  }

  /** Ends the connection; the first reason counts. */
  end(reason: Error): void {
    if (this.#ended) return;
    this.#ended = reason;
    this.#socket.destroy();
    for (const request of [...this.#pending.values()]) request.settle(reason);
    for (const listener of [...this.#closeListeners]) listener(reason);
  }

  onClose(listener: (reason: Error) => void): () => void {
    if (this.#ended) queueMicrotask(() => listener(this.#ended as Error));
    else this.#closeListeners.add(listener);
    return () => this.#closeListeners.delete(listener);
  }

  #send(message: JsonObject): void {
    this.#socket.write(JSON.stringify(message));
  }

  #receive(chunk: Buffer): void {
    try {
      for (const message of this.#framer.push(chunk)) this.#dispatch(message);
    } catch (error) {
      this.end(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #dispatch(message: Json): void {
    if (!isJsonObject(message)) throw unexpected(message);
    const { id, method } = message;
    if (typeof method !== 'string') {
      this.#answer(message);
      return;
    }
    const params = Array.isArray(message.params) ? message.params : [];
    if (id === null || id === undefined) this.#onNotification(method, params);
    else if (method === 'echo') this.#send({ id, result: params, error: null });
    else this.#send({ id, result: null, error: 'unknown method' });
  }

  #answer(message: JsonObject): void {
    const id = message.id;
    if (typeof id !== 'number' || id >= this.#nextId || message.result === undefined)
      throw unexpected(message);
    // An id of ours that nobody waits for any more: its request timed out or was interrupted.
    const request = this.#pending.get(id);
    if (!request) return;
    const error = message.error ?? null;
    request.settle(error === null ? message.result : requestError(request.method, error));
  }
}

function unexpected(message: Json): OptopoError {
  const text = JSON.stringify(message).slice(0, 200);
  return new OptopoError(
    'protocol',
    `the OVSDB socket sent a message that is no JSON-RPC answer of ours: ${text}`,
  );
}

function connectionLost(cause?: Error): OptopoError {
  const message = `the connection to ovsdb-server was lost${cause ? `: ${cause.message}` : ''}`;
  return new OptopoError('connection-lost', message, { cause });
}

function timedOut(method: string, timeoutMs: number): OptopoError {
  const message = `ovsdb-server did not answer ${method} within ${timeoutMs} ms; what was sent may still happen`;
  return new OptopoError('timeout', message, { tried: method });
}

function interrupted(method: string): OptopoError {
  return new OptopoError('interrupted', `${method} was interrupted`, { tried: method });
}
