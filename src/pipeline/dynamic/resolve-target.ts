import type { DiscoverTemplate, Guest } from '../../model/discover.ts';
import type { Resource } from '../../model/resource.ts';
import type { TopologyState } from '../../state/topology-state.ts';
import type { Session } from '../session.ts';
import { type Expanded, expandTarget, unmanagedContainers } from './expand-target.ts';
import { idsOf, templateFor } from './select-guests.ts';

/**
 * What a target comes to right now. Who runs is read only where something depends on it. Throws when it cannot
 * be read.
 */
export async function resolveTarget(
  session: Session,
  target: { resources: readonly Resource[]; discover?: readonly DiscoverTemplate[] },
  state: TopologyState,
): Promise<Expanded> {
  const { resources, discover = [] } = target;
  if (discover.length === 0 && unmanagedContainers(resources).size === 0) {
    return { resources, discovered: [], running: null, conflicts: [] };
  }
  return expandTarget(resources, discover, await readGuests(session, state, resources, discover));
}

async function readGuests(
  session: Session,
  state: TopologyState,
  resources: readonly Resource[],
  discover: readonly DiscoverTemplate[],
): Promise<Guest[]> {
  const declared = idsOf(resources);
  const vethOf = (guest: Pick<Guest, 'name' | 'owner'>): string | null => {
    const template = templateFor(guest, discover, declared);
    return template?.networkType === 'veth' ? template.interfaceName : null;
  };
  const context = session.context(state);
  const parts = await Promise.all(
    session.plugins.map((plugin) => plugin.queryGuests?.(context, { vethOf }) ?? []),
  );
  return parts.flat();
}
