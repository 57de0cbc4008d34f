import type { JsonObject } from '../../model/json.ts';
import { memoizeFor } from '../../model/memoize.ts';
import type { Fault, LiveResource, Resource } from '../../model/resource.ts';
import type { KernelLink } from '../../wire/ip/links.ts';
import type { KernelAddress, KernelNetwork } from '../../wire/ip/network.ts';
import type { OwnershipIndex } from '../contract.ts';
import type { DeviceIndex } from './devices.ts';
import { indexDevices } from './devices.ts';
import { addressIdOf, linkIdOf } from './kernel-ids.ts';
import { liveBase } from './live-base.ts';
import { liveRoutes } from './live-routes.ts';

/** Devices that OVS makes for itself: the userspace and the kernel datapath. */
const OVS_OWN: ReadonlySet<string> = new Set(['ovs-netdev', 'ovs-system']);
const SCOPE_LINK = 253;
const SCOPE_HOST = 254;

/** The kernel's links, addresses and routes as live resources. Pure; shared, and never to be changed. */
export const liveResources = memoizeFor(toLiveResources);

function toLiveResources(
  network: KernelNetwork,
  desired: readonly Resource[],
  ownership: OwnershipIndex,
): readonly LiveResource[] {
  const devices = indexDevices(desired, network.links);
  const declared = new Set(desired.map(({ id }) => id));
  const byName = new Map(network.links.map((link) => [link.name, link]));
  return [
    ...network.links.map((link) => {
      const live = liveLink(link, devices, declared, ownership);
      return { ...live, attributes: { ...live.attributes, ...peerInUse(link, byName) } };
    }),
    ...network.addresses.map((address) => liveAddress(address, devices, ownership)),
    ...liveRoutes(network.routes, devices, ownership),
  ];
}

function liveLink(
  link: KernelLink,
  devices: DeviceIndex,
  declared: ReadonlySet<string>,
  ownership: OwnershipIndex,
): LiveResource {
  const base = liveBase('link', linkIdOf(link), linkAttributes(link), ownership);
  const lower = link.kind !== 'veth' && link.link !== null ? devices.carriersOf(link.link) : [];
  const system = base.owner === null && !declared.has(base.id) && isSystemLink(link, devices);
  return { ...base, dependsOn: lower, system };
}

/** What a topology could declare of a link. Of a bound device in another namespace nothing is known. */
export function linkAttributes(link: KernelLink): JsonObject {
  const attributes: JsonObject = { state: link.up ? 'up' : 'down', mtu: link.mtu };
  if (link.kind !== null) attributes.kind = link.kind;
  if (link.link !== null) attributes[link.kind === 'veth' ? 'peer' : 'link'] = link.link;
  if (link.address !== null) attributes.hwaddr = link.address;
  return attributes;
}

/** What a pair's other end is: nobody declares it, and a pair that is made anew has to have it again. */
function peerInUse({ kind, link }: KernelLink, links: ReadonlyMap<string, KernelLink>): JsonObject {
  const peer = kind === 'veth' && link !== null ? links.get(link) : undefined;
  if (peer === undefined) return {};
  return { peer_in_use: { hwaddr: peer.address, mtu: peer.mtu, state: peer.up ? 'up' : 'down' } };
}

/** Loopback, and devices that OVS makes: its own, and those of its ports and bridges. */
function isSystemLink(link: KernelLink, devices: DeviceIndex): boolean {
  if (link.flags.includes('LOOPBACK') || OVS_OWN.has(link.name)) return true;
  return link.kind === 'openvswitch' || link.kind === 'tun' || devices.isSwitched(link.name);
}

function liveAddress(address: KernelAddress, devices: DeviceIndex, ownership: OwnershipIndex): LiveResource {
  const cidr = `${address.address}/${address.prefixLength}`;
  const base = liveBase('address', addressIdOf(address), { dev: address.dev, address: cidr }, ownership);
  return {
    ...base,
    system: base.owner === null && isSystemAddress(address),
    parent: devices.ownerOf(address.dev),
    dependsOn: devices.carriersOf(address.dev),
    faults: addressFaults(address),
  };
}

function isSystemAddress({ dev, dynamic, family, scope }: KernelAddress): boolean {
  if (scope === SCOPE_HOST || dynamic || OVS_OWN.has(dev)) return true;
  return family === 'ipv6' && scope === SCOPE_LINK;
}

/**
 * A duplicate is there and unusable for good; setting it anew, without detection, makes it usable. A
 * tentative one becomes usable by itself within a second and is no fault.
 */
function addressFaults(address: KernelAddress): Fault[] {
  if (!address.duplicate) return [];
  const message = 'duplicate address detection failed: another host has it, and the kernel does not use it';
  return [{ code: 'duplicate-address', message, mend: 'replace' }];
}
