import { containerId } from '../../model/ids.ts';
import type { LiveResource } from '../../model/resource.ts';
import type { Expanded } from './expand-target.ts';
import { idsOf } from './select-guests.ts';

/**
 * Ids of what a topology owns only because of a container that does not run any more, or of an earlier run of it:
 * its port, and the flows that name a port that comes and goes. Told by what is there, not by what was remembered.
 * Pure.
 */
export function endedIds(
  owner: string,
  { resources, running }: Pick<Expanded, 'resources' | 'running'>,
  live: readonly LiveResource[],
): ReadonlySet<string> {
  if (running === null) return new Set();
  const declared = idsOf(resources);
  const left = live.filter((object) => object.owner === owner && !declared.has(object.id));
  const ports = left.filter(({ kind, attributes: { container } }) => {
    if (kind !== 'port' || typeof container !== 'string') return false;
    return !declared.has(containerId(container)) && !running.has(containerId(container));
  });
  const dynamic = resources.filter(({ kind, policy }) => kind === 'port' && policy.comesAndGoes);
  const named = idsOf([...ports, ...dynamic]);
  const flows = left.filter(
    ({ kind, dependsOn }) => kind === 'flow' && dependsOn.some((id) => named.has(id)),
  );
  return idsOf([...ports, ...flows]);
}
