import type { Topology } from '../../compile/index.ts';
import type { StateStore, TopologyState } from '../../state/topology-state.ts';
import type { Desired } from '../contract.ts';

/** What a topology that was read says is wanted; `commit` is asked when a generation is stored. */
export function desiredOf(
  { name, resources, discover, hash, heal, expectations }: Topology,
  revision: string,
  commit: () => Promise<string | null>,
): Desired {
  return { name, target: { name, resources, discover, hash, expectations, commit }, heal, revision };
}

/** What was applied last of a topology on this host; undefined for what was never applied, or was destroyed. */
export function appliedIn(store: StateStore): (name: string) => TopologyState | undefined {
  return (name) => (store.names().includes(name) ? store.load(name) : undefined);
}
