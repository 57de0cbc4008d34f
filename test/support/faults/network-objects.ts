import type { Json, JsonObject } from '../../../src/model/json.ts';
import { CARRIER_FLAGS, VOLATILE_ADDRESS_KEYS, VOLATILE_LINK_KEYS } from './volatile.ts';

/** What `ip -j -d` prints of one namespace. */
export interface NetworkLists {
  links: JsonObject[];
  routes: JsonObject[];
  rules: JsonObject[];
}

/**
 * Links, addresses and routes of one namespace as `ip -j -d` prints them, less what is volatile. A device of
 * Open vSwitch belongs to its bridge or port (`owners`), both ends of a veth pair to the first by name.
 */
export function networkObjects(
  { links, routes, rules }: NetworkLists,
  owners: ReadonlyMap<string, string>,
): [string, JsonObject][] {
  return [
    // Comes with the first bridge and goes with the last, each time another one.
    ...links.filter(({ ifname }) => ifname !== 'ovs-netdev').flatMap((link) => linkObjects(link, owners)),
    ...routes.filter((route) => !isLinkLocal(route)).map(routeObject),
    ...rules.map((rule): [string, JsonObject] => [`rule/${JSON.stringify(rule)}`, {}]),
  ];
}

function linkObjects(link: JsonObject, owners: ReadonlyMap<string, string>): [string, JsonObject][] {
  const name = String(link.ifname);
  const addresses = (link.addr_info as JsonObject[] | undefined) ?? [];
  const global = addresses.filter(({ scope }) => scope === 'global');
  const local = addresses.filter(({ scope }) => scope !== 'global');
  const value = { ...settled(without(link, VOLATILE_LINK_KEYS)), link_local: local.map(addressValue) };
  const port = owners.get(name);
  const attached = (link.flags as string[]).includes('PROMISC');
  return [
    [ownerOf(link, owners), { [`device ${name}`]: value }],
    // Open vSwitch sets it on what it really holds: one that was made anew behind its back lacks it.
    ...(port === undefined ? [] : [[port, { [`attached ${name}`]: attached }] as [string, JsonObject]]),
    ...global.map((address): [string, JsonObject] => [
      `address/${name}/${address.local}/${address.prefixlen}`,
      addressValue(address),
    ]),
  ];
}

function ownerOf(link: JsonObject, owners: ReadonlyMap<string, string>): string {
  const name = String(link.ifname);
  const peer = typeof link.link === 'string' ? link.link : null;
  if (peer !== null) return `link/${[name, peer].sort()[0]}`;
  return owners.get(name) ?? `link/${name}`;
}

function addressValue(address: JsonObject): JsonObject {
  return without(address, VOLATILE_ADDRESS_KEYS);
}

/** Routes that the kernel makes for addresses are told apart: nobody declares them. */
function routeObject(route: JsonObject): [string, JsonObject] {
  const table = String(route.table ?? 'main');
  if (route.protocol === 'kernel') {
    const { dst, dev, type = '', prefsrc = '' } = route;
    return [`kernel-route/${table}/${type}/${dst}/${dev}/${prefsrc}`, settled(route)];
  }
  const metric: Json = route.metric ?? null;
  return [`route/${table}/${route.dst}${metric === null ? '' : `/${metric}`}`, settled(route)];
}

/** Without what flags tell of the carrier, and of who listens (see `attached`). */
function settled(object: JsonObject): JsonObject {
  const flags = (object.flags as string[] | undefined) ?? [];
  return { ...object, flags: flags.filter((flag) => flag !== 'PROMISC' && !CARRIER_FLAGS.includes(flag)) };
}

/** Follows from the link-local address, once the kernel has checked it for duplicates. */
function isLinkLocal({ dst, protocol }: JsonObject): boolean {
  return protocol === 'kernel' && /^(fe80|ff00):/.test(String(dst));
}

function without(object: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}
