import { EXIT } from '../../model/error.ts';
import type { Diagnostic } from '../../model/source.ts';
import { warnOfRun } from '../../pipeline/found-run.ts';
import { findCuts } from '../../pipeline/management-guard.ts';
import { lookAround } from '../../pipeline/observe.ts';
import { checkTargets, limitTo } from '../../pipeline/partial-target.ts';
import type { PlanOptions } from '../../pipeline/plan-input.ts';
import { planToJson } from '../../pipeline/plan-json.ts';
import { type Planned, planTarget, type Target } from '../../pipeline/prepare.ts';
import type { Session } from '../../pipeline/session.ts';
import { waitingOf } from '../../pipeline/status.ts';
import { printJson, printNote, printResult } from '../output.ts';
import { noteWarnings } from '../render/diagnostics-text.ts';
import { planText } from '../render/plan-text.ts';
import { waitingLine } from '../render/status-text.ts';
import type { Invocation } from '../run.ts';

export interface PlanJob {
  target: Target;
  options: PlanOptions;
  warnings: readonly Diagnostic[];
  /** Looks at the plan before it is printed; throws to refuse it. */
  review?(planned: Planned): void;
}

/** Plans and prints, and sets exit code 1 where something is in the way. Returns what was planned. */
export async function showPlan(invocation: Invocation, session: Session, job: PlanJob): Promise<Planned> {
  warnOfRun(session, job.target.name);
  const state = session.store.load(job.target.name);
  checkTargets(session, job.target, job.options.targets, state);
  const target = limitTo(job.target, job.options.targets, state);
  const { plan, live } = await planTarget(session, target, state, job.options);
  const planned = { plan, live, state, target };
  job.review?.(planned);
  const waiting = waitingOf(state);
  const cuts = await findCuts(plan, live, process.env, lookAround(session, state, target));
  const made = { ...plan, warnings: [...job.warnings, ...plan.warnings] };
  if (invocation.global.json) {
    const cutsOff = cuts.map(({ change, reason }) => ({ id: change.id, reason }));
    printJson({
      ...planToJson(made),
      unconfirmed: waiting && { deadline: waiting.deadline },
      cuts_off: cutsOff,
    });
  } else {
    noteWarnings(made.warnings);
    for (const { reason } of cuts) printNote(`${invocation.err.yellow('warning')}: cuts you off: ${reason}`);
    if (waiting) printNote(waitingLine(job.target.name, waiting.secondsLeft));
    printResult(planText(made, invocation.out));
  }
  if (made.conflicts.length > 0) process.exitCode = EXIT.failed;
  return planned;
}
