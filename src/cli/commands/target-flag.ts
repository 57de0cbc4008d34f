import type { Command } from 'commander';
import type { PlanOptions } from '../../pipeline/plan-input.ts';

/** What limits a plan to some objects. */
export interface TargetFlag {
  target?: string[];
}

/** Adds `--target`. */
export function addTargetFlag(command: Command): Command {
  return command.option(
    '--target <id>',
    'only this object and what it stands on, such as container/100 (repeatable)',
    (id: string, others: string[] = []) => [...others, id],
  );
}

/** The flag as the pipeline takes it. */
export function targetOptionOf({ target }: TargetFlag): Pick<PlanOptions, 'targets'> {
  return target === undefined ? {} : { targets: [...new Set(target)] };
}
