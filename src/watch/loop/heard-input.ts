import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * Waits until all that other processes have written to this one so far has been heard: work that let nothing else run
 * may have kept it waiting.
 */
export async function heardInput(): Promise<void> {
  // The turn of the event loop that is under way has asked for input already; the next one asks again.
  await nextTurn();
  await nextTurn();
}
