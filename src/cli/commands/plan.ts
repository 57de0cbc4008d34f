import type { Command } from 'commander';
import { loadTopology } from '../../compile/index.ts';
import { EXIT } from '../../model/error.ts';
import type { Resource } from '../../model/resource.ts';
import { refuseConflicts } from '../../pipeline/guards.ts';
import { type PlanOrigin, plannedFiles, writePlanFile } from '../../pipeline/plan-file.ts';
import { commitOf } from '../../wire/git/commit-of.ts';
import { addGlobalOptions, addSetOption } from '../options.ts';
import { printNote } from '../output.ts';
import { invocationOf, parseSettings, withSession } from '../run.ts';
import { addPlanFlags, type PlanFlags, planOptionsOf } from './plan-flags.ts';
import { showPlan } from './show-plan.ts';
import { addTargetFlag, type TargetFlag, targetOptionOf } from './target-flag.ts';

interface PlanCommandFlags extends PlanFlags, TargetFlag {
  detailedExitcode?: boolean;
  out?: string;
  set: string[];
}

/** `optopo plan`: what apply would do, and why; changes nothing. */
export function registerPlan(program: Command): void {
  const command = program
    .command('plan')
    .description('show what apply would do, and why; changes nothing')
    .argument('<file...>', 'topology files, merged in this order')
    .option('--out <path>', 'also write the plan to a file that `optopo apply PATH` carries out')
    .option('--detailed-exitcode', 'exit 2 when there is something to do')
    .action(planFiles);
  addSetOption(addGlobalOptions(addTargetFlag(addPlanFlags(command))));
}

/** Plans and prints; also `apply --dry-run`. */
export async function planFiles(files: string[], flags: PlanCommandFlags, command: Command): Promise<void> {
  const invocation = await invocationOf(command);
  const { signal } = invocation.interruption;
  const { name, resources, discover, expectations, hash, warnings } = await loadTopology(files, {
    set: parseSettings(flags.set),
    signal,
  });
  await withSession(invocation, async (session) => {
    const target = { name, resources, discover, expectations, hash };
    const options = { ...planOptionsOf(flags), ...targetOptionOf(flags) };
    const origin = flags.out === undefined ? undefined : await originOf(files, resources, signal);
    const planned = await showPlan(invocation, session, { target, options, warnings });
    const { plan } = planned;
    if (origin && flags.out !== undefined) {
      refuseConflicts(plan);
      writePlanFile(flags.out, target, planned, options, origin);
      printNote(`plan written to ${flags.out}; carry it out with: optopo apply ${flags.out}`);
    }
    const pending = plan.conflicts.length === 0 && plan.changes.length > 0;
    if (flags.detailedExitcode && pending) process.exitCode = EXIT.pending;
  });
}

async function originOf(
  files: readonly string[],
  resources: readonly Resource[],
  signal: AbortSignal,
): Promise<PlanOrigin> {
  return { files: plannedFiles(files, resources), commit: await commitOf(files[0] as string, signal) };
}
