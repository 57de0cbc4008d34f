import type { Step } from '../../model/plan.ts';
import { writeBatch } from '../../wire/ip/write-batch.ts';
import type { PluginContext } from '../contract.ts';
import type { Links } from './live-resources.ts';
import { MARK } from './marks.ts';
import { linksByName } from './observe.ts';
import type { Snapshot } from './snapshot.ts';
import { isBridge, nameOf } from './step-names.ts';

/**
 * From how many on it pays: OVS removes taps one by one, 12 to 17 ms each, and forwards nothing meanwhile;
 * as a link group 1,000 go in less than half a second (measured).
 */
const WORTH_A_GROUP = 10;
/** Below 2^31, above what people number groups with. */
const FIRST_GROUP = 0x4f560000;

/**
 * Removes the taps of many internal ports at once, right before their rows go. Only taps in our namespace:
 * one inside a container is not to be seen here.
 */
export async function removeTaps(
  context: PluginContext,
  removals: readonly Step[],
  snapshot: Snapshot,
): Promise<void> {
  if (removals.length < WORTH_A_GROUP) return;
  const links = await linksByName(context);
  const taps = removals.flatMap((step) => (isBridge(step) ? [] : tapsOf(step, snapshot, links)));
  if (taps.length < WORTH_A_GROUP) return;
  const group = String(unusedGroup(links));
  const join = taps.map((tap) => ['link', 'set', 'dev', tap, 'group', group]);
  const { signal } = context;
  await writeBatch([...join, ['link', 'del', 'group', group]], { signal, timeoutMs: 60_000 });
}

function tapsOf(step: Step, snapshot: Snapshot, links: Links): string[] {
  const port = snapshot.ports.get(nameOf(step));
  const device = port?.interfaces[0];
  if (
    port?.externalIds[MARK.owner] !== step.owner ||
    device?.columns.type !== 'internal' ||
    links.get(device.name)?.kind !== 'tun'
  )
    return [];
  return [device.name];
}

/** A group that holds nothing: deleting it must not take anybody else's link along. */
function unusedGroup(links: Links): number {
  const used = new Set([...links.values()].map(({ group }) => group));
  let group = FIRST_GROUP;
  while (used.has(group)) group += 1;
  return group;
}
