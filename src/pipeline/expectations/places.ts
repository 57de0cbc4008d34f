import { HOST } from '../../model/expectation.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { isJsonObject } from '../../model/json.ts';
import type { Resource } from '../../model/resource.ts';
import { readContainer } from '../../plugins/lxc/containers.ts';
import { findRunning } from '../../wire/lxc/process-table.ts';

/** Where an address lives: in which network namespace, on which device, behind which device of the host. */
export interface Residence {
  /** A container's name, or `host`. */
  place: string;
  /** The device that has the address, in its own namespace. */
  dev: string;
  /** The device by which Open vSwitch knows it: a container's port, or the same as `dev`. */
  port: string;
}

/** The first process of each container that runs: by it its network is entered. */
export function runningContainers(lxcPath: string, names: readonly string[]): Map<string, number> {
  const containers = names.flatMap((name) => readContainer(lxcPath, name) ?? []);
  const running = findRunning(lxcPath, containers);
  return new Map([...running].map(([name, { init }]) => [name, init]));
}

/** The device of the host that a device inside a container is, or ends in; undefined where nothing declares it. */
export function portOf(place: string, dev: string, resources: readonly Resource[]): string | undefined {
  if (place === HOST) return dev;
  const entry = interfacesOf(place, resources).find(({ name }) => name === dev);
  return typeof entry?.port === 'string' ? entry.port : undefined;
}

/** Who of this topology has an address. */
export function residenceOf(address: string, resources: readonly Resource[]): Residence | undefined {
  for (const { kind, name, attributes } of resources) {
    if (kind === 'address' && hasAddress([attributes.address ?? null], address)) {
      const dev = String(attributes.dev);
      return { place: HOST, dev, port: dev };
    }
    if (kind !== 'container') continue;
    const own = interfacesOf(name, resources).find(({ addresses }) => hasAddress(addresses, address));
    if (own) return { place: name, dev: String(own.name), port: String(own.port) };
  }
  return undefined;
}

function interfacesOf(container: string, resources: readonly Resource[]): JsonObject[] {
  const found = resources.find(({ kind, name }) => kind === 'container' && name === container);
  const list = found?.attributes.interfaces;
  return Array.isArray(list) ? list.filter(isJsonObject) : [];
}

function hasAddress(list: Json | undefined, address: string): boolean {
  return Array.isArray(list) && list.some((cidr) => String(cidr).split('/')[0] === address);
}
