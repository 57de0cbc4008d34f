import { OptopoError, toOptopoError } from '../../model/error.ts';
import type { Step } from '../../model/plan.ts';
import type { PluginContext, StepResult } from '../contract.ts';
import { Batch } from './batch.ts';
import { StepError } from './build-operations.ts';
import type { Links } from './live-resources.ts';
import { makeObjects } from './make-objects.ts';
import { linksByName } from './observe.ts';
import { removeObjects } from './remove-objects.ts';
import { deviceOf, isBridge } from './step-names.ts';

/**
 * Carries out a batch in at most two transactions, deletions first, each followed by the wait for
 * ovs-vswitchd. Never throws; what could not be done says why, what was not tried is skipped.
 */
export async function applySteps(context: PluginContext, steps: readonly Step[]): Promise<StepResult[]> {
  const batch = new Batch(steps);
  try {
    refuseHopelessReplacement(steps, await linksByName(context));
    await removeObjects(context, batch);
    await makeObjects(context, batch);
  } catch (thrown) {
    if (thrown instanceof StepError) batch.fail(thrown.step, thrown.reason);
    else batch.failOpen(toOptopoError(thrown));
  }
  return batch.results();
}

/** A port whose device does not exist is not taken away only to find that it cannot come back. */
function refuseHopelessReplacement(steps: readonly Step[], links: Links): void {
  const deleted = new Set(steps.filter(({ operation }) => operation === 'delete').map(({ id }) => id));
  for (const step of steps) {
    if (step.operation !== 'create' || isBridge(step) || !deleted.has(step.id)) continue;
    if (step.attributes.type === 'internal' || links.has(deviceOf(step))) continue;
    const message = `${step.id} cannot be made anew: there is no device ${deviceOf(step)}`;
    throw new StepError(
      step,
      new OptopoError('apply-failed', message, { hint: 'create the device, or say optional: true' }),
    );
  }
}
