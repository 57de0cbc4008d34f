import type { Command } from 'commander';
import { loadTopology } from '../../compile/index.ts';
import { EXIT } from '../../model/error.ts';
import { planToJson } from '../../pipeline/plan-json.ts';
import { planTarget } from '../../pipeline/prepare.ts';
import { addGlobalOptions, addSetOption } from '../options.ts';
import { printJson, printResult } from '../output.ts';
import { noteWarnings } from '../render/diagnostics-text.ts';
import { planText } from '../render/plan-text.ts';
import { invocationOf, parseSettings, withSession } from '../run.ts';

/** Flags that decide what a plan holds. */
export interface PlanFlags {
  detailedExitcode?: boolean;
  adopt?: boolean;
  prune: boolean;
  deleteData?: boolean;
  set: string[];
}

/** `optopo plan`: what apply would do, and why; changes nothing. */
export function registerPlan(program: Command): void {
  const command = program
    .command('plan')
    .description('show what apply would do, and why; changes nothing')
    .argument('<file...>', 'topology files, merged in this order')
    .option('--detailed-exitcode', 'exit 2 when there is something to do')
    .option('--adopt', 'take over declared objects that exist and have no owner')
    .option('--no-prune', 'keep what is owned and no longer declared')
    .option('--delete-data', 'delete containers that are no longer declared, with their data')
    .action(planFiles);
  addSetOption(addGlobalOptions(command));
}

/** Plans and prints; also `apply --dry-run`. */
export async function planFiles(files: string[], flags: PlanFlags, command: Command): Promise<void> {
  const invocation = await invocationOf(command);
  const { signal } = invocation.interruption;
  const topology = await loadTopology(files, { set: parseSettings(flags.set), signal });
  await withSession(invocation, async (session) => {
    const options = {
      adopt: flags.adopt === true,
      prune: flags.prune,
      deleteData: flags.deleteData === true,
    };
    const target = { name: topology.name, resources: topology.resources, hash: topology.hash };
    const result = await planTarget(session, target, session.store.load(topology.name), options);
    const made = { ...result.plan, warnings: topology.warnings };
    if (invocation.global.json) printJson(planToJson(made));
    else {
      noteWarnings(topology.warnings);
      printResult(planText(made, invocation.out));
    }
    if (made.conflicts.length > 0) process.exitCode = EXIT.failed;
    else if (flags.detailedExitcode && made.changes.length > 0) process.exitCode = EXIT.pending;
  });
}
