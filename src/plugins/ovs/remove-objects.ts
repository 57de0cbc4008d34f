import { toOptopoError } from '../../model/error.ts';
import { waitForVswitchd } from '../../wire/ovsdb/vswitchd.ts';
import type { PluginContext } from '../contract.ts';
import type { Batch } from './batch.ts';
import { buildTransaction } from './build-operations.ts';
import { commit } from './commit.ts';
import { removeTaps } from './remove-taps.ts';
import { readSnapshot } from './snapshot.ts';
import { takeBack } from './take-back.ts';
import { waitingTime } from './waiting-time.ts';

/**
 * Carries out a batch's deletions as one transaction, before anything is made: a port that is removed and
 * added again in one transaction is not made anew (measured), so ovs-vswitchd has to act in between.
 */
export async function removeObjects(context: PluginContext, batch: Batch): Promise<void> {
  const removals = batch.steps.filter(({ operation }) => operation === 'delete');
  if (removals.length === 0) return;
  const { signal } = context;
  const client = await context.ovsdb();
  const snapshot = await readSnapshot(client, { signal });
  const transaction = buildTransaction(removals, snapshot, new Map());
  if (transaction.operations.length > 0) {
    await removeTaps(context, removals, snapshot);
    const nextCfg = await commit(client, transaction, { signal });
    try {
      await waitForVswitchd(client, nextCfg, { signal, timeoutMs: waitingTime(removals.length) });
    } catch (thrown) {
      throw await takeBack(context, removals, toOptopoError(thrown));
    }
  }
  batch.done(removals);
}
