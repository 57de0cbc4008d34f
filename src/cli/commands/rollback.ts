import type { Command } from 'commander';
import { applyTarget } from '../../pipeline/apply-target.ts';
import { generationNumbered, historyOf, previousGeneration } from '../../pipeline/find-generation.ts';
import type { Target } from '../../pipeline/prepare.ts';
import type { Session } from '../../pipeline/session.ts';
import type { Generation } from '../../state/generation.ts';
import { addGlobalOptions } from '../options.ts';
import { invocationOf, withSession } from '../run.ts';
import { parseGenerationNumber } from './history.ts';
import { addPlanFlags, type PlanFlags, planOptionsOf } from './plan-flags.ts';
import { runAndRender } from './run-apply.ts';
import { addRunFlags, type RunFlags, runOptionsOf } from './run-flags.ts';
import { showPlan } from './show-plan.ts';

type RollbackFlags = PlanFlags & RunFlags;

/** `optopo rollback`: apply an earlier generation as a new one. */
export function registerRollback(program: Command): void {
  const command = program
    .command('rollback')
    .description('go back to an earlier generation, which becomes a new one')
    .argument('<name>', 'the topology')
    .argument('[generation]', 'which one (default: the one before the current)')
    .action(rollback);
  addGlobalOptions(addRunFlags(addPlanFlags(command)));
}

async function rollback(
  name: string,
  number: string | undefined,
  flags: RollbackFlags,
  command: Command,
): Promise<void> {
  const wanted = number === undefined ? undefined : parseGenerationNumber(number);
  const invocation = await invocationOf(command);
  const options = planOptionsOf(flags);
  await withSession(invocation, async (session) => {
    const generation = chosenGeneration(session, name, wanted);
    const target = targetOf(generation);
    if (flags.dryRun) {
      await showPlan(invocation, session, { target, options, warnings: [] });
      return;
    }
    process.exitCode = await runAndRender(invocation, {
      question: flags.yes ? null : `Go back to generation ${generation.generation}?`,
      warnings: [],
      run: (hooks) => applyTarget(session, target, { ...options, ...runOptionsOf(flags), ...hooks }),
    });
  });
}

function chosenGeneration(session: Session, name: string, number: number | undefined): Generation {
  const history = historyOf(session, name);
  return number === undefined ? previousGeneration(history) : generationNumbered(history, number);
}

function targetOf(generation: Generation): Target {
  const { topology, resources, discover = [], topology_hash, commit } = generation;
  return { name: topology, resources, discover, hash: topology_hash, commit: async () => commit };
}
