import { setTimeout as delay } from 'node:timers/promises';
import { OptopoError } from '../../model/error.ts';
import { connectOvsdb } from './client.ts';
import type { CallOptions, TableColumns } from './operations.ts';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;

export interface ReconnectingOptions extends CallOptions {
  /** Told when the connection is lost, and, with null, when it is there again. */
  onSource?(problem: string | null): void;
}

/**
 * Watches columns and calls `onChange` for every change: a signal to read again, no more. A lost connection
 * is a change, and is made again, with a pause that doubles up to 2 s; then `onChange` is called too, since what
 * happened in between was not seen. The first connection must succeed. Returns how to stop.
 */
export async function reconnectingMonitor(
  socketPath: string,
  tables: TableColumns,
  onChange: () => void,
  options: ReconnectingOptions = {},
): Promise<() => Promise<void>> {
  const stopping = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, stopping.signal]) : stopping.signal;
  const lost = await watchOnce(socketPath, tables, onChange, { ...options, signal });
  const watching = watchOn(lost, () => watchOnce(socketPath, tables, onChange, { ...options, signal }), {
    onLost: () => {
      options.onSource?.(`the connection to ${socketPath} is lost`);
      onChange();
    },
    onBack: () => {
      options.onSource?.(null);
      onChange();
    },
    signal,
  });
  return async () => {
    stopping.abort();
    await watching;
  };
}

/** One connection with its monitor; what it returns is fulfilled when the connection has ended. */
async function watchOnce(
  socketPath: string,
  tables: TableColumns,
  onChange: () => void,
  options: CallOptions,
): Promise<{ ended: Promise<void> }> {
  const client = await connectOvsdb(socketPath, options);
  const ended = new Promise<void>((resolve) => {
    client.onClose(() => resolve());
  });
  const onUpdate = (rows: { change: string }[]): void => {
    if (rows.some(({ change }) => change !== 'initial')) onChange();
  };
  try {
    await client.monitorCond(tables, onUpdate, options);
  } catch (error) {
    client.close();
    throw error;
  }
  return { ended };
}

async function watchOn(
  first: { ended: Promise<void> },
  again: () => Promise<{ ended: Promise<void> }>,
  { onLost, onBack, signal }: { onLost: () => void; onBack: () => void; signal: AbortSignal },
): Promise<void> {
  let current = first;
  let pause = FIRST_PAUSE_MS;
  for (;;) {
    await current.ended;
    if (signal.aborted) return;
    onLost();
    while (!signal.aborted) {
      try {
        await delay(pause, undefined, { signal });
        current = await again();
        break;
      } catch (error) {
        if (signal.aborted) return;
        // Only what the far end causes is worth another try.
        if (!(error instanceof OptopoError) || error.kind === 'bug') throw error;
        pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
      }
    }
    if (signal.aborted) return;
    pause = FIRST_PAUSE_MS;
    onBack();
  }
}
