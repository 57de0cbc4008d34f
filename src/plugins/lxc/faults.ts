import { portId } from '../../model/ids.ts';
import type { Fault } from '../../model/resource.ts';
import type { InsideLink, InsideNetwork } from '../../wire/lxc/inside-network.ts';
import type { ContainerInterface } from './interfaces.ts';

/** What is known of a container's surroundings when its interfaces are judged. */
export interface Surroundings {
  /** Names of the devices in our own namespace. */
  ownDevices: ReadonlySet<string>;
  /** Ports that a running container has (by its config): their devices are not ours to see. */
  handedPorts: ReadonlySet<string>;
  /** Names of all ports in OVS; asked for only when a device is missing. */
  portRows: () => Promise<ReadonlySet<string>>;
}

/** The inside of a running container, and its interfaces that offload checksums which nobody computes. */
export interface Inside {
  network: InsideNetwork;
  offloading: ReadonlySet<string>;
}

/** What is wrong with a running container's interfaces although its config is right. */
export async function runningFaults(
  interfaces: readonly ContainerInterface[],
  inside: Inside,
  around: Surroundings,
): Promise<Fault[]> {
  const faults = interfaces.map(async (entry) => {
    const link = inside.network.links.get(entry.name);
    const broken = link === undefined ? `${entry.name} is missing in it` : deadTap(entry, link, around);
    if (broken !== null) return [await deviceFault(entry, broken, link !== undefined, around)];
    return linkFaults(entry, link as InsideLink, inside);
  });
  return (await Promise.all(faults)).flat();
}

/** A stopped container that was killed with its monitor: its tap died with it, and OVS holds on to nothing. */
export async function stoppedFaults(
  interfaces: readonly ContainerInterface[],
  around: Surroundings,
): Promise<Fault[]> {
  const lost = interfaces.filter(
    ({ network_type, port }) =>
      network_type === 'socket' && !around.ownDevices.has(port) && !around.handedPorts.has(port),
  );
  if (lost.length === 0) return [];
  const rows = await around.portRows();
  return lost.filter(({ port }) => rows.has(port)).map(tapGone);
}

/** Faults that are somebody else's to end, of a container that others start and stop. */
const RUN_STATE: ReadonlySet<string> = new Set(['monitor-gone', 'tap-goes', 'frozen']);

/**
 * Faults of a container that others start and stop: it is never restarted for one. What its interfaces lack is
 * put into it while it runs; how it runs is not ours to judge. Pure.
 */
export function withoutRestarts(faults: readonly Fault[]): Fault[] {
  return faults
    .filter(({ code }) => !RUN_STATE.has(code))
    .map((fault) => (fault.mend === 'restart' ? { ...fault, mend: 'update' } : fault));
}

/** `null` for a living device; OVS of the kernel has no taps, and its devices outlive ovs-vswitchd. */
function deadTap(entry: ContainerInterface, link: InsideLink, around: Surroundings): string | null {
  if (entry.network_type !== 'socket') return null;
  // A tap without carrier is one that no process holds open; ovs-vswitchd makes a new one in our namespace.
  const orphaned = link.kind === 'tun' && link.flags.includes('NO-CARRIER');
  if (!orphaned && !around.ownDevices.has(entry.port)) return null;
  return `${entry.name} is a dead tap, ovs-vswitchd was restarted`;
}

async function deviceFault(
  entry: ContainerInterface,
  message: string,
  dead: boolean,
  around: Surroundings,
): Promise<Fault> {
  const gone = entry.network_type === 'socket' && !around.ownDevices.has(entry.port);
  if (gone && (await around.portRows()).has(entry.port)) return tapGone(entry);
  return { code: dead ? 'dead-tap' : 'interface-missing', message, mend: 'restart' };
}

function tapGone({ port }: ContainerInterface): Fault {
  const message = `the tap of ${port} is gone`;
  return { code: 'tap-gone', message, mend: 'restart', rebuild: portId(port) };
}

function linkFaults(entry: ContainerInterface, link: InsideLink, inside: Inside): Fault[] {
  const { name, hwaddr, mtu, gateway, addresses = [] } = entry;
  const missing = addresses.filter((address) => !link.addresses.includes(address));
  const routed = inside.network.gateways.some(({ dev, via }) => dev === name && via === gateway);
  const faults: [boolean, string, string][] = [
    [!link.up, 'link-down', `${name} is down in it`],
    [
      hwaddr !== undefined && hwaddr !== link.address,
      'hwaddr-differs',
      `${name} has the MAC ${link.address}`,
    ],
    [mtu !== undefined && mtu !== link.mtu, 'mtu-differs', `${name} has the MTU ${link.mtu}`],
    [missing.length > 0, 'address-missing', `${name} lacks ${missing.join(', ')}`],
    [gateway !== undefined && !routed, 'gateway-missing', `${name} lacks the default route via ${gateway}`],
    [inside.offloading.has(name), 'tx-checksum-on', `${name} offloads checksums that nobody computes`],
  ];
  return faults.flatMap(([wrong, code, message]) => (wrong ? [{ code, message, mend: 'update' }] : []));
}
