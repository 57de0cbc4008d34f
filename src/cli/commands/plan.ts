import type { Command } from 'commander';
import { loadTopology } from '../../compile/index.ts';
import { EXIT } from '../../model/error.ts';
import { addGlobalOptions, addSetOption } from '../options.ts';
import { invocationOf, parseSettings, withSession } from '../run.ts';
import { addPlanFlags, type PlanFlags, planOptionsOf } from './plan-flags.ts';
import { showPlan } from './show-plan.ts';

interface PlanCommandFlags extends PlanFlags {
  detailedExitcode?: boolean;
  set: string[];
}

/** `optopo plan`: what apply would do, and why; changes nothing. */
export function registerPlan(program: Command): void {
  const command = program
    .command('plan')
    .description('show what apply would do, and why; changes nothing')
    .argument('<file...>', 'topology files, merged in this order')
    .option('--detailed-exitcode', 'exit 2 when there is something to do')
    .action(planFiles);
  addSetOption(addGlobalOptions(addPlanFlags(command)));
}

/** Plans and prints; also `apply --dry-run`. */
export async function planFiles(files: string[], flags: PlanCommandFlags, command: Command): Promise<void> {
  const invocation = await invocationOf(command);
  const { signal } = invocation.interruption;
  const { name, resources, hash, warnings } = await loadTopology(files, {
    set: parseSettings(flags.set),
    signal,
  });
  await withSession(invocation, async (session) => {
    const target = { name, resources, hash };
    const plan = await showPlan(invocation, session, { target, options: planOptionsOf(flags), warnings });
    const pending = plan.conflicts.length === 0 && plan.changes.length > 0;
    if (flags.detailedExitcode && pending) process.exitCode = EXIT.pending;
  });
}
