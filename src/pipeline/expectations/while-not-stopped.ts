import { setMaxListeners } from 'node:events';
import { OptopoError } from '../../model/error.ts';

/** How often a user's wish to stop is looked for, in milliseconds. */
const LOOK_MS = 50;

/**
 * Does work that only reads, and ends it as soon as `stopped` says so or `signal` is aborted. Throws
 * `interrupted` then.
 */
export async function whileNotStopped<T>(
  signal: AbortSignal,
  stopped: () => boolean,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const asked = new AbortController();
  const timer = setInterval(() => stopped() && asked.abort(), LOOK_MS);
  const either = AbortSignal.any([signal, asked.signal]);
  // Every probe listens: many at once are no leak.
  setMaxListeners(0, either);
  try {
    return await work(either);
  } catch (cause) {
    if (!asked.signal.aborted && !signal.aborted) throw cause;
    throw new OptopoError('interrupted', 'interrupted while expectations were checked', { cause });
  } finally {
    clearInterval(timer);
  }
}
