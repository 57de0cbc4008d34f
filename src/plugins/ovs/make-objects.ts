import { type OptopoError, toOptopoError } from '../../model/error.ts';
import type { Step } from '../../model/plan.ts';
import { restoreFlows, type SavedFlows } from '../../wire/openflow/saved-flows.ts';
import type { OvsdbClient } from '../../wire/ovsdb/client.ts';
import { waitForVswitchd } from '../../wire/ovsdb/vswitchd.ts';
import type { PluginContext } from '../contract.ts';
import type { Batch } from './batch.ts';
import { buildTransaction } from './build-operations.ts';
import { commit } from './commit.ts';
import { initialise } from './initialise.ts';
import { saveFlushedFlows } from './keep-flows.ts';
import { setLinkStates } from './link-states.ts';
import type { Links } from './live-resources.ts';
import { byName, linksByName } from './observe.ts';
import { findRefusals } from './refusals.ts';
import { readSnapshot, type Snapshot, snapshotOf } from './snapshot.ts';
import { createsOnDevice } from './step-names.ts';
import { takeBack } from './take-back.ts';
import { waitingTime } from './waiting-time.ts';

type Failures = Map<Step, OptopoError>;

/**
 * Carries out a batch's creations, updates, adoptions and releases as one transaction, waits until
 * ovs-vswitchd has acted on it, and takes back what it refused; then puts flushed flows back and sets the
 * devices up or down.
 */
export async function makeObjects(context: PluginContext, batch: Batch): Promise<void> {
  const steps = batch.steps.filter(({ operation }) => operation !== 'delete');
  if (steps.length === 0) return;
  const { signal } = context;
  const client = await context.ovsdb();
  const [before, linksBefore] = await readBefore(context, client, steps);
  const saved = await saveFlushedFlows(context, steps, before);
  const nextCfg = await commit(client, buildTransaction(steps, before, linksBefore), { signal });
  try {
    await waitForVswitchd(client, nextCfg, { signal, timeoutMs: waitingTime(steps.length) });
  } catch (thrown) {
    throw await takeBack(context, steps, toOptopoError(thrown));
  }
  const [after, links] = await Promise.all([readSnapshot(client, { signal }), linksByName(context)]);
  await settle(context, batch, findRefusals(steps, after, links));
  await settle(context, batch, await putFlowsBack(saved));
  const open = steps.filter((step) => !batch.hasFailed(step));
  await settle(context, batch, await setLinkStates(open, links, signal));
  batch.done(steps.filter((step) => !batch.hasFailed(step)));
}

/** What the transaction is made against: the plan's own reading while it holds, else a new one. */
async function readBefore(
  context: PluginContext,
  client: OvsdbClient,
  steps: readonly Step[],
): Promise<[Snapshot, Links]> {
  const { signal } = context;
  const known = await context.justRead?.();
  const tables = await known?.database();
  if (known && tables && tables.Open_vSwitch.length > 0)
    return [snapshotOf(tables), byName((await known.network()).links)];
  await initialise(client, { signal });
  const needsLinks = steps.some((step) => createsOnDevice(step) || step.operation === 'adopt');
  return Promise.all([readSnapshot(client, { signal }), needsLinks ? linksByName(context) : new Map()]);
}

/** Takes back the steps that failed, together, and records why each did. */
async function settle(context: PluginContext, batch: Batch, failures: Failures): Promise<void> {
  const [first] = failures.values();
  if (first === undefined) return;
  const { hint } = await takeBack(context, [...failures.keys()], first);
  for (const [step, error] of failures) batch.fail(step, hint === first.hint ? error : error.with({ hint }));
}

/** Also for steps that were refused meanwhile: what OVS flushed is gone either way. */
async function putFlowsBack(saved: ReadonlyMap<Step, SavedFlows>): Promise<Failures> {
  const failures: Failures = new Map();
  for (const [step, flows] of saved) {
    await restoreFlows(flows).catch((error: unknown) => failures.set(step, toOptopoError(error)));
  }
  return failures;
}
