import type { InsideLink, InsideNetwork } from '../../wire/lxc/inside-network.ts';
import { switchTxChecksumOff, writeInside } from '../../wire/lxc/inside-network.ts';
import type { ContainerInterface } from './interfaces.ts';
import { lookInside } from './look-inside.ts';
import { withBroadcast } from './network-config.ts';

/**
 * Makes the network inside a running container agree with `after`, without a restart. What only `before` says
 * is taken away; addresses and routes of others stay.
 */
export async function mendNetwork(
  init: number,
  before: readonly ContainerInterface[],
  after: readonly ContainerInterface[],
  signal: AbortSignal,
): Promise<void> {
  const { network, offloading } = await lookInside(init, after, signal);
  await writeInside(init, mendLines(before, after, network), { signal });
  for (const name of offloading) await switchTxChecksumOff(init, name, { signal });
}

/** The `ip` commands for it. Pure. An interface that is missing inside needs a restart and is left out. */
export function mendLines(
  before: readonly ContainerInterface[],
  after: readonly ContainerInterface[],
  network: InsideNetwork,
): string[][] {
  return after.flatMap((entry) => {
    const link = network.links.get(entry.name);
    const old = before.find(({ name }) => name === entry.name);
    return link ? [...linkLines(entry, link), ...addressLines(entry, old, link, network)] : [];
  });
}

function linkLines({ name, hwaddr, mtu }: ContainerInterface, link: InsideLink): string[][] {
  const set = ['link', 'set', 'dev', name];
  return [
    ...(hwaddr !== undefined && hwaddr !== link.address ? [[...set, 'address', hwaddr]] : []),
    ...(mtu !== undefined && mtu !== link.mtu ? [[...set, 'mtu', String(mtu)]] : []),
    ...(link.up ? [] : [[...set, 'up']]),
  ];
}

function addressLines(
  { name, gateway, addresses = [] }: ContainerInterface,
  old: ContainerInterface | undefined,
  link: InsideLink,
  network: InsideNetwork,
): string[][] {
  const has = (via: string | undefined): boolean =>
    network.gateways.some((route) => route.dev === name && route.via === via);
  const dropped = (old?.addresses ?? []).filter(
    (address) => !addresses.includes(address) && link.addresses.includes(address),
  );
  // With a primary address the kernel takes its subnet's others and routes away: everything is set again.
  const kept = dropped.length > 0 ? link.addresses.filter((address) => !dropped.includes(address)) : [];
  const missing = addresses.filter((address) => dropped.length > 0 || !link.addresses.includes(address));
  const route = ['default', 'via', gateway ?? '', 'dev', name];
  const oldGateway = old?.gateway;
  const away = oldGateway !== undefined && gateway === undefined && has(oldGateway);
  return [
    ...(away ? [['route', 'delete', 'default', 'via', oldGateway, 'dev', name]] : []),
    ...dropped.map((address) => ['address', 'delete', address, 'dev', name]),
    ...[...new Set([...missing, ...kept])].map((address) => addressLine(address, name)),
    ...(gateway !== undefined && (dropped.length > 0 || !link.up || !has(gateway))
      ? [['route', 'replace', ...route]]
      : []),
  ];
}

/** The command that sets an address with the broadcast address that belongs to it. */
export function addressLine(address: string, dev: string): string[] {
  const [cidr = address, broadcast] = withBroadcast(address).split(' ');
  return ['address', 'replace', cidr, ...(broadcast ? ['broadcast', broadcast] : []), 'dev', dev];
}
