import type { LiveResource, Resource } from '../../model/resource.ts';
import type { Links } from './live-resources.ts';

/**
 * Marks declared ports whose device is not there, and need not be, as `absent`, so that nothing is done for them:
 * neither made (ovs-vswitchd would refuse), nor mended, nor removed when the device went away later. Where
 * there is no row either, one that equals the declaration stands in. Pure.
 */
export function withAbsentDevices(
  live: readonly LiveResource[],
  desired: readonly Resource[],
  links: Links,
  owner: string,
): LiveResource[] {
  const absent = new Map(
    desired.filter((resource) => isAbsent(resource, links)).map((resource) => [resource.id, resource]),
  );
  const known = live.map((object) =>
    absent.delete(object.id) ? { ...object, faults: [], absent: true } : object,
  );
  return [...known, ...[...absent.values()].map((resource) => standIn(resource, owner))];
}

/**
 * An optional device may be absent; so may the pair of a container that others start and stop: it goes a moment before
 * the container is seen to have ended, and then nobody can make its port anew.
 */
function isAbsent({ kind, name, attributes, policy }: Resource, links: Links): boolean {
  const mayBe = policy.optional || (policy.comesAndGoes && !policy.withheld);
  if (kind !== 'port' || !mayBe || attributes.type === 'internal') return false;
  return !links.has(typeof attributes.interface === 'string' ? attributes.interface : name);
}

function standIn(resource: Resource, owner: string): LiveResource {
  const { id, kind, plugin, name, attributes, dependsOn } = resource;
  return {
    ...{ id, kind, plugin, name, attributes, owner },
    adopted: false,
    retained: false,
    system: false,
    parent: typeof attributes.bridge === 'string' ? `bridge/${attributes.bridge}` : null,
    dependsOn: dependsOn.map(({ on }) => on),
    faults: [],
    absent: true,
  };
}
