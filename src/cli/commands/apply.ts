import type { Command } from 'commander';
import { loadTopology } from '../../compile/index.ts';
import { applyTarget } from '../../pipeline/apply-target.ts';
import { commitOf } from '../../wire/git-commit.ts';
import { confirmTimeoutOption } from '../confirm-timeout.ts';
import { addGlobalOptions, addSetOption } from '../options.ts';
import { noteWarnings } from '../render/diagnostics-text.ts';
import { invocationOf, parseSettings, withSession } from '../run.ts';
import { applyPlan, plannedBefore } from './apply-plan.ts';
import { addLockFlag, type LockFlag } from './lock-flag.ts';
import { planFiles } from './plan.ts';
import { addPlanFlags, type PlanFlags, planOptionsOf } from './plan-flags.ts';
import { runAndRender } from './run-apply.ts';
import { addTargetFlag, type TargetFlag, targetOptionOf } from './target-flag.ts';

interface ApplyFlags extends PlanFlags, LockFlag, TargetFlag {
  yes?: boolean;
  allowEmpty?: boolean;
  dryRun?: boolean;
  rollback: boolean;
  set: string[];
  forceManagement?: boolean;
  confirmTimeout?: number;
}

/** `optopo apply`: converge, and verify by reading again. */
export function registerApply(program: Command): void {
  const command = program
    .command('apply')
    .description('make the host equal to the topology, and verify it')
    .argument('<file...>', 'topology files, merged in this order; or one plan file')
    .option('-y, --yes', 'do not ask on a terminal')
    .option('--allow-empty', 'allow a plan that removes everything')
    .option('--dry-run', 'only show the plan')
    .addOption(confirmTimeoutOption())
    .option('--force-management', 'carry out also what cuts off the way by which you reach this host')
    .option('--no-rollback', 'keep what succeeded when a step fails')
    .action(apply);
  addSetOption(addGlobalOptions(addLockFlag(addTargetFlag(addPlanFlags(command)))));
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
    expectations: topology.expectations,
    commit: () => commitOf(files[0] as string, signal),
  };
  const options = {
    ...planOptionsOf(flags),
    ...targetOptionOf(flags),
    allowEmpty: flags.allowEmpty === true,
    lockTimeout: flags.lockTimeout,
    rollback: flags.rollback,
    forceManagement: flags.forceManagement === true,
    ...(flags.confirmTimeout === undefined ? {} : { confirmTimeout: flags.confirmTimeout }),
  };
  process.exitCode = await withSession(invocation, (session) =>
    runAndRender(invocation, {
      question: flags.yes ? null : 'Apply this plan?',
      warnings: topology.warnings,
      run: (hooks) => applyTarget(session, target, { ...options, ...hooks }),
    }),
  );
}
