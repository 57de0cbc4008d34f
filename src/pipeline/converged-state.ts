import type { Resource } from '../model/resource.ts';
import type { TopologyState } from '../state/topology-state.ts';
import type { Target } from './prepare.ts';

/** The newest generation, as the state names it. */
export type LastGeneration = Pick<TopologyState, 'generation' | 'generationHash'>;

/**
 * What is remembered of a topology that the host has become equal to, with what is in force of what was `discovered`
 * for it. Pure.
 */
export function convergedState(
  { name, hash, resources, discover = [] }: Target,
  discovered: readonly Resource[],
  inventory: TopologyState['inventory'],
  { generation, generationHash }: LastGeneration,
  lastApplied: string,
): TopologyState {
  return {
    ...{ format_version: 1, name, generation, generationHash, hash, resources: [...resources], inventory },
    ...(discover.length > 0 ? { discover: [...discover], discovered: [...discovered] } : {}),
    ...{ pending: [], error: null, lastApplied },
  };
}
