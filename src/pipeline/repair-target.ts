import type { ApplyReport } from '../model/report.ts';
import { takeLock } from '../state/lock.ts';
import { ApplyRun } from './apply.ts';
import type { ApplyOptions, PlannedBefore } from './apply-options.ts';
import type { Target } from './prepare.ts';
import type { Session } from './session.ts';
import { settleUnconfirmed } from './settle.ts';

/** A plan that was made without the lock, and what tells whether another optopo was at work since. */
export interface Seen extends PlannedBefore {
  /** `session.store.stampOfAll()` from before the host was read. */
  stamp: string;
}

/**
 * Carries out a plan that was made without the lock: takes the lock, and plans anew only where another optopo
 * has written its state since. Whoever changes the host without optopo does so under the lock, too. Failures as of
 * `applyTarget`; `locked` at once when somebody has the lock.
 */
export async function repairTarget(
  session: Session,
  target: Target,
  options: ApplyOptions,
  seen: Seen,
): Promise<ApplyReport> {
  const release = await takeLock(session.host.stateDir, { signal: session.signal, stopped: options.stopped });
  try {
    await settleUnconfirmed(session, target.name);
    // What a killed run has left at work may have changed the host since.
    const current = session.store.stampOfAll() === seen.stamp && session.journals.names().length === 0;
    const planned = current ? { planned: seen } : {};
    return await new ApplyRun(session, target, { ...options, ...planned }).run();
  } finally {
    release();
  }
}
