import type { OptopoError } from '../../model/error.ts';
import type { Step } from '../../model/plan.ts';
import { IpBatchError } from '../../wire/ip/write-batch.ts';
import type { BatchPlan } from './batch-lines.ts';
import type { HostState } from './host-state.ts';
import { isDone } from './read-back.ts';

/** What became of a batch: what was done, and where it ended. What is in neither was not begun. */
export interface BatchOutcome {
  done: Set<Step>;
  failed: Map<Step, OptopoError>;
}

/** Every line was carried out: all steps are done, up to the one that was refused before. Pure. */
export function outcomeOfSuccess(steps: readonly Step[], { refused }: BatchPlan): BatchOutcome {
  if (refused === undefined) return { done: new Set(steps), failed: new Map() };
  const done = new Set(steps.slice(0, steps.indexOf(refused.step)));
  return { done, failed: new Map([[refused.step, refused.error]]) };
}

/**
 * The batch failed. Where `ip` named the line, the steps before it are done; where nobody knows how far it
 * came (a timeout), what `host` shows now is what counts. Pure.
 */
export function outcomeOfFailure(
  steps: readonly Step[],
  plan: BatchPlan,
  error: OptopoError,
  host: HostState,
): BatchOutcome {
  const index = error instanceof IpBatchError ? error.failedIndex : undefined;
  return index === undefined ? outcomeAsRead(steps, error, host) : outcomeAtLine(steps, plan, index, error);
}

function outcomeAtLine(
  steps: readonly Step[],
  { lines }: BatchPlan,
  index: number,
  error: OptopoError,
): BatchOutcome {
  const stoppedAt = lines[index]?.steps ?? [];
  const unfinished = new Set(lines.slice(index).flatMap((line) => line.steps));
  const end = Math.min(...stoppedAt.map((step) => steps.indexOf(step)));
  // Behind the failure even a step without lines is not done: it may rest on one that was not carried out.
  const done = steps.filter((step, position) => position < end && !unfinished.has(step));
  return { done: new Set(done), failed: new Map(stoppedAt.map((step) => [step, error])) };
}

function outcomeAsRead(steps: readonly Step[], error: OptopoError, host: HostState): BatchOutcome {
  const done = new Set(steps.filter((step) => isDone(step, host)));
  const first = steps.find((step) => !done.has(step));
  return { done, failed: new Map(first ? [[first, error]] : []) };
}
