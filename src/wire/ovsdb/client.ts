import { OptopoError } from '../../model/error.ts';
import type { Json } from '../../model/json.ts';
import { connectSocket } from './connect-socket.ts';
import { JsonRpcConnection } from './json-rpc.ts';
import { monitorRequests, readTableUpdates } from './monitor.ts';
import { readTransactionReply } from './operation-error.ts';
import type {
  CallOptions,
  Monitor,
  Operation,
  OperationResult,
  RowUpdate,
  TableColumns,
} from './operations.ts';

const DATABASE = 'Open_vSwitch';
const CONNECT_TIMEOUT_MS = 5_000;

/** One connection to an ovsdb-server that holds the Open_vSwitch database. */
export interface OvsdbClient {
  /** One JSON-RPC request (RFC 7047 §4.1). */
  call(method: string, params: Json[], options?: CallOptions): Promise<Json>;
  /**
   * One transaction on Open_vSwitch. Throws `ovsdb-operation` naming the operation that failed, `timeout`
   * (then it may still happen), `connection-lost` (the same).
   */
  transact(operations: Operation[], options?: CallOptions): Promise<OperationResult[]>;
  /** Watches columns. `onUpdate` gets the rows as they are first (`initial`), then those of each update. */
  monitorCond(
    tables: TableColumns,
    onUpdate: (rows: RowUpdate[]) => void,
    options?: CallOptions,
  ): Promise<Monitor>;
  /** Calls `listener` once when the connection has ended, whoever ended it. Returns how to forget it. */
  onClose(listener: (reason: Error) => void): () => void;
  close(): void;
}

/**
 * Connects to ovsdb-server and makes sure that it answers and serves Open_vSwitch. Throws `unreachable` (no
 * socket, nobody listening, silence, another database), `protocol` (no JSON-RPC), `connection-lost` (closed
 * on us), `interrupted`. An abort of `signal` later on closes the connection. Default timeout 5,000 ms.
 */
export async function connectOvsdb(socketPath: string, options: CallOptions = {}): Promise<OvsdbClient> {
  const timeoutMs = options.timeoutMs ?? CONNECT_TIMEOUT_MS;
  const socket = await connectSocket(socketPath, { ...options, timeoutMs });
  const monitors = new Map<string, (rows: RowUpdate[]) => void>();
  const rpc = new JsonRpcConnection(socket, (method, params) => {
    if (method === 'update2') monitors.get(String(params[0]))?.(readTableUpdates(params[1]));
  });
  closeOnAbort(rpc, options.signal);
  try {
    await requireDatabase(rpc, socketPath, { ...options, timeoutMs });
  } catch (error) {
    rpc.end(error as Error);
    throw error;
  }
  return new Client(rpc, monitors);
}

class Client implements OvsdbClient {
  readonly #rpc: JsonRpcConnection;
  readonly #monitors: Map<string, (rows: RowUpdate[]) => void>;
  #nextMonitor = 1;

  constructor(rpc: JsonRpcConnection, monitors: Map<string, (rows: RowUpdate[]) => void>) {
    this.#rpc = rpc;
    this.#monitors = monitors;
  }

  call(method: string, params: Json[], options?: CallOptions): Promise<Json> {
    return this.#rpc.call(method, params, options);
  }

  async transact(operations: Operation[], options?: CallOptions): Promise<OperationResult[]> {
    const reply = await this.#rpc.call('transact', [DATABASE, ...(operations as unknown as Json[])], options);
    return readTransactionReply(operations, reply);
  }

  async monitorCond(
    tables: TableColumns,
    onUpdate: (rows: RowUpdate[]) => void,
    options?: CallOptions,
  ): Promise<Monitor> {
    const name = `monitor-${this.#nextMonitor++}`;
    // An update may come in one piece with the reply: it is held back until the initial rows are handed over.
    const early: RowUpdate[][] = [];
    this.#monitors.set(name, (rows) => early.push(rows));
    try {
      const reply = await this.#rpc.call('monitor_cond', [DATABASE, name, monitorRequests(tables)], options);
      this.#monitors.set(name, onUpdate);
      for (const rows of [readTableUpdates(reply), ...early]) onUpdate(rows);
    } catch (error) {
      this.#monitors.delete(name);
      throw error;
    }
    return { cancel: () => this.#cancel(name) };
  }

  onClose(listener: (reason: Error) => void): () => void {
    return this.#rpc.onClose(listener);
  }

  close(): void {
    this.#rpc.end(new OptopoError('connection-lost', 'the connection to ovsdb-server was closed'));
  }

  async #cancel(name: string): Promise<void> {
    if (this.#monitors.delete(name)) await this.#rpc.call('monitor_cancel', [name]);
  }
}

function closeOnAbort(rpc: JsonRpcConnection, signal: AbortSignal | undefined): void {
  if (!signal) return;
  const abort = (): void => rpc.end(new OptopoError('interrupted', 'the work on OVSDB was interrupted'));
  signal.addEventListener('abort', abort, { once: true });
  rpc.onClose(() => signal.removeEventListener('abort', abort));
}

/** A cheap request right away: a server that accepts and says nothing must not look reachable. */
async function requireDatabase(rpc: JsonRpcConnection, path: string, options: CallOptions): Promise<void> {
  const databases = await rpc.call('list_dbs', [], options).catch((error: unknown) => {
    if (!(error instanceof OptopoError) || error.code !== 'timeout') throw error;
    throw new OptopoError('unreachable', `${path} accepts connections and does not answer`, {
      hint: 'see whether ovsdb-server is stopped or overloaded, and restart it',
      cause: error,
    });
  });
  if (Array.isArray(databases) && databases.includes(DATABASE)) return;
  throw new OptopoError('unreachable', `the server behind ${path} has no database ${DATABASE}`, {
    hint: 'give the socket of the ovsdb-server that ovs-vswitchd uses with --ovsdb unix:PATH',
  });
}
