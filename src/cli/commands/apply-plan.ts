import type { Command } from 'commander';
import { OptopoError } from '../../model/error.ts';
import { applyTarget } from '../../pipeline/apply-target.ts';
import { type PlanFile, readPlanFile, refuseStale } from '../../pipeline/plan-file.ts';
import type { Planned } from '../../pipeline/prepare.ts';
import { invocationOf, withSession } from '../run.ts';
import type { PlanFlags } from './plan-flags.ts';
import { runAndRender } from './run-apply.ts';
import { type RunFlags, runOptionsOf } from './run-flags.ts';
import { showPlan } from './show-plan.ts';
import type { TargetFlag } from './target-flag.ts';

interface ApplyPlanFlags extends PlanFlags, RunFlags, TargetFlag {
  set: string[];
}

/**
 * The plan that `apply` was given instead of topology files; `undefined` for topology files. Throws `usage` for
 * a plan beside other files, or with flags that it has settled already.
 */
export function plannedBefore(files: readonly string[], flags: ApplyPlanFlags): PlanFile | undefined {
  const plans = files.map(readPlanFile);
  const plan = plans.find((candidate) => candidate !== undefined);
  if (plan === undefined) return undefined;
  if (files.length > 1) throw new OptopoError('usage', 'a plan file is applied alone');
  const settled = flags.adopt || !flags.prune || flags.deleteData || flags.set.length > 0 || flags.target;
  if (!settled) return plan;
  throw new OptopoError(
    'usage',
    'a plan file takes no --adopt, --no-prune, --delete-data, --target or --set',
    {
      hint: 'give them to `optopo plan --out` instead',
    },
  );
}

/** Carries out exactly a saved plan, without asking again, unless something has moved since. */
export async function applyPlan(
  path: string,
  file: PlanFile,
  flags: ApplyPlanFlags,
  command: Command,
): Promise<void> {
  const invocation = await invocationOf(command);
  const target = { ...file.target, commit: async () => file.commit };
  const review = (planned: Planned): void => refuseStale(path, file, planned);
  await withSession(invocation, async (session) => {
    if (flags.dryRun) {
      await showPlan(invocation, session, { target, options: file.options, warnings: [], review });
      return;
    }
    const options = { ...file.options, ...runOptionsOf(flags) };
    process.exitCode = await runAndRender(invocation, {
      ...{ question: null, warnings: [] },
      run: (hooks) => applyTarget(session, target, { ...options, review, ...hooks }),
    });
  });
}
