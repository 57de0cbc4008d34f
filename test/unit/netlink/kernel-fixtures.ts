import type { KernelLink } from '../../../src/wire/ip/links.ts';
import type { KernelAddress, KernelNetwork, KernelRoute } from '../../../src/wire/ip/network.ts';

export function kernelLink(name: string, more: Partial<KernelLink> = {}): KernelLink {
  return {
    ...{ name, ifindex: 1, up: true, flags: ['UP'], mtu: 1500, address: '02:00:00:00:00:01', kind: 'ifb' },
    ...{ link: null, peerIndex: null, linkNetnsid: null, master: null, altnames: [], group: 0 },
    ...more,
  };
}

export function kernelAddress(dev: string, cidr: string, more: Partial<KernelAddress> = {}): KernelAddress {
  const [address = '', length] = cidr.split('/');
  return {
    ...{ dev, address, prefixLength: Number(length), family: address.includes(':') ? 'ipv6' : 'ipv4' },
    ...{ scope: 0, dynamic: false, tentative: false, duplicate: false, secondary: false },
    ...more,
  };
}

export function kernelRoute(to: string, more: Partial<KernelRoute> = {}): KernelRoute {
  const family = to.includes(':') ? 'ipv6' : 'ipv4';
  return {
    ...{ family, to, table: 254, type: 1, protocol: 79, metric: family === 'ipv6' ? 1024 : 0 },
    ...{ via: null, dev: null, src: null, multipath: false, selective: false },
    ...more,
  };
}

export function network(parts: Partial<KernelNetwork> = {}): KernelNetwork {
  return { links: [], addresses: [], routes: [], ...parts };
}
