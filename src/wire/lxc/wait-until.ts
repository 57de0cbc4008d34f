import { setTimeout as delay } from 'node:timers/promises';
import { OptopoError } from '../../model/error.ts';

const INTERVAL_MS = 5;

/** Looks every 5 ms until `holds`; false when `deadlineMs` have passed before. Throws `interrupted` on abort. */
export async function waitUntil(
  holds: () => boolean | Promise<boolean>,
  deadlineMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  const end = performance.now() + deadlineMs;
  while (!(await holds())) {
    if (signal.aborted) throw new OptopoError('interrupted', 'interrupted while waiting');
    if (performance.now() > end) return false;
    await delay(INTERVAL_MS);
  }
  return true;
}
