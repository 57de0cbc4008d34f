import { randomBytes } from 'node:crypto';
import { parseCidr } from '../../model/address.ts';
import { type ConfigEntry, settingOf } from '../../wire/lxc/config-file.ts';
import type { ContainerInterface } from './interfaces.ts';

/** Keys below `lxc.net.N.` that are ours; others (scripts) of a kept interface stay. */
const MANAGED = new Set([
  ...['type', 'link', 'name', 'flags', 'hwaddr', 'mtu', 'veth.pair'],
  ...['ipv4.address', 'ipv4.gateway', 'ipv6.address', 'ipv6.gateway'],
]);

/** True for every setting of a network interface. */
export function isNetworkKey(key: string): boolean {
  return /^lxc\.net(\.|$)/.test(key);
}

/** The interfaces that a config describes; those of other types than ours are left out. Pure. */
export function interfacesOfConfig(entries: readonly ConfigEntry[]): ContainerInterface[] {
  return [...networksOf(entries).values()].flatMap(interfaceOf);
}

/** Names inside of all devices that a config gives, of whatever type; without one LXC counts eth0, eth1. Pure. */
export function deviceNamesOf(entries: readonly ConfigEntry[]): string[] {
  return [...networksOf(entries)].flatMap(([number, settings]) => {
    const type = settingOf(settings, 'type');
    if (type === undefined || type === 'empty' || type === 'none') return [];
    const usual = type === 'phys' ? settingOf(settings, 'link') : undefined;
    return [settingOf(settings, 'name') ?? usual ?? `eth${number}`];
  });
}

/**
 * The settings for the given interfaces; what else `before` says of an interface of that name is kept. A new
 * one without a declared MAC address gets one for good: its port may be made anew later, and neighbours would
 * go on sending to the old address until their ARP entries expire.
 */
export function networkEntries(
  interfaces: readonly ContainerInterface[],
  before: readonly ConfigEntry[],
  newHwaddr: () => string = randomHwaddr,
): ConfigEntry[] {
  // Without any network setting LXC shares the host's network namespace (lxc.container.conf(5), lxc.net.type).
  if (interfaces.length === 0) return [{ key: 'lxc.net.0.type', value: 'empty' }];
  const known = [...networksOf(before).values()];
  return interfaces.flatMap((entry, index) => {
    const old = known.find((settings) => settingOf(settings, 'name') === entry.name);
    const kept = (old ?? []).filter(({ key }) => !MANAGED.has(key));
    const named = old === undefined && entry.hwaddr === undefined ? { ...entry, hwaddr: newHwaddr() } : entry;
    return [...settingsOf(named), ...kept].map(({ key, value }) => ({
      key: `lxc.net.${index}.${key}`,
      value,
    }));
  });
}

/** A random MAC address under 00:16:3e, as LXC's own templates make them. */
function randomHwaddr(): string {
  return ['00', '16', '3e', ...(randomBytes(3).toString('hex').match(/../g) ?? [])].join(':');
}

/** Settings by interface number, keys without `lxc.net.N.`. */
function networksOf(entries: readonly ConfigEntry[]): Map<string, ConfigEntry[]> {
  const networks = new Map<string, ConfigEntry[]>();
  for (const { key, value } of entries) {
    const [, number, rest] = /^lxc\.net\.(\d+)\.(.+)$/.exec(key) ?? [];
    if (number === undefined || rest === undefined) continue;
    networks.set(number, [...(networks.get(number) ?? []), { key: rest, value }]);
  }
  return networks;
}

function interfaceOf(settings: readonly ConfigEntry[]): ContainerInterface[] {
  const type = settingOf(settings, 'type');
  const [network_type, port] =
    type === 'phys'
      ? (['socket', settingOf(settings, 'link')] as const)
      : (['veth', type === 'veth' ? settingOf(settings, 'veth.pair') : undefined] as const);
  if (port === undefined) return [];
  const hwaddr = settingOf(settings, 'hwaddr')?.toLowerCase();
  const gateway = settingOf(settings, 'ipv4.gateway') ?? settingOf(settings, 'ipv6.gateway');
  const addresses = settings
    .filter(({ key }) => key === 'ipv4.address' || key === 'ipv6.address')
    .flatMap(({ value }) => canonical(value.split(/\s+/)[0] ?? ''));
  const mtu = settingOf(settings, 'mtu');
  return [
    {
      name: settingOf(settings, 'name') ?? port,
      port,
      network_type,
      ...(hwaddr === undefined ? {} : { hwaddr }),
      ...(addresses.length === 0 ? {} : { addresses }),
      ...(gateway === undefined ? {} : { gateway }),
      ...(mtu === undefined ? {} : { mtu: Number(mtu) }),
    },
  ];
}

function settingsOf(entry: ContainerInterface): ConfigEntry[] {
  const { name, port, network_type, hwaddr, addresses, gateway, mtu } = entry;
  const device: [string, string][] =
    network_type === 'socket'
      ? [
          ['type', 'phys'],
          ['link', port],
        ]
      : [
          ['type', 'veth'],
          ['veth.pair', port],
        ];
  const settings: [string, string | undefined][] = [
    ...device,
    ['name', name],
    ['flags', 'up'],
    ['hwaddr', hwaddr],
    ['mtu', mtu === undefined ? undefined : String(mtu)],
    ...(addresses ?? []).map((address): [string, string] => [
      `${familyOf(address)}.address`,
      withBroadcast(address),
    ]),
    [`${familyOf(gateway ?? '')}.gateway`, gateway],
  ];
  return settings.flatMap(([key, value]) => (value === undefined ? [] : [{ key, value }]));
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return address.includes(':') ? 'ipv6' : 'ipv4';
}

/** LXC by itself sets 0.0.0.255 for a /24, so the right broadcast address is written out. */
export function withBroadcast(cidr: string): string {
  const parsed = parseCidr(cidr);
  if (parsed?.family !== 'ipv4' || parsed.prefixLength > 30) return cidr;
  const host = 2 ** (32 - parsed.prefixLength) - 1;
  const number = parsed.network.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0) + host;
  const octets = [24, 16, 8, 0].map((bits) => Math.floor(number / 2 ** bits) % 256);
  return `${cidr} ${octets.join('.')}`;
}

function canonical(cidr: string): string[] {
  const parsed = parseCidr(cidr);
  return parsed ? [`${parsed.address}/${parsed.prefixLength}`] : [];
}
