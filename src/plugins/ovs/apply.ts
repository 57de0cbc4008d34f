import { OptopoError, toOptopoError } from '../../model/error.ts';
import type { Step } from '../../model/plan.ts';
import type { PluginContext, StepResult } from '../contract.ts';
import { Batch } from './batch.ts';
import { StepError } from './build-operations.ts';
import { makeObjects } from './make-objects.ts';
import { linksByName } from './observe.ts';
import { removeObjects } from './remove-objects.ts';
import { createsOnDevice, deviceOf } from './step-names.ts';

/**
 * Carries out a batch in at most two transactions, deletions first, each followed by the wait for
 * ovs-vswitchd. Never throws; what could not be done says why, what was not tried is skipped.
 */
export async function applySteps(context: PluginContext, steps: readonly Step[]): Promise<StepResult[]> {
  const batch = new Batch(steps);
  try {
    await refuseHopelessReplacement(context, steps);
    await removeObjects(context, batch);
    const { justRead: _stale, ...afterwards } = context;
    await makeObjects(deletesSome(steps) ? afterwards : context, batch);
  } catch (thrown) {
    if (thrown instanceof StepError) batch.fail(thrown.step, thrown.reason);
    else batch.failOpen(toOptopoError(thrown));
  }
  return batch.results();
}

function deletesSome(steps: readonly Step[]): boolean {
  return steps.some(({ operation }) => operation === 'delete');
}

/** A port whose device does not exist is not taken away only to find that it cannot come back. */
async function refuseHopelessReplacement(context: PluginContext, steps: readonly Step[]): Promise<void> {
  const deleted = new Set(steps.filter(({ operation }) => operation === 'delete').map(({ id }) => id));
  const onDevices = steps.filter((step) => createsOnDevice(step) && deleted.has(step.id));
  if (onDevices.length === 0) return;
  const links = await linksByName(context);
  const hopeless = onDevices.find((step) => !links.has(deviceOf(step)));
  if (!hopeless) return;
  const message = `${hopeless.id} cannot be made anew: there is no device ${deviceOf(hopeless)}`;
  const hint = 'create the device, or say optional: true';
  throw new StepError(hopeless, new OptopoError('apply-failed', message, { hint }));
}
