import { OptopoError, toOptopoError } from '../../model/error.ts';
import type { Step } from '../../model/plan.ts';
import { readNetwork } from '../../wire/ip/network.ts';
import { withPromotedSecondaries } from '../../wire/ip/promote-secondaries.ts';
import { writeBatch } from '../../wire/ip/write-batch.ts';
import type { PluginContext, StepResult } from '../contract.ts';
import type { BatchPlan } from './batch-lines.ts';
import { planBatch } from './batch-lines.ts';
import type { BatchOutcome } from './batch-outcome.ts';
import { outcomeOfFailure, outcomeOfSuccess } from './batch-outcome.ts';
import type { HostState } from './host-state.ts';
import { hostStateOf } from './host-state.ts';
import { orderSteps } from './order-steps.ts';
import { isDone } from './read-back.ts';

/** 1,000 addresses take 30 ms; a thousand links deleted as a group about a second. */
const WRITE_TIMEOUT_MS = 60_000;

/**
 * Carries out steps as one `ip -batch`, in order, and reads back: what was accepted has to be there. A
 * deletion that fails because its object has gone meanwhile is done, and the batch goes on behind it.
 * Never throws: each step has its result.
 */
export async function applyNetlink(context: PluginContext, steps: readonly Step[]): Promise<StepResult[]> {
  const ordered = orderSteps(steps);
  const done = new Set<Step>();
  try {
    let network = await ((await context.justRead?.())?.network() ?? readNetwork({ signal: context.signal }));
    for (;;) {
      const left = ordered.filter((step) => !done.has(step));
      const plan = planBatch(left, network);
      const error = await write(plan, context.signal);
      // Without the signal: also after an interruption it has to be known what was done.
      network = await readNetwork();
      const host = hostStateOf(network);
      const outcome = error ? outcomeOfFailure(left, plan, error, host) : outcomeOfSuccess(left, plan);
      for (const step of outcome.done) done.add(step);
      if (!passGone(outcome, done, host)) return resultsOf(ordered, done, outcome.failed, host);
    }
  } catch (thrown) {
    return unknownResults(ordered, done, toOptopoError(thrown));
  }
}

async function write(plan: BatchPlan, signal: AbortSignal): Promise<OptopoError | undefined> {
  const lines = plan.lines.map(({ tokens }) => tokens);
  try {
    const options = { signal, timeoutMs: WRITE_TIMEOUT_MS };
    await withPromotedSecondaries(plan.promote, () => writeBatch(lines, options));
    return undefined;
  } catch (thrown) {
    return toOptopoError(thrown);
  }
}

/** Counts failed deletions of what is gone as done; true when that was all that failed. */
function passGone({ failed }: BatchOutcome, done: Set<Step>, host: HostState): boolean {
  const gone = [...failed.keys()].filter((step) => step.operation === 'delete' && isDone(step, host));
  for (const step of gone) {
    done.add(step);
    failed.delete(step);
  }
  // With one of a group gone, the others have to be tried again.
  return gone.length > 0;
}

function resultsOf(
  steps: readonly Step[],
  done: ReadonlySet<Step>,
  failed: ReadonlyMap<Step, OptopoError>,
  host: HostState,
): StepResult[] {
  // Of a deletion and a creation of one object, only the later one can be seen.
  const last = new Map(steps.filter((step) => done.has(step)).map((step) => [step.id, step]));
  return steps.map((step) => {
    const error = failed.get(step);
    if (error) return { key: step.key, status: 'failed', error };
    if (!done.has(step)) return { key: step.key, status: 'skipped' };
    const visible = last.get(step.id) !== step || isDone(step, host);
    return visible
      ? { key: step.key, status: 'done' }
      : { key: step.key, status: 'failed', error: unseen(step) };
  });
}

function unseen({ id, operation }: Step): OptopoError {
  const message = `${operation} of ${id}: ip accepted it, but reading again does not show it`;
  return new OptopoError('apply-failed', message, { resource: id });
}

/** The host could not be read, so nobody knows more than what was known before. */
function unknownResults(steps: readonly Step[], done: ReadonlySet<Step>, error: OptopoError): StepResult[] {
  return steps.map((step) =>
    done.has(step) ? { key: step.key, status: 'done' } : { key: step.key, status: 'failed', error },
  );
}
