import { type OptopoError, toOptopoError } from '../../model/error.ts';
import type { Step } from '../../model/plan.ts';
import { checkpointOf, inverseSteps } from '../undo.ts';

/**
 * What came half way before it failed, and can be taken back: a deletion cannot, a creation takes itself back. What
 * is not ours is never written as a whole.
 */
const HALF_WAY: ReadonlySet<Step['operation']> = new Set(['update', 'retain']);

/**
 * Puts a container back to what it was before a step that failed: its config may have been written and the
 * container stopped by then. Returns the error, with a hint where even that failed.
 */
export async function takeBackContainer(
  step: Step,
  error: OptopoError,
  apply: (inverse: Step) => Promise<void>,
): Promise<OptopoError> {
  if (!HALF_WAY.has(step.operation) || step.desired?.policy.unowned) return error;
  try {
    for (const inverse of inverseSteps(checkpointOf('lxc', [step]), [step])) await apply(inverse);
    return error;
  } catch (thrown) {
    return notTakenBack(error, toOptopoError(thrown));
  }
}

/** The error of a step whose half-done work is still there. */
export function notTakenBack(error: OptopoError, why: OptopoError): OptopoError {
  return error.with({ hint: `it could not be put back (${why.message}); the next apply goes on from there` });
}
