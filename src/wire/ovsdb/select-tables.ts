import { OptopoError } from '../../model/error.ts';
import type { JsonObject } from '../../model/json.ts';
import type { OvsdbClient } from './client.ts';
import type { CallOptions, TableColumns } from './operations.ts';
import { decodeRow } from './values.ts';

/**
 * The rows of several tables, as they stood at one moment: all selects are one transaction. Columns are
 * decoded to plain JSON (`values.ts`); ask for `_uuid` where it is needed. A server that falls silent is
 * `unreachable` here and not `timeout`: a read leaves nothing in doubt.
 */
export async function selectTables<Table extends string>(
  client: OvsdbClient,
  spec: Readonly<Record<Table, readonly string[]>>,
  options: CallOptions = {},
): Promise<Record<Table, JsonObject[]>> {
  const tables = Object.entries(spec as TableColumns);
  const selects = tables.map(([table, columns]) => ({
    op: 'select' as const,
    table,
    where: [],
    columns: [...columns],
  }));
  const results = await client.transact(selects, options).catch((error: unknown) => {
    throw silentIsUnreachable(error);
  });
  const rows = tables.map(([table], index) => [table, (results[index]?.rows ?? []).map(decodeRow)]);
  return Object.fromEntries(rows) as Record<Table, JsonObject[]>;
}

function silentIsUnreachable(error: unknown): unknown {
  if (!(error instanceof OptopoError) || error.code !== 'timeout') return error;
  return new OptopoError('unreachable', 'ovsdb-server does not answer', {
    hint: 'see whether ovsdb-server runs and is not stopped',
    cause: error,
  });
}
