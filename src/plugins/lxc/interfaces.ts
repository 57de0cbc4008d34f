import { canonicalAddress, canonicalCidr } from '../../model/address.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { isJsonObject } from '../../model/json.ts';

/** One network interface of a container. Absent fields are not declared (or, of a live one, not set). */
export interface ContainerInterface {
  name: string;
  port: string;
  network_type: 'socket' | 'veth';
  hwaddr?: string;
  addresses?: string[];
  gateway?: string;
  mtu?: number;
}

/** What a field is when it was declared and is not any more. */
const UNSET: Readonly<Record<string, Json>> = { hwaddr: null, addresses: [], gateway: null, mtu: null };
const FIELDS = ['port', 'network_type', 'hwaddr', 'addresses', 'gateway', 'mtu'] as const;

/** Reads the attribute `interfaces`, texts made canonical; `mtu_request` is the MTU where there is no `mtu`. */
export function readInterfaces(value: Json | undefined): ContainerInterface[] {
  return Array.isArray(value) ? value.filter(isJsonObject).map(readInterface) : [];
}

/** The attribute `interfaces` of the given ones. */
export function interfacesAttribute(interfaces: readonly ContainerInterface[]): Json {
  return interfaces.map((entry) => ({ ...entry }));
}

/**
 * The live interfaces as they have to become: declared fields as declared, fields that only the last apply
 * declared unset, everything else as it is. Equal to `live` when there is nothing to do. Pure.
 */
export function mergeInterfaces(
  declared: readonly ContainerInterface[],
  live: readonly ContainerInterface[],
  last: readonly ContainerInterface[],
): ContainerInterface[] {
  const merged = declared.map((entry) => {
    const before = live.find(({ name }) => name === entry.name);
    const applied = last.find(({ name }) => name === entry.name);
    return before ? mergeInterface(entry, before, applied) : entry;
  });
  const sameNames =
    merged.length === live.length && merged.every(({ name }) => live.some((l) => l.name === name));
  // LXC gives the order no meaning.
  if (!sameNames) return merged;
  const place = ({ name }: ContainerInterface): number => live.findIndex((entry) => entry.name === name);
  return merged.toSorted((a, b) => place(a) - place(b));
}

/** True when going from one to the other needs a restart: anything but addresses, gateway and MTU. */
export function needsRestart(
  before: readonly ContainerInterface[],
  after: readonly ContainerInterface[],
): boolean {
  const shape = (list: readonly ContainerInterface[]): string =>
    JSON.stringify(
      list.map(({ name, port, network_type, hwaddr }) => [name, port, network_type, hwaddr]).sort(),
    );
  return shape(before) !== shape(after);
}

function mergeInterface(
  declared: ContainerInterface,
  live: ContainerInterface,
  last: ContainerInterface | undefined,
): ContainerInterface {
  const result: JsonObject = { name: live.name };
  for (const field of FIELDS) {
    const omitted = last?.[field] === undefined ? live[field] : UNSET[field];
    const value = declared[field] ?? omitted ?? null;
    if (value !== null && !(Array.isArray(value) && value.length === 0)) result[field] = value;
  }
  if (Array.isArray(result.addresses) && sameMembers(result.addresses, live.addresses ?? [])) {
    result.addresses = live.addresses ?? [];
  }
  return readInterface(result);
}

function readInterface(entry: JsonObject): ContainerInterface {
  const { name, port, network_type, hwaddr, addresses, gateway } = entry;
  const mtu = entry.mtu ?? entry.mtu_request;
  return {
    name: String(name),
    port: String(port),
    network_type: network_type === 'veth' ? 'veth' : 'socket',
    ...(typeof hwaddr === 'string' ? { hwaddr: hwaddr.toLowerCase() } : {}),
    ...(Array.isArray(addresses) ? { addresses: addresses.map((text) => canonicalCidr(String(text))) } : {}),
    ...(typeof gateway === 'string' ? { gateway: canonicalAddress(gateway) } : {}),
    ...(typeof mtu === 'number' ? { mtu } : {}),
  };
}

function sameMembers(a: readonly Json[], b: readonly Json[]): boolean {
  return a.length === b.length && a.every((member) => b.includes(member));
}
