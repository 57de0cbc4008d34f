import type { Conflict } from '../../model/plan.ts';
import type { LiveResource, Resource } from '../../model/resource.ts';
import { conflictOf } from '../conflict-of.ts';

/**
 * Conflicts over veths of discovered containers that somebody has put into a bridge already: what OVS knows by
 * another port's name would only show as a refused transaction. Pure.
 */
export function takenDevices(
  topology: string,
  discovered: readonly Resource[],
  live: readonly LiveResource[],
): Conflict[] {
  const wanted = discovered.filter(
    ({ kind, attributes }) => kind === 'port' && typeof attributes.interface === 'string',
  );
  if (wanted.length === 0) return [];
  const holders = new Map(live.filter(({ kind }) => kind === 'port').map((port) => [deviceOf(port), port]));
  return wanted.flatMap((resource) => {
    const holder = holders.get(deviceOf(resource));
    if (holder === undefined || holder.id === resource.id || holder.owner === topology) return [];
    return [conflictOver(resource, holder)];
  });
}

function conflictOver(resource: Resource, holder: LiveResource): Conflict {
  const whose = holder.owner === null ? 'which is not ours' : `which belongs to topology ${holder.owner}`;
  const message = `its device ${deviceOf(resource)} is the port ${holder.name} of bridge ${holder.attributes.bridge}, ${whose}`;
  return conflictOf(resource, holder.owner, message);
}

function deviceOf({ name, attributes }: Resource | LiveResource): string {
  return typeof attributes.interface === 'string' ? attributes.interface : name;
}
