import type { TopologyState } from '../state/topology-state.ts';
import type { Target } from './prepare.ts';

/** The newest generation, as the state names it. */
export type LastGeneration = Pick<TopologyState, 'generation' | 'generationHash'>;

/** What is remembered of a topology that the host has become equal to. Pure. */
export function convergedState(
  { name, hash, resources }: Target,
  inventory: TopologyState['inventory'],
  { generation, generationHash }: LastGeneration,
  lastApplied: string,
): TopologyState {
  return {
    ...{ format_version: 1, name, generation, generationHash, hash, resources: [...resources], inventory },
    ...{ pending: [], error: null, lastApplied },
  };
}
