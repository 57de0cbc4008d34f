import { setTimeout as delay } from 'node:timers/promises';

export interface WaitOptions {
  /** What is waited for, for the message. */
  what: string;
  /** Default 10,000. */
  deadlineMs?: number;
  /** Milliseconds between two looks. Default 20. */
  everyMs?: number;
}

const DEADLINE_MS = 10_000;
const EVERY_MS = 20;

/** Waits until `condition` holds; returns its answer. Throws at the deadline, with the last failure as cause. */
export async function waitFor<T>(condition: () => T | Promise<T>, options: WaitOptions): Promise<T> {
  const { deadlineMs = DEADLINE_MS, everyMs = EVERY_MS, what } = options;
  const deadline = performance.now() + deadlineMs;
  let cause: unknown;
  do {
    try {
      const answer = await condition();
      if (answer) return answer;
      cause = undefined;
    } catch (thrown) {
      cause = thrown;
    }
    await delay(everyMs);
  } while (performance.now() < deadline);
  throw new Error(`waited ${deadlineMs} ms in vain for ${what}`, { cause });
}
