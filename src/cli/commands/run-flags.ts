import type { Command } from 'commander';
import type { ApplyOptions } from '../../pipeline/apply-options.ts';
import { confirmTimeoutOption } from '../confirm-timeout.ts';
import { addLockFlag, type LockFlag } from './lock-flag.ts';

/** Flags that decide how a plan is carried out. */
export interface RunFlags extends LockFlag {
  yes?: boolean;
  allowEmpty?: boolean;
  dryRun?: boolean;
  confirmTimeout?: number;
  forceManagement?: boolean;
  rollback: boolean;
}

/** Adds them: the same for `apply` and `rollback`. */
export function addRunFlags(command: Command): Command {
  return addLockFlag(
    command
      .option('-y, --yes', 'do not ask on a terminal')
      .option('--allow-empty', 'allow a plan that removes everything')
      .option('--dry-run', 'only show the plan')
      .addOption(confirmTimeoutOption())
      .option('--force-management', 'carry out also what cuts off the way by which you reach this host')
      .option('--no-rollback', 'keep what succeeded when a step fails'),
  );
}

/** What the pipeline takes of them. */
export function runOptionsOf(
  flags: RunFlags,
): Pick<ApplyOptions, 'allowEmpty' | 'lockTimeout' | 'rollback' | 'forceManagement' | 'confirmTimeout'> {
  const { lockTimeout, rollback, confirmTimeout } = flags;
  return {
    ...{ lockTimeout, rollback },
    allowEmpty: flags.allowEmpty === true,
    forceManagement: flags.forceManagement === true,
    ...(confirmTimeout === undefined ? {} : { confirmTimeout }),
  };
}
