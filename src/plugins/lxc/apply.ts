import { OptopoError, toOptopoError } from '../../model/error.ts';
import type { Step, StepOperation } from '../../model/plan.ts';
import { mapBounded } from '../../wire/bounded.ts';
import { sweepScratch } from '../../wire/lxc/scratch.ts';
import type { Checkpoint, PluginContext, StepResult } from '../contract.ts';
import { rollbackByInverse } from '../undo.ts';
import { createContainer } from './create.ts';
import { mendGuest } from './mend-guest.ts';
import { adoptContainer, deleteContainer, releaseContainer, retainContainer } from './remove.ts';
import { takeBackContainer } from './take-back.ts';
import { TemplateBases } from './template-bases.ts';
import { updateContainer } from './update.ts';

/** Containers that are worked on at the same time within a batch. */
const CONCURRENCY = 4;

type Operation = (context: PluginContext, step: Step, bases: TemplateBases) => Promise<void>;

const OPERATIONS: Record<StepOperation, Operation> = {
  create: createContainer,
  update: updateContainer,
  delete: deleteContainer,
  adopt: adoptContainer,
  release: releaseContainer,
  retain: retainContainer,
};

/** Carries out steps side by side; removes before them what runs that were killed have left. */
export async function applyContainers(context: PluginContext, steps: readonly Step[]): Promise<StepResult[]> {
  const swept = await attempt(context, () => sweepScratch(context.host.lxcPath));
  if (swept) return steps.map((step) => ({ key: step.key, status: 'failed', error: about(step, swept) }));
  const bases = new TemplateBases(context.host.lxcPath, steps);
  try {
    return await mapBounded(steps, CONCURRENCY, (step) => carryOut(context, step, bases));
  } finally {
    await bases.remove();
  }
}

function operationOf(step: Step): Operation {
  return step.desired?.policy.unowned ? mendGuest : OPERATIONS[step.operation];
}

async function carryOut(context: PluginContext, step: Step, bases: TemplateBases): Promise<StepResult> {
  const begun = performance.now();
  const work = (one: Step): Promise<void> => operationOf(one)(context, one, bases);
  const failure = await attempt(context, () => work(step));
  const error = failure && (await takeBackContainer(step, failure, work));
  const durationMs = performance.now() - begun;
  if (error) return { key: step.key, status: 'failed', error: about(step, error), durationMs };
  return { key: step.key, status: 'done', durationMs };
}

/** Undoes steps; a deletion cannot be undone, for the data is gone, and is reported as failed. */
export async function rollbackContainers(
  context: PluginContext,
  checkpoint: Checkpoint,
  steps: readonly Step[],
): Promise<StepResult[]> {
  const deletions = steps.filter(({ operation }) => operation === 'delete');
  const others = steps.filter(({ operation }) => operation !== 'delete');
  const undone = await rollbackByInverse({ applyState: applyContainers }, context, checkpoint, others);
  const lost = deletions.map((step): StepResult => {
    const error = new OptopoError('refused', 'its data was deleted and cannot be brought back');
    return { key: step.key, status: 'failed', error: about(step, error) };
  });
  return [...undone, ...lost];
}

async function attempt({ host }: PluginContext, work: () => Promise<void>): Promise<OptopoError | null> {
  try {
    await work();
    return null;
  } catch (error) {
    return fullDisk(error, host.lxcPath) ?? toOptopoError(error);
  }
}

/** Node names no path where a write finds no space. */
function fullDisk(error: unknown, lxcPath: string): OptopoError | null {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return null;
  return new OptopoError('apply-failed', `${message}, in ${lxcPath}`, {
    hint: 'free space there, then apply again',
    cause: error,
  });
}

/** The same error, naming its object and the line that declares it. */
function about(step: Step, error: OptopoError): OptopoError {
  return new OptopoError(error.code, `${step.id}: ${error.message}`, {
    resource: step.id,
    source: step.desired?.source,
    tried: error.tried,
    hint: error.hint,
    diagnostics: error.diagnostics,
    cause: error,
  });
}
