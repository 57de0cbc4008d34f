import type { Resource } from '../model/resource.ts';

const known = new WeakMap<readonly Resource[], { before: readonly Resource[]; ids: ReadonlySet<string> }>();

/**
 * Ids of the objects that are declared now otherwise than in what is in force, are new, or are not declared any
 * more. What differs on the host and is not among them is drift. The places in files do not count, nor does what is
 * said about drift itself.
 */
export function declaredAnew(now: readonly Resource[], inForce: readonly Resource[]): ReadonlySet<string> {
  const cached = known.get(now);
  if (cached?.before === inForce) return cached.ids;
  const before = new Map(inForce.map((resource) => [resource.id, textOf(resource)]));
  const ids = new Set(before.keys());
  for (const resource of now) {
    if (before.get(resource.id) === textOf(resource)) ids.delete(resource.id);
    else ids.add(resource.id);
  }
  known.set(now, { before: inForce, ids });
  return ids;
}

function textOf({ source: _place, dependsOn: _others, policy, ...declared }: Resource): string {
  const { heal: _heal, ignore: _ignore, ...others } = policy;
  return JSON.stringify([declared, others]);
}
