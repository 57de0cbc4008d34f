import type { ApplyReport } from '../model/report.ts';
import { markGoneBack } from '../state/gone-back.ts';
import type { Previous, Unconfirmed } from '../state/unconfirmed.ts';
import { endProcess } from '../wire/process-record.ts';
import { ApplyRun } from './apply.ts';
import type { Target } from './prepare.ts';
import type { Session } from './session.ts';

/**
 * Takes back an apply that was not confirmed: applies what was there before. The lock is held by the caller.
 * What cannot be done leaves the apply unconfirmed and overdue, so that the next run tries again; that failure
 * is thrown.
 */
export async function goBack(session: Session, name: string, unconfirmed: Unconfirmed): Promise<void> {
  const { previous } = unconfirmed;
  // First what was taken over, as it was: once it is released, it is not ours to change.
  if (previous.foreign.length > 0) await applyPrevious(session, withForeign(name, previous), previous, true);
  const { resources, discover = [], hash } = previous;
  const target = { name, resources, discover, hash };
  await applyPrevious(session, target, previous, false);
  markGoneBack(session.host.stateDir, name);
  if (unconfirmed.timer.pid !== process.pid) endProcess(unconfirmed.timer);
}

/** The previous topology with the objects of others in it. Pure. */
export function withForeign(name: string, previous: Previous): Target {
  const foreign = new Set(previous.foreign.map(({ id }) => id));
  const own = previous.resources.filter(({ id }) => !foreign.has(id));
  const { discover = [] } = previous;
  return { name, resources: [...own, ...previous.foreign], discover, hash: null };
}

async function applyPrevious(
  session: Session,
  target: Target,
  previous: Previous,
  staysUnconfirmed: boolean,
): Promise<void> {
  const report = await new ApplyRun(session, target, {
    ...{ adopt: true, prune: true, deleteData: false, deleteDataOf: previous.created, allowEmpty: true },
    // Back is where it has to go: half of the way is better than the state that cut somebody off.
    rollback: false,
    ...(previous.targets ? { targets: previous.targets } : {}),
    lockTimeout: 0,
    forceManagement: true,
    staysUnconfirmed,
    emit: () => undefined,
    confirm: () => Promise.resolve(true),
    stopped: () => false,
  }).run();
  throwFailure(report);
}

function throwFailure(report: ApplyReport): void {
  if (report.error) {
    throw report.error.with({ hint: 'going back is tried again by the next apply, destroy or confirm' });
  }
}
