import type { OwnershipEntry, OwnershipIndex } from '../plugins/contract.ts';
import type { TopologyState } from './topology-state.ts';

/** The inventories of all topologies on this host as one index, as one topology sees it. */
export function ownershipIndex(owner: string, states: readonly TopologyState[]): OwnershipIndex {
  const entries = new Map<string, OwnershipEntry>();
  for (const state of states) {
    for (const [id, entry] of Object.entries(state.inventory)) {
      // Two inventories that name one object: the topology at work has the say over its own.
      if (entries.has(id) && state.name !== owner) continue;
      entries.set(id, { id, owner: state.name, adopted: entry.adopted });
    }
  }
  const own = [...entries.values()].filter((entry) => entry.owner === owner);
  const rebuilt = states.filter((state) => state.rebuilt).map(({ name }) => name);
  return {
    ...(rebuilt.length === 1 && rebuilt[0] === owner ? { heir: owner } : {}),
    topologies: states.map(({ name }) => name),
    lookup: (id) => entries.get(id),
    own: () => own,
  };
}
