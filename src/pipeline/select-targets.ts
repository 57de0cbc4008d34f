import { didYouMean } from '../document/suggest.ts';
import { OptopoError } from '../model/error.ts';
import type { LiveResource, Resource } from '../model/resource.ts';

/** To which objects a plan is limited. */
export interface Selection {
  /** As the user named them. */
  targets: readonly string[];
  /** Declared objects: those named, and all that they stand on. */
  wanted: ReadonlySet<string>;
  /** No longer declared: those named, and what was declared on them, which cannot outlive them. */
  gone: ReadonlySet<string>;
}

/** True for an object that a limited plan is about; without a selection for every one. */
export function covers(selection: Selection | undefined, id: string): boolean {
  return selection === undefined || selection.wanted.has(id) || selection.gone.has(id);
}

/**
 * Follows the named ids: from what is declared to all that it stands on, from what is not declared any more to
 * what stood on it. A container takes the ports of its interfaces along, with which it is one thing. Pure.
 */
export function selectTargets(
  targets: readonly string[],
  desired: readonly Resource[],
  before: readonly Resource[],
): Selection {
  const declared = new Map(desired.map((resource) => [resource.id, resource]));
  const wanted = new Set<string>();
  const gone = new Set<string>();
  const visit = (id: string): void => {
    if (wanted.has(id) || gone.has(id)) return;
    const resource = declared.get(id);
    if (resource === undefined) {
      gone.add(id);
      for (const other of before) if (standsOn(other, id) || isPortOf(other, id)) visit(other.id);
      return;
    }
    wanted.add(id);
    for (const { on } of resource.dependsOn) if (declared.has(on)) visit(on);
    for (const other of desired) if (isPortOf(other, id)) visit(other.id);
  };
  for (const id of targets) visit(id);
  return { targets, wanted, gone };
}

function standsOn(resource: Resource, id: string): boolean {
  return resource.dependsOn.some(({ on }) => on === id);
}

function isPortOf({ kind, attributes }: Resource, id: string): boolean {
  return kind === 'port' && id === `container/${attributes.container}`;
}

/**
 * What a limited plan may remove: what is gone, what is declared and withheld now, and owned objects of no
 * declaration that stand on what is gone: they go with it. Pure.
 */
export function removable(
  selection: Selection,
  owned: readonly LiveResource[],
  declared: ReadonlySet<string>,
): ReadonlySet<string> {
  const found = new Set([...selection.gone, ...selection.wanted]);
  const above = new Set(selection.gone);
  for (let size = -1; size !== above.size; ) {
    size = above.size;
    for (const { id, parent, dependsOn } of owned) {
      if (declared.has(id)) continue;
      if ((parent !== null && above.has(parent)) || dependsOn.some((on) => above.has(on))) above.add(id);
    }
  }
  for (const id of above) found.add(id);
  return found;
}

/**
 * Throws `usage` for a target that the topology neither declares nor owns. `wasKnown` is asked last: an object
 * that an earlier generation had and that is gone by now is no typing error, there is only nothing to do for it.
 */
export function requireKnownTargets(
  topology: string,
  targets: readonly string[],
  known: ReadonlySet<string>,
  wasKnown: (id: string) => boolean,
): void {
  const unknown = targets.find((id) => !known.has(id) && !wasKnown(id));
  if (unknown === undefined) return;
  const hint = didYouMean(unknown, known);
  throw new OptopoError('usage', `--target ${unknown}: ${topology} neither declares nor owns it${hint}`, {
    hint: 'ids are as `optopo plan --json` prints them, such as bridge/br0 or container/100',
  });
}
