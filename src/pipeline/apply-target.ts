import type { ApplyReport } from '../model/report.ts';
import { takeLock } from '../state/lock.ts';
import { ApplyRun } from './apply.ts';
import type { ApplyOptions } from './apply-options.ts';
import { checkTargets } from './partial-target.ts';
import type { Target } from './prepare.ts';
import type { Session } from './session.ts';
import { settleUnconfirmed } from './settle.ts';

/**
 * Makes the host equal to the target: lock, observe, plan, carry out, verify by reading again, remember.
 * A failure is part of the report, not thrown; what stops the run before the first write is thrown.
 */
export async function applyTarget(
  session: Session,
  target: Target,
  options: ApplyOptions,
): Promise<ApplyReport> {
  const release = await takeLock(session.host.stateDir, {
    seconds: options.lockTimeout,
    signal: session.signal,
    stopped: options.stopped,
  });
  try {
    await settleUnconfirmed(session, target.name);
    checkTargets(session, target, options.targets, session.store.load(target.name));
    return await new ApplyRun(session, target, options).run();
  } finally {
    release();
  }
}
