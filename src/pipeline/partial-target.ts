import { OptopoError } from '../model/error.ts';
import type { LiveResource, Resource } from '../model/resource.ts';
import type { InventoryEntry, TopologyState } from '../state/topology-state.ts';
import { inventoryOf } from './inventory.ts';
import { lastDeclared, type Target } from './prepare.ts';
import { covers, requireKnownTargets, selectTargets } from './select-targets.ts';
import type { Session } from './session.ts';

/**
 * The target limited to some objects: what was applied last, with these put in its place. So whatever is
 * remembered of it is true: of all other objects nothing new is known. Without `targets` it is the whole one.
 */
export function limitTo(
  target: Target,
  targets: readonly string[] | undefined,
  state: TopologyState,
): Target {
  if (targets === undefined) return target;
  const before = lastDeclared(state).filter(({ policy }) => !policy.comesAndGoes);
  const selection = selectTargets(targets, target.resources, before);
  const chosen = new Map(
    target.resources.filter(({ id }) => selection.wanted.has(id)).map((one) => [one.id, one]),
  );
  const kept = state.resources.flatMap((resource) => {
    const now = chosen.get(resource.id);
    chosen.delete(resource.id);
    if (now !== undefined) return [now];
    return selection.gone.has(resource.id) ? [] : [resource];
  });
  const resources = [...kept, ...chosen.values()];
  const isTheSame = JSON.stringify(resources) === JSON.stringify(state.resources);
  const { name, commit } = target;
  const hash = isTheSame ? state.hash : null;
  const { discover = [] } = state;
  // Expectations are about the whole: they are left out.
  return { name, resources, discover, hash, selection, ...(commit ? { commit } : {}) };
}

/** Throws `usage` for a target that is neither declared nor owned, nor was in any generation that is kept. */
export function checkTargets(
  session: Session,
  { name, resources }: Target,
  targets: readonly string[] | undefined,
  state: TopologyState,
): void {
  if (targets === undefined) return;
  refuseDiscovered(targets, state);
  const declared = [...resources, ...lastDeclared(state)].map(({ id }) => id);
  const known = new Set([...declared, ...Object.keys(state.inventory)]);
  requireKnownTargets(name, targets, known, (id) =>
    session.generations
      .chain(name)
      .some((generation) => id in generation.inventory || generation.resources.some((one) => one.id === id)),
  );
}

/** What comes and goes with a container that nobody declares is no object that a plan could be limited to. */
function refuseDiscovered(targets: readonly string[], { discovered = [] }: TopologyState): void {
  const ids = new Set(discovered.map(({ id }) => id));
  const found = targets.find((id) => ids.has(id));
  if (found === undefined) return;
  throw new OptopoError('usage', `--target ${found}: it is discovered, not declared`, {
    hint: 'it comes and goes with its container whenever the whole topology is applied, or watched',
  });
}

/** What stays unfinished of an earlier apply once this target is reached: what the target is not about. */
export function unfinishedBeside(
  { selection }: Target,
  { pending, error, rebuilt }: TopologyState,
): Pick<TopologyState, 'pending' | 'error' | 'rebuilt'> {
  if (selection === undefined) return { pending: [], error: null };
  const left: Resource[] = pending.filter(({ id }) => !covers(selection, id));
  return { pending: left, error: left.length > 0 || rebuilt ? error : null, ...(rebuilt ? { rebuilt } : {}) };
}

/** True where a target for which nothing has to be done yet ends an earlier apply, or leaves nothing declared. */
export function endsSomething(target: Target, state: TopologyState): boolean {
  const ends = unfinishedBeside(target, state).pending.length < state.pending.length;
  return ends || (state.resources.length > 0 && target.resources.length === 0);
}

/** What is owned after a run: what was read of the target, and beside it what was owned before. */
export function inventoryAfter(
  target: Target,
  state: TopologyState,
  live: readonly LiveResource[],
): Record<string, InventoryEntry> {
  const seen = live.filter(({ id }) => covers(target.selection, id));
  return { ...inventoryBeside(target, state), ...inventoryOf(target.name, seen) };
}

/** Entries of the inventory that the target is not about: they stay as they are. */
export function inventoryBeside(
  { selection }: Target,
  { inventory }: TopologyState,
): Record<string, InventoryEntry> {
  const kept = Object.entries(inventory).filter(([id]) => !covers(selection, id));
  return Object.fromEntries(kept);
}
