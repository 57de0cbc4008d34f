import { canonicalJson, isJsonObject, type Json } from '../model/json.ts';
import type { Step } from '../model/plan.ts';
import { DEFAULT_POLICY, type LiveResource, type Resource } from '../model/resource.ts';
import type { Session } from './session.ts';

/** What Open vSwitch and the kernel chose for an object, and others know it by: an undo puts it back. */
const CHOSEN = ['mac_in_use', 'ofport', 'datapath_id', 'peer_in_use'];

/**
 * What is not as it was before an undone apply: one sentence an object, of those that were touched, of all others of
 * the topology, and of what stands on them (the kernel takes a route away with the address that it needs). Compares
 * by each plugin's own rules, so that what no field shows (a new uuid) does not count.
 */
export function notPutBack(
  session: Session,
  topology: string,
  steps: readonly Step[],
  before: readonly LiveResource[],
  after: readonly LiveResource[],
): string[] {
  const then = new Map(before.map((object) => [object.id, object]));
  const now = new Map(after.map((object) => [object.id, object]));
  const touched = new Set(steps.map((step) => step.id));
  const others = before.filter((object) => object.owner === topology || standsOn(object, touched));
  // A flow whose port is gone has another name by now.
  const ours = after.filter((object) => object.owner === topology && !then.has(object.id));
  const concerned = new Set([...touched, ...[...others, ...ours].map(({ id }) => id)]);
  return [...concerned].flatMap((id) => compare(session, id, then.get(id), now.get(id)));
}

/** Somebody's address or route, which goes when its device does. Flows that go by themselves are no matter of ours. */
function standsOn(
  { plugin, system, parent, dependsOn }: LiveResource,
  touched: ReadonlySet<string>,
): boolean {
  if (plugin !== 'netlink' || system) return false;
  return [parent, ...dependsOn].some((id) => id !== null && touched.has(id));
}

function compare(
  session: Session,
  id: string,
  then: LiveResource | undefined,
  now: LiveResource | undefined,
): string[] {
  if (then === undefined) return now === undefined || now.owner === null ? [] : [`${id} is left over`];
  if (now === undefined) return [`${id} is gone`];
  if (then.owner !== now.owner)
    return [`${id} belongs to ${now.owner ?? 'nobody'}, not ${then.owner ?? 'nobody'}`];
  const difference = session
    .plugin(then.plugin)
    .calculateDiff({ desired: asDeclared(then, now), live: { ...now, faults: [] }, last: added(then, now) });
  const fields = [...(difference?.fields ?? []).map(({ field }) => field), ...chosenAnew(then, now)];
  return fields.length > 0 ? [`${id}: ${fields.join(', ')} differ`] : [];
}

/**
 * Of a device that is inside a container, or not attached yet, nothing is known; the host end of a container's veth
 * has another MAC address after each start.
 */
function chosenAnew(then: LiveResource, now: LiveResource): string[] {
  return CHOSEN.filter((field) => {
    if (field === 'mac_in_use' && then.attributes.network_type === 'veth') return false;
    const [before, after] = [then.attributes[field] ?? null, now.attributes[field] ?? null];
    return before !== null && after !== null && canonicalJson(before) !== canonicalJson(after);
  });
}

/**
 * The entries of maps that are there now, as if we had declared them: one that was not there before is a difference.
 * Not so a request that keeps what was chosen before.
 */
function added(then: LiveResource, now: LiveResource): Resource {
  const chosen: Json[] = CHOSEN.map((field) => then.attributes[field] ?? null);
  const maps = Object.entries(now.attributes).flatMap(([field, value]) => {
    if (!isJsonObject(value)) return [];
    return [
      [field, Object.fromEntries(Object.entries(value).filter(([, entry]) => !chosen.includes(entry)))],
    ];
  });
  return { ...asDeclared(then, now), attributes: Object.fromEntries(maps) };
}

/** A MAC address that is kept by a request for it is the one that was there: only so a bridge made anew has it. */
function asDeclared(then: LiveResource, now: LiveResource): Resource {
  const { id, kind, plugin, name } = then;
  const { hwaddr, ...rest } = then.attributes;
  const kept = hwaddr === null && now.attributes.hwaddr === then.attributes.mac_in_use;
  const attributes = kept || hwaddr === undefined ? rest : { ...rest, hwaddr };
  const source = { file: '', line: 0, column: 0 };
  return { id, kind, plugin, name, attributes, dependsOn: [], policy: DEFAULT_POLICY, source };
}
