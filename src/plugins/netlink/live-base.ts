import type { JsonObject } from '../../model/json.ts';
import type { LiveResource, ResourceKind } from '../../model/resource.ts';
import type { OwnershipIndex } from '../contract.ts';

/** What every live object of this plugin has; the inventory alone says who owns it. */
export function liveBase(
  kind: ResourceKind,
  id: string,
  attributes: JsonObject,
  ownership: OwnershipIndex,
): LiveResource {
  const entry = ownership.lookup(id);
  return {
    id,
    kind,
    plugin: 'netlink',
    name: id.slice(id.indexOf('/') + 1),
    attributes,
    owner: entry?.owner ?? null,
    adopted: entry?.adopted ?? false,
    retained: false,
    system: false,
    parent: null,
    dependsOn: [],
    faults: [],
  };
}
