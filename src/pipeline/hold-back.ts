import { sortTopologically } from '../graph/order.ts';
import type { Change, Conflict, Held } from '../model/plan.ts';
import type { LiveResource, Resource, ResourcePolicy } from '../model/resource.ts';
import { formatLocation } from '../model/source.ts';
import type { PlanInput } from './plan-input.ts';

/** What was decided for the declared objects. */
export interface Decisions {
  /** Adoptions and releases, beside which an object may have another change. */
  ownership: Change[];
  changes: Map<string, Change>;
  conflicts: Conflict[];
}

/** The objects that `chosen` names and all that stands on them. */
export function withDependents(
  desired: readonly Resource[],
  chosen: (id: string) => boolean,
): ReadonlySet<string> {
  const byId = new Map(desired.map((resource) => [resource.id, resource]));
  const needs = (id: string): string[] => (byId.get(id) as Resource).dependsOn.map(({ on }) => on);
  const found = new Set<string>();
  for (const id of sortTopologically([...byId.keys()], needs)) {
    if (chosen(id) || needs(id).some((other) => found.has(other))) found.add(id);
  }
  return found;
}

/**
 * Takes out of the decisions what is to be held, and what would stand on an object that is held and not there, or in
 * whose place is somebody else's. What is held is told with the plan and not carried out. Changes the decisions in
 * place.
 */
export function holdBack(
  input: PlanInput,
  live: ReadonlyMap<string, LiveResource>,
  decisions: Decisions,
): Held[] {
  if (input.options.hold === undefined) return [];
  const conflicts = decisions.conflicts.filter(({ id }) => isHeld(input, id, true, undefined));
  const changes = allChanges(decisions).filter(({ id, desired }) =>
    isHeld(input, id, false, desired?.policy),
  );
  const inTheWay = new Set(conflicts.map(({ id }) => id));
  const absent = changes.map(({ id }) => id).filter((id) => !live.has(id));
  const lacking = new Set([...inTheWay, ...absent]);
  const waiting = lacking.size === 0 ? lacking : withDependents(input.desired, (id) => lacking.has(id));
  const named = new Set([...changes.map(({ id }) => id), ...waiting]);
  const held = [
    ...conflicts.map(heldConflict),
    ...allChanges(decisions)
      .filter(({ id }) => named.has(id))
      .map(heldChange),
  ];
  decisions.conflicts = decisions.conflicts.filter(({ id }) => !inTheWay.has(id));
  decisions.ownership = decisions.ownership.filter(({ id }) => !named.has(id));
  for (const id of named) decisions.changes.delete(id);
  return held;
}

/** Whether the options say to tell of an object instead of changing it. */
export function isHeld(
  { options, discoveredAnew, ended }: PlanInput,
  id: string,
  conflict: boolean,
  policy: ResourcePolicy | undefined,
): boolean {
  const wantedAnew = (discoveredAnew?.has(id) ?? false) || (ended?.has(id) ?? false);
  return options.hold?.({ id, conflict, heal: policy?.heal, wantedAnew }) ?? false;
}

/** A change as it is told instead of being carried out. */
export function heldChange({ id, reason, fields, desired, live }: Change): Held {
  return { id, reason, fields, desired, live, conflict: false };
}

function heldConflict(conflict: Conflict): Held {
  const reason = `${conflict.message} (declared in ${formatLocation(conflict)})`;
  return { id: conflict.id, reason, fields: [], desired: null, live: null, conflict: true };
}

function allChanges({ ownership, changes }: Decisions): Change[] {
  return [...ownership, ...changes.values()];
}
