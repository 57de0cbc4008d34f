import type { KernelLink } from '../../wire/ip/links.ts';
import type { KernelAddress, KernelNetwork, KernelRoute } from '../../wire/ip/network.ts';
import { addressIdOf, routeIdOf } from './kernel-ids.ts';

/** What the kernel will hold after the lines planned so far; each step's lines are made from it. Mutable. */
export interface HostState {
  links: Map<string, KernelLink>;
  addresses: Map<string, KernelAddress>;
  /** By id; several can have one. */
  routes: Map<string, KernelRoute[]>;
}

export function hostStateOf(network: KernelNetwork): HostState {
  const routes = new Map<string, KernelRoute[]>();
  for (const route of network.routes) {
    if (route.selective) continue;
    const id = routeIdOf(route);
    routes.set(id, [...(routes.get(id) ?? []), route]);
  }
  return {
    links: new Map(network.links.map((link) => [link.name, link])),
    addresses: new Map(network.addresses.map((address) => [addressIdOf(address), address])),
    routes,
  };
}

/** A device goes, and with it the other end of its pair, its addresses and its routes. */
export function forgetLink(host: HostState, name: string): void {
  const link = host.links.get(name);
  const gone = new Set(link?.kind === 'veth' && link.link !== null ? [name, link.link] : [name]);
  for (const device of gone) host.links.delete(device);
  for (const [id, address] of host.addresses) if (gone.has(address.dev)) host.addresses.delete(id);
  for (const [id, routes] of host.routes) {
    const left = routes.filter(({ dev }) => dev === null || !gone.has(dev));
    if (left.length < routes.length) host.routes.set(id, left);
  }
}
