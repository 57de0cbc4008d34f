import type { GenerationStore } from './generation-store.ts';
import { emptyState, type TopologyState } from './topology-state.ts';

/**
 * The state of a topology whose files are broken or lost, as its newest intact generation knows it: what was
 * declared, and what was owned then, addresses and links included. What carries a mark (OVS rows, flows,
 * containers, routes) is found by it whenever the host is read. Until the next converged apply `error` says what
 * `happened`.
 */
export function rebuildState(name: string, happened: string, generations: GenerationStore): TopologyState {
  const { generation, broken } = generations.newestIntact(name);
  const error = `${happened}; ${sourceText(generation?.generation, broken)}`;
  const base: TopologyState = { ...emptyState(name), rebuilt: true, error };
  if (generation === undefined) return base;
  return {
    ...base,
    generation: generation.generation,
    generationHash: generation.hash,
    lastApplied: generation.applied_at,
    hash: generation.topology_hash,
    resources: generation.resources,
    ...(generation.discover ? { discover: generation.discover } : {}),
    inventory: generation.inventory,
  };
}

function sourceText(generation: number | undefined, broken: readonly number[]): string {
  const distrust =
    broken.length > 0 ? ` (generation ${broken.join(', ')} is broken too: move it away to go on)` : '';
  if (generation !== undefined) {
    return `rebuilt from generation ${generation} and the marks on the objects${distrust}`;
  }
  return `rebuilt from the marks on the objects alone${distrust}: addresses and links carry none, and are taken over again with --adopt`;
}
