import { setTimeout as delay } from 'node:timers/promises';
import { toOptopoError } from '../model/error.ts';
import { readClock, timeLeftMs } from '../state/unconfirmed.ts';
import { goBack } from './go-back.ts';
import type { Session } from './session.ts';
import { waitForLock } from './settle.ts';

/** How often going back is tried before it is left to the next command. */
const ATTEMPTS = 10;
const PAUSE_MS = 3_000;
/** The longest sleep: `setTimeout` does not count while a host is suspended. */
const LONGEST_SLEEP_MS = 5_000;

/**
 * The work of a timer process: sleeps until the deadline, takes the lock, and goes back unless the apply was
 * confirmed meanwhile. A failure is told and tried again, at last thrown.
 */
export async function runTimer(
  session: Session,
  name: string,
  id: string,
  seconds: number,
  tell: (line: string) => void,
): Promise<void> {
  await delay(seconds * 1_000, undefined, { signal: session.signal });
  for (let attempt = 1; ; ) {
    try {
      const left = await tryGoBack(session, name, id);
      if (left === null) return;
      await delay(Math.min(left, LONGEST_SLEEP_MS), undefined, { signal: session.signal });
    } catch (thrown) {
      const error = toOptopoError(thrown);
      if (error.code === 'interrupted' || attempt === ATTEMPTS) throw error;
      tell(`going back failed (${attempt} of ${ATTEMPTS}): ${error.message}`);
      attempt += 1;
      await delay(PAUSE_MS, undefined, { signal: session.signal });
    }
  }
}

/** Goes back when it is time; else milliseconds until then. Null: nothing is left to do. */
async function tryGoBack(session: Session, name: string, id: string): Promise<number | null> {
  const release = await waitForLock(session, Number.POSITIVE_INFINITY);
  try {
    const { unconfirmed } = session.store.load(name);
    if (unconfirmed?.id !== id) return null;
    const left = timeLeftMs(unconfirmed, readClock());
    if (left > 0) return left;
    await goBack(session, name, unconfirmed);
    return null;
  } finally {
    release();
  }
}
