import { setTimeout as delay } from 'node:timers/promises';
import { OptopoError } from '../model/error.ts';
import { takeLock } from '../state/lock.ts';
import { readClock, timeLeftMs, timeLeftText } from '../state/unconfirmed.ts';
import { warnOfRun } from './found-run.ts';
import { goBack } from './go-back.ts';
import type { Session } from './session.ts';

const LOCK_PAUSE_MS = 100;

/**
 * Finishes, under the lock that the caller holds, what no timer is left to finish: every unconfirmed apply whose
 * time has passed goes back. Throws `refused` when `name` still waits for its confirmation.
 */
export async function settleUnconfirmed(session: Session, name: string): Promise<void> {
  for (const one of session.store.names()) {
    const { unconfirmed } = session.store.load(one);
    if (unconfirmed && timeLeftMs(unconfirmed, readClock()) <= 0) await goBack(session, one, unconfirmed);
  }
  const { unconfirmed } = session.store.load(name);
  if (!unconfirmed) return;
  warnOfRun(session, name);
  const left = timeLeftText(unconfirmed, readClock());
  throw new OptopoError('refused', `the last apply of ${name} waits for its confirmation, ${left} left`, {
    hint: `keep it with: optopo confirm ${name}; or wait until it has gone back`,
  });
}

/** Takes the lock, waiting for whoever has it for so long, in milliseconds; then `locked` is thrown. */
export async function waitForLock(session: Session, limitMs: number): Promise<() => void> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    try {
      return await takeLock(session.host.stateDir, { signal: session.signal });
    } catch (thrown) {
      const held = thrown instanceof OptopoError && thrown.code === 'locked';
      if (!held || performance.now() > deadline) throw thrown;
    }
    await delay(LOCK_PAUSE_MS, undefined, { signal: session.signal });
  }
}
