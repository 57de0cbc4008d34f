import type { Change, ChangeAction, Conflict, Difference } from '../model/plan.ts';
import type { LiveResource, Resource, ResourceKind } from '../model/resource.ts';
import { conflictOf } from './conflict-of.ts';
import type { PlanInput } from './plan-input.ts';

/** What one declared object needs: changes, or the reason why it must not be touched. */
export interface Verdict {
  changes: Change[];
  conflict?: Conflict;
}

/** What carries no name of its owner: the inventory alone knows. */
const UNMARKED: ReadonlySet<ResourceKind> = new Set(['link', 'address', 'route']);

/**
 * Decides for one declared object by who owns the live one: create what is not there, change what is ours,
 * adopt what nobody owns only when asked, and never touch what another topology owns (contract, section 3).
 */
export function decideDesired(
  desired: Resource,
  live: LiveResource | undefined,
  last: Resource | undefined,
  input: PlanInput,
): Verdict {
  if (desired.policy.external) return decideExternal(desired, live);
  // OVS's own default flow is nobody's: declaring that flow simply takes its place.
  const present = live?.system && live.kind === 'flow' ? undefined : live;
  const difference = input.diff({ desired, live: present, last });
  if (present === undefined) return decideAbsent(desired, difference);
  if (desired.policy.unowned) return decideUnowned(desired, present, difference, input);
  if (present.owner === input.topology) return decideOwned(desired, present, difference, input);
  if (present.owner !== null) {
    return {
      changes: [],
      conflict: conflictOf(desired, present.owner, `belongs to topology ${present.owner}`),
    };
  }
  const [lost] = UNMARKED.has(desired.kind) ? (input.lost ?? []) : [];
  if (lost !== undefined) {
    const message = `exists already and may belong to topology ${lost}, whose state is lost: apply ${lost} first`;
    return { changes: [], conflict: conflictOf(desired, null, message) };
  }
  if (!input.options.adopt && !desired.policy.adopt) {
    const message = 'exists already and belongs to nobody; take it over with --adopt or `adopt: true`';
    return { changes: [], conflict: conflictOf(desired, null, message) };
  }
  const adopt = changeOf('adopt', 'exists and has no owner', desired, present);
  return { changes: [adopt, ...changesOf(difference, desired, present)] };
}

/** A link that was created and is now declared without `kind` stays, and is no longer ours. */
function decideUnowned(
  desired: Resource,
  live: LiveResource,
  difference: Difference | null,
  input: PlanInput,
): Verdict {
  const changes = changesOf(difference, desired, live);
  if (live.owner !== input.topology) return { changes };
  return { changes: [changeOf('release', 'declared without kind: it stays', null, live), ...changes] };
}

/**
 * A container's replacement loses its data: only with --delete-data. LXC deletes a veth pair by its name when the
 * container stops, also where a new port has that name by then.
 */
function decideOwned(
  desired: Resource,
  live: LiveResource,
  difference: Difference | null,
  input: PlanInput,
): Verdict {
  if (becomesSocketWhileRunning(desired, live, input)) {
    const message =
      'cannot become a socket under the same name while its container runs: give it another `port` name, or apply `state: stopped` first';
    return { changes: [], conflict: conflictOf(desired, live.owner, message) };
  }
  if (difference?.action === 'replace' && live.kind === 'container' && !input.options.deleteData) {
    const message = `has to be made anew (${difference.reason}), which deletes its data; allow it with --delete-data`;
    return { changes: [], conflict: conflictOf(desired, live.owner, message) };
  }
  return { changes: changesOf(difference, desired, live) };
}

function becomesSocketWhileRunning(desired: Resource, live: LiveResource, input: PlanInput): boolean {
  if (live.attributes.network_type !== 'veth' || desired.attributes.network_type !== 'socket') return false;
  const id = `container/${live.attributes.container}`;
  return input.live.some((object) => object.id === id && object.attributes.state === 'running');
}

function decideExternal(desired: Resource, live: LiveResource | undefined): Verdict {
  if (live !== undefined) return { changes: [] };
  return { changes: [], conflict: conflictOf(desired, null, 'is declared external and does not exist') };
}

function decideAbsent(desired: Resource, difference: Difference | null): Verdict {
  if (!desired.policy.unowned) return { changes: changesOf(difference, desired, null) };
  if (desired.dependsOn.length > 0) {
    // The other end of a pair that this plan creates: it appears with that one, then gets its fields.
    const update = difference && {
      ...difference,
      action: 'update' as const,
      reason: 'appears with its peer',
    };
    return { changes: changesOf(update, desired, null) };
  }
  const message =
    'does not exist; a link without `kind` is never created: add `kind`, or create the device first';
  return { changes: [], conflict: conflictOf(desired, null, message) };
}

function changesOf(difference: Difference | null, desired: Resource, live: LiveResource | null): Change[] {
  return difference ? [{ id: desired.id, plugin: desired.plugin, desired, live, ...difference }] : [];
}

function changeOf(
  action: ChangeAction,
  reason: string,
  desired: Resource | null,
  live: LiveResource,
): Change {
  return {
    id: live.id,
    plugin: live.plugin,
    action,
    reason,
    fields: [],
    disruption: 'none',
    desired,
    live,
  };
}

/**
 * Decides for one owned object that is no longer declared: release what was there before us and bridges that
 * carry foreign objects, retain containers unless their data may go, delete the rest.
 */
export function decidePruned(
  live: LiveResource,
  last: Resource | undefined,
  foreignChildren: readonly LiveResource[],
  input: PlanInput,
): Change | null {
  const why = input.desired.length > 0 ? 'no longer declared' : 'goes with its topology';
  const { deleteData, deleteDataOf = [], keepData = false } = input.options;
  const mayDestroy = deleteData || deleteDataOf.includes(live.id) || last?.policy.onRemove === 'destroy';
  const destroyData = mayDestroy && !keepData;
  if (live.retained && !destroyData) return null;
  if (live.adopted) return changeOf('release', `${why}; it was there before`, null, live);
  if (live.kind === 'bridge' && foreignChildren.length > 0) {
    const named = foreignChildren.slice(0, 3).map((child) => child.id);
    const more =
      foreignChildren.length > named.length ? ` and ${foreignChildren.length - named.length} more` : '';
    const reason = `${why}, but it carries what is not ours: ${named.join(', ')}${more}`;
    return changeOf('release', reason, null, live);
  }
  if (live.kind === 'container' && !destroyData) {
    const reason = `${why}; stopped, its data is kept (--delete-data deletes it)`;
    return { ...changeOf('retain', reason, null, live), disruption: 'restart' };
  }
  const disruption = live.kind === 'address' || live.kind === 'flow' ? 'none' : 'brief';
  const reason = live.kind === 'container' ? `${why}; deleted with its data` : why;
  return { ...changeOf('delete', reason, null, live), disruption };
}
