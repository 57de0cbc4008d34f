import type { Json, JsonObject } from '../../model/json.ts';

/** One clause of a `where`: column, function, encoded value (RFC 7047 §5.1). */
export type Condition = [column: string, operator: string, value: Json];
/** One change of a `mutate`: column, mutator, encoded value (RFC 7047 §5.1). */
export type Mutation = [column: string, mutator: string, value: Json];

/** The operations of a transaction (RFC 7047 §5.2); rows and values are in their encoded form (`values.ts`). */
export type Operation =
  | { op: 'insert'; table: string; row: JsonObject; 'uuid-name'?: string }
  | { op: 'select'; table: string; where: Condition[]; columns?: string[] }
  | { op: 'update'; table: string; where: Condition[]; row: JsonObject }
  | { op: 'mutate'; table: string; where: Condition[]; mutations: Mutation[] }
  | { op: 'delete'; table: string; where: Condition[] }
  | {
      op: 'wait';
      table: string;
      where: Condition[];
      columns: string[];
      until: '==' | '!=';
      rows: JsonObject[];
      /** Milliseconds; 0 fails at once when the condition does not hold. */
      timeout: number;
    }
  | { op: 'comment'; comment: string };

/** What one operation gave back: `rows` of a select, `count` of update, mutate and delete, `uuid` of an insert. */
export interface OperationResult {
  rows?: JsonObject[];
  count?: number;
  uuid?: Json;
}

/** How long one request may take. */
export interface CallOptions {
  /** Milliseconds; default 10,000. */
  timeoutMs?: number;
  signal?: AbortSignal;
}

/** Tables and the columns of each that are read or watched. */
export type TableColumns = Readonly<Record<string, readonly string[]>>;

/** One changed row of a monitor; `modify` carries only what differs, as `update2` does (ovsdb-server(7)). */
export interface RowUpdate {
  table: string;
  uuid: string;
  change: 'initial' | 'insert' | 'delete' | 'modify';
  /** Decoded columns; empty for `delete`. */
  columns: JsonObject;
}

/** A running monitor. */
export interface Monitor {
  cancel(): Promise<void>;
}
