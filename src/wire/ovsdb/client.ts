import type { Json } from '../../model/json.ts';
import type {
  CallOptions,
  Monitor,
  Operation,
  OperationResult,
  RowUpdate,
  TableColumns,
} from './operations.ts';

/** One connection to an ovsdb-server that holds the Open_vSwitch database. */
export interface OvsdbClient {
  /** One JSON-RPC request (RFC 7047 §4.1). */
  call(method: string, params: Json[], options?: CallOptions): Promise<Json>;
  /**
   * One transaction on Open_vSwitch. Throws `ovsdb-operation` naming the operation that failed, `timeout`
   * (then it may still happen), `connection-lost` (the same).
   */
  transact(operations: Operation[], options?: CallOptions): Promise<OperationResult[]>;
  /** Watches columns; `onUpdate` is called with the rows of each update after the initial ones. */
  monitorCond(
    tables: TableColumns,
    onUpdate: (rows: RowUpdate[]) => void,
    options?: CallOptions,
  ): Promise<Monitor>;
  /** Calls `listener` once when the connection has ended, whoever ended it. Returns how to forget it. */
  onClose(listener: (reason: Error) => void): () => void;
  close(): void;
}
