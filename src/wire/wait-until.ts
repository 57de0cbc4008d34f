import { setTimeout as delay } from 'node:timers/promises';
import { OptopoError } from '../model/error.ts';

/** Between two looks, where nothing else is said. */
const INTERVAL_MS = 5;

/** Looks every few milliseconds until `holds`; false when `deadlineMs` have passed before. Throws `interrupted` on abort. */
export async function waitUntil(
  holds: () => boolean | Promise<boolean>,
  deadlineMs: number,
  signal: AbortSignal,
  everyMs = INTERVAL_MS,
): Promise<boolean> {
  const end = performance.now() + deadlineMs;
  while (!(await holds())) {
    if (signal.aborted) throw new OptopoError('interrupted', 'interrupted while waiting');
    if (performance.now() > end) return false;
    await delay(everyMs);
  }
  return true;
}
