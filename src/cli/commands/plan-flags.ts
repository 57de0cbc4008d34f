import type { Command } from 'commander';
import type { PlanOptions } from '../../pipeline/plan-input.ts';

/** Flags that decide what a plan holds. */
export interface PlanFlags {
  adopt?: boolean;
  prune: boolean;
  deleteData?: boolean;
}

/** Adds them: the same for `plan`, `apply` and `rollback`. */
export function addPlanFlags(command: Command): Command {
  return command
    .option('--adopt', 'take over declared objects that exist and have no owner')
    .option('--no-prune', 'keep what is owned and no longer declared')
    .option('--delete-data', 'delete containers that are no longer declared, with their data');
}

/** The flags as the pipeline takes them. */
export function planOptionsOf(flags: PlanFlags): PlanOptions {
  return { adopt: flags.adopt === true, prune: flags.prune, deleteData: flags.deleteData === true };
}
