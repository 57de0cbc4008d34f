import { bridgeId, linkId, portId } from '../../model/ids.ts';
import type { Resource } from '../../model/resource.ts';
import type { KernelLink } from '../../wire/ip/links.ts';

/** Which object a network device belongs to, for parents and for the order of deletion. */
export interface DeviceIndex {
  /** Id of the bridge, port or link that is this device. */
  ownerOf(device: string): string;
  /** Ids of everything that takes what stands on this device along when it goes. */
  carriersOf(device: string): string[];
  /** True for a device that a declared bridge or port is. */
  isSwitched(device: string): boolean;
}

/**
 * Finds the object of each device among what is declared. A device that is a created link and an OVS port at
 * once is the link, which makes it; one that is declared as nothing counts as a link.
 */
export function indexDevices(desired: readonly Resource[], links: readonly KernelLink[]): DeviceIndex {
  const declared = new Map<string, string>();
  const switched = new Set<string>();
  for (const resource of [...desired].sort((a, b) => rank(a) - rank(b))) {
    const device = deviceOf(resource);
    if (device === undefined) continue;
    declared.set(device, resource.id);
    if (resource.kind !== 'link') switched.add(device);
  }
  const peers = new Map(
    links.flatMap(({ kind, link, name }) => (kind === 'veth' && link ? [[name, link]] : [])),
  );
  const ownerOf = (device: string): string => declared.get(device) ?? linkId(device);
  const carriersOf = (device: string): string[] => {
    const peer = peers.get(device);
    const own = declared.has(device) ? [ownerOf(device)] : [linkId(device), portId(device), bridgeId(device)];
    // Deleting one end of a veth pair deletes the other, with all that stands on it.
    return peer === undefined ? own : [...own, linkId(peer)];
  };
  return { ownerOf, carriersOf, isSwitched: (device) => switched.has(device) };
}

/** Later ones win: a link that exists anyway, then ports and bridges, then links that are created. */
function rank({ kind, policy }: Resource): number {
  if (kind !== 'link') return 1;
  return policy.unowned ? 0 : 2;
}

function deviceOf({ kind, name, attributes }: Resource): string | undefined {
  if (kind === 'bridge' || kind === 'link') return name;
  if (kind !== 'port') return undefined;
  return typeof attributes.interface === 'string' ? attributes.interface : name;
}
