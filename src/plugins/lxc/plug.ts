import { writeBatch } from '../../wire/ip/write-batch.ts';
import {
  type InsideLink,
  type InsideNetwork,
  readInside,
  writeInside,
} from '../../wire/lxc/inside-network.ts';
import { ownDeviceNames } from '../../wire/lxc/own-devices.ts';
import type { ContainerInterface } from './interfaces.ts';
import { requireDevices } from './lifecycle.ts';
import { addressLine } from './mend-network.ts';

/**
 * Puts devices into a running container where it lacks them, or has a dead or another one under the name: LXC
 * does that only at the start. Addresses and the default route of a device that is replaced are kept. LXC does not
 * know of such a device: it ends with the container. Throws `apply-failed` for a port without a device.
 */
export async function plugDevices(
  init: number,
  interfaces: readonly ContainerInterface[],
  signal: AbortSignal,
): Promise<void> {
  const inside = await readInside(init, { signal });
  const own = await ownDeviceNames();
  for (const entry of interfaces) {
    const old = inside.links.get(entry.name);
    if (!isPlugged(entry, old, own)) await plugDevice(init, entry, inside, signal);
  }
}

/**
 * Whether the device inside is the one of the port: a tap that somebody holds open while none of the port's name
 * waits in our namespace, or a veth whose other end has the port's name. Pure.
 */
export function isPlugged(
  { network_type, port }: ContainerInterface,
  link: InsideLink | undefined,
  own: ReadonlySet<string>,
): boolean {
  if (network_type === 'veth') return link?.kind === 'veth' && own.has(port);
  return link?.kind === 'tun' && !link.flags.includes('NO-CARRIER') && !own.has(port);
}

async function plugDevice(
  init: number,
  entry: ContainerInterface,
  inside: InsideNetwork,
  signal: AbortSignal,
): Promise<void> {
  const { name, port, network_type } = entry;
  const old = inside.links.get(name);
  if (network_type === 'socket') await requireDevices([port], signal);
  if (old) await writeInside(init, [['link', 'delete', 'dev', name]], { signal });
  await writeBatch([plugLine(init, entry)], { signal });
  await writeInside(init, carriedLines(name, old, inside), { signal });
  if (network_type === 'veth') await writeBatch([['link', 'set', 'dev', port, 'up']], { signal });
}

/** The new device comes under its name at once: none of LXC's or of udev's rules sees another. */
function plugLine(init: number, { name, port, network_type }: ContainerInterface): string[] {
  if (network_type === 'socket') return ['link', 'set', 'dev', port, 'netns', String(init), 'name', name];
  const pair = ['type', 'veth', 'peer', 'name', name, 'netns', String(init)];
  return ['link', 'add', 'name', port, ...pair];
}

/** What the device that went had; with it the kernel took its addresses and routes away. Pure. */
export function carriedLines(
  name: string,
  old: InsideLink | undefined,
  { gateways }: InsideNetwork,
): string[][] {
  const routes = old === undefined ? [] : gateways.filter(({ dev }) => dev === name);
  return [
    ['link', 'set', 'dev', name, 'up'],
    ...(old?.addresses ?? []).map((address) => addressLine(address, name)),
    ...routes.map(({ via }) => ['route', 'replace', 'default', 'via', via, 'dev', name]),
  ];
}
