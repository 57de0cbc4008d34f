import { memoizeFor } from '../model/memoize.ts';
import type { Resource } from '../model/resource.ts';

/**
 * Ids of the objects that are declared now otherwise than in what is in force, are new, or are not declared any
 * more. What differs on the host and is not among them is drift. The places in files do not count, nor does what is
 * said about drift itself.
 */
export const declaredAnew = memoizeFor(compareDeclared);

function compareDeclared(now: readonly Resource[], inForce: readonly Resource[]): ReadonlySet<string> {
  const before = new Map(inForce.map((resource) => [resource.id, textOf(resource)]));
  const ids = new Set(before.keys());
  for (const resource of now) {
    if (before.get(resource.id) === textOf(resource)) ids.delete(resource.id);
    else ids.add(resource.id);
  }
  return ids;
}

function textOf({ source: _place, dependsOn: _others, policy, ...declared }: Resource): string {
  const { heal: _heal, ignore: _ignore, ...others } = policy;
  return JSON.stringify([declared, others]);
}
