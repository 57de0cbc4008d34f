import { OptopoError } from '../model/error.ts';
import { goneBackAt } from '../state/gone-back.ts';
import type { TopologyState } from '../state/topology-state.ts';
import { readClock, timeLeftMs, timeLeftText } from '../state/unconfirmed.ts';
import { endProcess } from '../wire/process-record.ts';
import { knownTopologies, warnOfRun } from './found-run.ts';
import { goBack } from './go-back.ts';
import type { Session } from './session.ts';
import { waitForLock } from './settle.ts';

/** How long an apply that is still at work is waited for, in milliseconds. */
const LOCK_LIMIT_MS = 60_000;

/**
 * Keeps an apply that waits for its confirmation; returns the generation that is kept. Throws `refused` when it
 * has gone back, when its time has passed (then it goes back first), or when it never came to its end.
 */
export async function confirmApply(session: Session, name: string): Promise<number> {
  const release = await waitForLock(session, LOCK_LIMIT_MS);
  try {
    return await confirmUnderLock(session, name);
  } finally {
    release();
  }
}

async function confirmUnderLock(session: Session, name: string): Promise<number> {
  const { unconfirmed, ...state } = session.store.load(name);
  if (unconfirmed && timeLeftMs(unconfirmed, readClock()) <= 0) {
    await goBack(session, name, unconfirmed);
    throw new OptopoError('refused', `too late: ${name} was not confirmed in time and has gone back`, {
      hint: 'apply it again',
    });
  }
  warnOfRun(session, name);
  if (!unconfirmed) throw nothingWaits(session, state);
  if (!unconfirmed.verified) {
    const left = timeLeftText(unconfirmed, readClock());
    throw new OptopoError(
      'refused',
      `the apply of ${name} did not come to its end, it goes back in ${left}`,
      {
        hint: 'wait for that, then apply it again',
      },
    );
  }
  session.store.save(state);
  // Verified: it was killed after all that mattered.
  session.journals.remove(name);
  endProcess(unconfirmed.timer);
  return state.generation;
}

function nothingWaits(session: Session, state: TopologyState): OptopoError {
  const at = goneBackAt(session.host.stateDir, state.name);
  if (at !== undefined) {
    return new OptopoError(
      'refused',
      `too late: ${state.name} was not confirmed in time and went back at ${at}`,
      {
        hint: 'apply it again',
      },
    );
  }
  const known = knownTopologies(session).includes(state.name);
  const code = known ? 'refused' : 'not-found';
  return new OptopoError(code, `no apply of ${state.name} waits for a confirmation`);
}
