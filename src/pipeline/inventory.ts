import type { Plan } from '../model/plan.ts';
import type { LiveResource } from '../model/resource.ts';
import type { InventoryEntry, TopologyState } from '../state/topology-state.ts';
import type { Execution } from './execute.ts';

/**
 * The inventory with everything added that a plan is about to create or adopt. It is written before the first
 * change, so that a crash never leaves an object that nobody knows of.
 */
export function withIntents(state: TopologyState, plan: Plan): Record<string, InventoryEntry> {
  const inventory = { ...state.inventory };
  for (const step of plan.steps) {
    if (step.desired?.policy.unowned) continue;
    if (step.operation === 'create') inventory[step.id] = { adopted: false };
    if (step.operation === 'adopt') inventory[step.id] = { adopted: true };
  }
  return inventory;
}

/**
 * The inventory without what was given up: released, deleted for good, or its adoption not done or undone. Of
 * what carries no mark only the missing entry tells that it is nobody's: a device that OVS makes under the name
 * of a deleted link is not that link.
 */
export function withoutGivenUp(
  inventory: Record<string, InventoryEntry>,
  execution: Execution,
): Record<string, InventoryEntry> {
  const givenUp = new Set<string>();
  const madeAnew = (id: string): boolean => execution.outcomes.has(`create:${id}`);
  for (const { key, id, status } of execution.outcomes.values()) {
    if (key.startsWith('release:') && status === 'done') givenUp.add(id);
    if (key.startsWith('delete:') && status === 'done' && !madeAnew(id)) givenUp.add(id);
    if (key.startsWith('adopt:') && status !== 'done') givenUp.add(id);
  }
  if (givenUp.size === 0) return inventory;
  return Object.fromEntries(Object.entries(inventory).filter(([id]) => !givenUp.has(id)));
}

/**
 * The inventory of what is really there and ours, sorted by id: by mark where it carries one, by entry where not.
 */
export function inventoryOf(topology: string, live: readonly LiveResource[]): Record<string, InventoryEntry> {
  const owned = live.filter((object) => object.owner === topology);
  const entries = owned.map(({ id, adopted }): [string, InventoryEntry] => [id, { adopted }]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Kinds whose mark on the host alone says whose they are, and that are made without being adopted. */
const MARKED = /^(?:port|flow)\//;

/**
 * True when a crash would leave nothing that `known` and the marks on the host do not tell: what is intended
 * stands there already, or is a new port or flow.
 */
export function isTold(
  intended: Record<string, InventoryEntry>,
  known: Record<string, InventoryEntry>,
): boolean {
  return Object.entries(intended).every(([id, { adopted }]) =>
    known[id] === undefined ? !adopted && MARKED.test(id) : known[id].adopted === adopted,
  );
}
