import { OptopoError } from '../../model/error.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { isJsonObject } from '../../model/json.ts';
import type { RowUpdate, TableColumns } from './operations.ts';
import { decodeRow } from './values.ts';

const CHANGES = ['initial', 'insert', 'delete', 'modify'] as const;

/** The `monitor-cond-requests` of `monitor_cond` (ovsdb-server(7) §4.1.12). */
export function monitorRequests(tables: TableColumns): JsonObject {
  return Object.fromEntries(
    Object.entries(tables).map(([table, columns]) => [table, [{ columns: [...columns] }]]),
  );
}

/** A `<table-updates2>` as a flat list of rows (ovsdb-server(7) §4.1.14). */
export function readTableUpdates(updates: Json | undefined): RowUpdate[] {
  if (!isJsonObject(updates)) throw malformed(updates);
  return Object.entries(updates).flatMap(([table, rows]) => {
    if (!isJsonObject(rows)) throw malformed(rows);
    return Object.entries(rows).map(([uuid, update]) => readRowUpdate(table, uuid, update));
  });
}

function readRowUpdate(table: string, uuid: string, update: Json): RowUpdate {
  if (!isJsonObject(update)) throw malformed(update);
  const change = CHANGES.find((name) => update[name] !== undefined);
  if (change === undefined) throw malformed(update);
  const columns = update[change];
  return { table, uuid, change, columns: isJsonObject(columns) ? decodeRow(columns) : {} };
}

function malformed(value: Json | undefined): OptopoError {
  const text = (JSON.stringify(value) ?? 'nothing').slice(0, 200);
  return new OptopoError('protocol', `OVSDB sent a monitor update that cannot be read: ${text}`);
}
