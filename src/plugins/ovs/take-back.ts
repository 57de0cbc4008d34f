import { type OptopoError, toOptopoError } from '../../model/error.ts';
import type { Step } from '../../model/plan.ts';
import { waitForVswitchd } from '../../wire/ovsdb/vswitchd.ts';
import type { PluginContext } from '../contract.ts';
import { inverseSteps } from '../undo.ts';
import { buildTransaction } from './build-operations.ts';
import { ovsCheckpoint } from './checkpoint.ts';
import { commit } from './commit.ts';
import { linksByName } from './observe.ts';
import { readSnapshot } from './snapshot.ts';

/**
 * Takes back committed steps that did not succeed, so that nothing half-done stays. Does not wait for an
 * ovs-vswitchd that has just been waited for in vain. Returns `error`, with a hint when even this failed.
 */
export async function takeBack(
  context: PluginContext,
  steps: readonly Step[],
  error: OptopoError,
): Promise<OptopoError> {
  const { signal } = context;
  const options = { signal };
  try {
    const client = await context.ovsdb();
    const [snapshot, links] = await Promise.all([readSnapshot(client, options), linksByName(context)]);
    const inverse = inverseSteps(ovsCheckpoint(steps), steps);
    const nextCfg = await commit(client, buildTransaction(inverse, snapshot, links), options);
    if (error.code === 'timeout')
      return error.with({ hint: `the database is as it was before; ${error.hint}` });
    await waitForVswitchd(client, nextCfg, options);
    return error;
  } catch (thrown) {
    const { message } = toOptopoError(thrown);
    return error.with({
      hint: `its rows could not be taken back (${message}); the next apply goes on from there`,
    });
  }
}
