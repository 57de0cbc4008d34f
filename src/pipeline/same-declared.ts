import type { DiscoverTemplate } from '../model/discover.ts';
import type { Resource } from '../model/resource.ts';
import type { TopologyState } from '../state/topology-state.ts';
import type { Target } from './prepare.ts';

/** Pairs of lists that were compared and found the same: both are long, and a daemon asks again and again. */
const known = new WeakMap<readonly Resource[], readonly Resource[]>();

/** True when the target declares exactly what the last converged apply did. */
export function declaresWhatIsInForce(target: Target, state: TopologyState): boolean {
  if (target.hash === null || target.hash !== state.hash) return false;
  if (known.get(target.resources) === state.resources) return true;
  // Equal content can be compiled differently by another version of the program.
  const same =
    textOf(target.resources) === textOf(state.resources) &&
    textOfTemplates(target.discover) === textOfTemplates(state.discover);
  if (same) known.set(target.resources, state.resources);
  return same;
}

/**
 * True when the newest generation is what is wanted, and the state says all of it that a crash could leave behind:
 * a repair then has nothing to write down.
 */
export function isInForce(target: Target, state: TopologyState): boolean {
  const { pending, error, rebuilt, unconfirmed, generationHash } = state;
  if (pending.length > 0 || error !== null || rebuilt || unconfirmed) return false;
  return generationHash !== null && declaresWhatIsInForce(target, state);
}

/** Without the places in the file: a comment more above moves them all. */
function textOf(resources: readonly Resource[]): string {
  return JSON.stringify(resources.map(({ source: _place, ...declared }) => declared));
}

function textOfTemplates(templates: readonly DiscoverTemplate[] = []): string {
  return JSON.stringify(
    templates.map(({ source: _place, port, flows, ...rest }) => [rest, textOf([port, ...flows])]),
  );
}
