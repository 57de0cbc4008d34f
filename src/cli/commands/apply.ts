import type { Command } from 'commander';
import { loadTopology } from '../../compile/index.ts';
import { applyTarget } from '../../pipeline/apply-target.ts';
import { commitOf } from '../../wire/git/commit-of.ts';
import { addGlobalOptions, addSetOption } from '../options.ts';
import { noteWarnings } from '../render/diagnostics-text.ts';
import { invocationOf, parseSettings, withSession } from '../run.ts';
import { applyPlan, plannedBefore } from './apply-plan.ts';
import { planFiles } from './plan.ts';
import { addPlanFlags, type PlanFlags, planOptionsOf } from './plan-flags.ts';
import { runAndRender } from './run-apply.ts';
import { addRunFlags, type RunFlags, runOptionsOf } from './run-flags.ts';
import { addTargetFlag, type TargetFlag, targetOptionOf } from './target-flag.ts';

interface ApplyFlags extends PlanFlags, RunFlags, TargetFlag {
  set: string[];
}

/** `optopo apply`: converge, and verify by reading again. */
export function registerApply(program: Command): void {
  const command = program
    .command('apply')
    .description('make the host equal to the topology, and verify it')
    .argument('<file...>', 'topology files, merged in this order; or one plan file')
    .action(apply);
  addSetOption(addGlobalOptions(addRunFlags(addTargetFlag(addPlanFlags(command)))));
}

async function apply(files: string[], flags: ApplyFlags, command: Command): Promise<void> {
  const plan = plannedBefore(files, flags);
  if (plan) return applyPlan(files[0] as string, plan, flags, command);
  if (flags.dryRun) return planFiles(files, flags, command);
  const invocation = await invocationOf(command);
  const { signal } = invocation.interruption;
  const topology = await loadTopology(files, { set: parseSettings(flags.set), signal });
  if (!invocation.global.json) noteWarnings(topology.warnings);
  const target = {
    ...{ name: topology.name, resources: topology.resources, hash: topology.hash },
    discover: topology.discover,
    expectations: topology.expectations,
    commit: () => commitOf(files[0] as string, signal),
  };
  const options = { ...planOptionsOf(flags), ...targetOptionOf(flags), ...runOptionsOf(flags) };
  process.exitCode = await withSession(invocation, (session) =>
    runAndRender(invocation, {
      question: flags.yes ? null : 'Apply this plan?',
      warnings: topology.warnings,
      run: (hooks) => applyTarget(session, target, { ...options, ...hooks }),
    }),
  );
}
