import { sortTopologically } from '../graph/order.ts';
import type { Change } from '../model/plan.ts';
import type { Dependency, LiveResource, Resource } from '../model/resource.ts';
import { heavier } from '../plugins/field-rules.ts';

/**
 * Adds what follows from other changes: an object whose dependency is rebuilt is replaced or restarted too,
 * as its `whenRebuilt` says, although it is there and equal. Faults that name another object to rebuild are
 * honoured first; not those of `held` objects, which are left alone. Changes the map in place.
 */
export function cascadeRebuilds(
  desired: readonly Resource[],
  live: ReadonlyMap<string, LiveResource>,
  changes: Map<string, Change>,
  held: ReadonlySet<string> = new Set(),
): void {
  const byId = new Map(desired.map((resource) => [resource.id, resource]));
  rebuildWhatFaultsName(byId, live, changes, held);
  if (changes.size === 0) return;
  const needs = (id: string): string[] =>
    (byId.get(id) as Resource).dependsOn.map((dependency) => dependency.on);
  for (const id of sortTopologically([...byId.keys()], needs)) {
    const resource = byId.get(id) as Resource;
    for (const dependency of resource.dependsOn) {
      if (isRebuild(changes.get(dependency.on))) follow(resource, dependency, live.get(id), changes);
    }
  }
}

/** True when what stood on the object before does not stand any more afterwards. */
export function isRebuild(change: Change | undefined): boolean {
  if (change === undefined) return false;
  if (change.action === 'create' || change.action === 'replace') return true;
  return change.action === 'update' && change.disruption === 'restart';
}

function rebuildWhatFaultsName(
  byId: ReadonlyMap<string, Resource>,
  live: ReadonlyMap<string, LiveResource>,
  changes: Map<string, Change>,
  held: ReadonlySet<string>,
): void {
  for (const id of byId.keys()) {
    if (held.has(id)) continue;
    for (const fault of live.get(id)?.faults ?? []) {
      const other = fault.rebuild === undefined ? undefined : byId.get(fault.rebuild);
      if (other) force(other, 'replace', fault.message, live.get(other.id), changes);
    }
  }
}

function follow(
  resource: Resource,
  dependency: Dependency,
  live: LiveResource | undefined,
  changes: Map<string, Change>,
): void {
  if (dependency.whenRebuilt === 'keep') return;
  if (dependency.whenRebuilt === 'restart' && staysStopped(resource, live)) return;
  const action = dependency.whenRebuilt === 'replace' ? 'replace' : 'update';
  force(resource, action, `${dependency.on} is made anew`, live, changes);
}

function staysStopped({ attributes }: Resource, live: LiveResource | undefined): boolean {
  if (attributes.state === 'stopped') return true;
  return attributes.state === 'unmanaged' && live?.attributes.state === 'stopped';
}

/** A container that others start and stop is not restarted: what it lacks is put into it while it runs. */
function isLeftRunning({ kind, attributes, policy }: Resource): boolean {
  return kind === 'container' && (attributes.state === 'unmanaged' || policy.unowned);
}

function force(
  resource: Resource,
  action: 'replace' | 'update',
  reason: string,
  live: LiveResource | undefined,
  changes: Map<string, Change>,
): void {
  const { external, unowned } = resource.policy;
  const leftRunning = isLeftRunning(resource);
  if (live === undefined || live.absent || external || (unowned && !leftRunning)) return;
  const known = changes.get(resource.id);
  if (known?.action === 'create' || known?.action === 'replace') return;
  const restart = action === 'update' && !leftRunning;
  const disruption = restart ? 'restart' : heavier(known?.disruption ?? 'none', 'brief');
  if (known?.disruption === 'restart' && action === 'update') return;
  changes.set(resource.id, {
    id: resource.id,
    plugin: resource.plugin,
    action,
    reason: known ? `${known.reason}; ${reason}` : reason,
    fields: known?.fields ?? [],
    disruption,
    desired: resource,
    live,
  });
}
