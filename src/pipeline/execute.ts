import { runSteps } from '../graph/run-steps.ts';
import { type OptopoError, toOptopoError } from '../model/error.ts';
import type { Plan, Step } from '../model/plan.ts';
import type { StepOutcome } from '../model/report.ts';
import type { PluginName } from '../model/resource.ts';
import type { Checkpoint, PluginContext, StatePlugin, StateQuery, StepResult } from '../plugins/contract.ts';
import type { Emit } from './events.ts';

export interface ExecuteInput {
  plan: Plan;
  context: PluginContext;
  /** What the plan was made from, while nothing has changed since: the first batch need not read it again. */
  justRead?(): Promise<StateQuery | undefined>;
  plugin(name: PluginName): StatePlugin;
  emit: Emit;
  /** True once the user asked to stop: running steps finish, nothing new starts. */
  stopped(): boolean;
}

export interface Execution {
  outcomes: Map<string, StepOutcome>;
  /** The first failure, where there was one. */
  error: OptopoError | undefined;
  interrupted: boolean;
  /** Takes back, in reverse, all that was done. True when every undo succeeded. */
  undo(): Promise<boolean>;
}

interface DoneBatch {
  plugin: StatePlugin;
  checkpoint: Checkpoint;
  steps: Step[];
}

/** Carries out a plan's steps; each success is registered for undo the moment it is reported. */
export async function execute(input: ExecuteInput): Promise<Execution> {
  const outcomes = new Map<string, StepOutcome>();
  const doneBatches: DoneBatch[] = [];
  let next: PluginContext = { ...input.context, ...(input.justRead ? { justRead: input.justRead } : {}) };
  let firstError: OptopoError | undefined;

  const runBatch = async (name: PluginName, steps: readonly Step[]): Promise<boolean> => {
    const plugin = input.plugin(name);
    const checkpoint = plugin.createCheckpoint(steps);
    const context = next;
    next = input.context;
    const results = await applyBatch(plugin, steps, { ...input, context });
    const done = steps.filter((step) => resultOf(results, step).status === 'done');
    if (done.length > 0) doneBatches.push({ plugin, checkpoint, steps: done });
    for (const step of steps) {
      const result = resultOf(results, step);
      outcomes.set(step.key, { key: step.key, id: step.id, status: result.status, ...errorOf(result) });
      if (result.error && !firstError) firstError = withStep(result.error, step);
    }
    return done.length === steps.length;
  };

  const left = await runSteps(input.plan.steps, {
    rulesOf: (name) => input.plugin(name).capabilities,
    runBatch,
    stopped: input.stopped,
  });
  for (const step of input.plan.steps) {
    if (left.includes(step.key)) outcomes.set(step.key, { key: step.key, id: step.id, status: 'skipped' });
  }
  const interrupted = left.length > 0 && !firstError;
  const undo = (): Promise<boolean> => undoBatches(doneBatches, outcomes, input);
  return { outcomes, error: firstError, interrupted, undo };
}

async function applyBatch(
  plugin: StatePlugin,
  steps: readonly Step[],
  input: ExecuteInput,
): Promise<Map<string, StepResult>> {
  const begun = performance.now();
  for (const step of steps) input.emit({ type: 'step-started', step });
  const results = new Map<string, StepResult>();
  try {
    for (const result of await plugin.applyState(input.context, steps)) results.set(result.key, result);
  } catch (thrown) {
    // A plugin must not throw; when it does, what it did is unknown, so every step counts as failed.
    for (const { key } of steps) results.set(key, { key, status: 'failed', error: toOptopoError(thrown) });
  }
  const elapsed = performance.now() - begun;
  for (const step of steps) {
    const result = resultOf(results, step);
    input.emit({ type: 'step-ended', step, result, durationMs: result.durationMs ?? elapsed });
  }
  return results;
}

function resultOf(results: ReadonlyMap<string, StepResult>, step: Step): StepResult {
  return results.get(step.key) ?? { key: step.key, status: 'skipped' };
}

function errorOf(result: StepResult): { error?: OptopoError } {
  return result.error ? { error: result.error } : {};
}

/** The error with the object and its line, where the plugin did not name them. */
function withStep(error: OptopoError, step: Step): OptopoError {
  if (error.resource !== undefined && error.source !== undefined) return error;
  return error.with({ resource: error.resource ?? step.id, source: error.source ?? step.desired?.source });
}

async function undoBatches(
  batches: readonly DoneBatch[],
  outcomes: Map<string, StepOutcome>,
  input: ExecuteInput,
): Promise<boolean> {
  const count = batches.reduce((sum, batch) => sum + batch.steps.length, 0);
  if (count > 0) input.emit({ type: 'undoing', steps: count });
  let complete = true;
  for (const { plugin, checkpoint, steps } of [...batches].reverse()) {
    const results = await rollbackBatch(plugin, checkpoint, steps, input.context);
    for (const step of [...steps].reverse()) {
      const result = results.get(step.key) ?? { key: step.key, status: 'skipped' as const };
      input.emit({ type: 'step-undone', step, result });
      const undone = result.status === 'done';
      complete &&= undone;
      const status = undone ? ('undone' as const) : ('done' as const);
      outcomes.set(step.key, { key: step.key, id: step.id, status, ...errorOf(result) });
    }
  }
  return complete;
}

async function rollbackBatch(
  plugin: StatePlugin,
  checkpoint: Checkpoint,
  steps: readonly Step[],
  context: PluginContext,
): Promise<Map<string, StepResult>> {
  try {
    const results = await plugin.rollback(context, checkpoint, [...steps].reverse());
    return new Map(results.map((result) => [result.key, result]));
  } catch (thrown) {
    const error = toOptopoError(thrown);
    return new Map(steps.map(({ key }) => [key, { key, status: 'failed', error }]));
  }
}
