import { OptopoError } from '../../model/error.ts';
import { type KeepOptions, keepRunning, type Running } from '../keep-running.ts';
import { connectOvsdb } from './client.ts';
import type { TableColumns } from './operations.ts';

/**
 * Watches columns and calls `onChange` for every change: a signal to read again, no more. A lost connection
 * is a change, and is made again; so is its return (`keepRunning`). The first connection must succeed. Returns
 * how to stop. `_uuid` is not watched: it never changes.
 */
export function reconnectingMonitor(
  socketPath: string,
  tables: TableColumns,
  options: KeepOptions,
): Promise<() => Promise<void>> {
  const watched = withoutRowIds(tables);
  return keepRunning(
    (signal, onEnd) => watchOnce(socketPath, watched, { signal, onChange: options.onChange, onEnd }),
    options,
  );
}

/** Each update names its rows by `_uuid` anyhow. */
function withoutRowIds(tables: TableColumns): TableColumns {
  return Object.fromEntries(
    Object.entries(tables).map(([table, columns]) => [table, columns.filter((column) => column !== '_uuid')]),
  );
}

interface OneConnection {
  signal: AbortSignal;
  onChange(): void;
  onEnd(error: OptopoError): void;
}

/** One connection with its monitor. */
async function watchOnce(
  socketPath: string,
  tables: TableColumns,
  { signal, onChange, onEnd }: OneConnection,
): Promise<Running> {
  const client = await connectOvsdb(socketPath, { signal });
  client.onClose((cause) => {
    onEnd(new OptopoError('connection-lost', `the connection to ${socketPath} is lost`, { cause }));
  });
  const onUpdate = (rows: { change: string }[]): void => {
    if (rows.some(({ change }) => change !== 'initial')) onChange();
  };
  try {
    await client.monitorCond(tables, onUpdate, { signal });
  } catch (error) {
    client.close();
    throw error;
  }
  return { stop: async () => client.close() };
}
