import type { Guest, HostEnd } from '../../model/discover.ts';
import { mapBounded } from '../../wire/bounded.ts';
import { type KernelLink, readLinks } from '../../wire/ip/links.ts';
import { parseConfig } from '../../wire/lxc/config-file.ts';
import { readInside } from '../../wire/lxc/inside-network.ts';
import { isAlive, type RunningContainer } from '../../wire/lxc/process-table.ts';
import { recordProcess } from '../../wire/process-record.ts';
import type { GuestQuery, PluginContext } from '../contract.ts';
import { type Container, readContainers } from './containers.ts';
import { deviceNamesOf, interfacesOfConfig } from './network-config.ts';
import { settledRunning } from './settled.ts';

/** Containers that are looked into at the same time. */
const CONCURRENCY = 8;

/** Every container under the LXC path, and the other ends of the veths asked for. */
export async function queryGuests(
  { host, signal, owner }: PluginContext,
  query: GuestQuery,
): Promise<Guest[]> {
  const containers = await readContainers(host.lxcPath);
  const marks = new Map(containers.map(({ name, mark }) => [name, mark]));
  // Those of other topologies are theirs to wait for.
  const matters = (name: string): boolean => [owner, undefined].includes(marks.get(name)?.owner);
  const running = await settledRunning(host.lxcPath, containers, matters, signal);
  let links: Promise<KernelLink[]> | undefined;
  const own = (): Promise<KernelLink[]> => {
    links ??= readLinks({ signal });
    return links;
  };
  return mapBounded(containers, CONCURRENCY, async (container): Promise<Guest> => {
    const { name } = container;
    const interfaces = deviceNamesOf(parseConfig(container.config ?? ''));
    const guest = { name, interfaces, owner: container.mark?.owner ?? null };
    const runs = running.get(name);
    const inside = runs === undefined ? null : query.vethOf(guest);
    const found = runs && inside !== null ? await hostEndOf(container, runs, inside, own, signal) : null;
    // It may have ended while it was looked at.
    return { ...guest, run: runs === undefined ? null : runOf(runs), hostEnd: found };
  });
}

/** Numbers of processes are used again, and never together with the moment at which the process began. */
function runOf({ init }: RunningContainer): string | null {
  const record = recordProcess(init);
  return record === undefined ? null : `${record.pid}/${record.startTime}`;
}

/** The other end of a container's veth: the one that its config names, else the one that the kernel knows. */
async function hostEndOf(
  { config }: Container,
  { init }: RunningContainer,
  inside: string,
  own: () => Promise<KernelLink[]>,
  signal: AbortSignal,
): Promise<HostEnd | null> {
  const links = await own();
  const named = interfacesOfConfig(parseConfig(config ?? '')).find(({ name }) => name === inside);
  const pair = named?.network_type === 'veth' ? links.find(({ name }) => name === named.port) : undefined;
  if (pair !== undefined) return pair;
  try {
    const link = (await readInside(init, { signal })).links.get(inside);
    return link === undefined ? null : otherEnd(link, links);
  } catch (error) {
    if (isAlive(init)) throw error;
    return null;
  }
}

/** Each of the two ends knows the other's index, which is only one's own namespace's. Pure. */
export function otherEnd(inside: KernelLink, own: readonly KernelLink[]): KernelLink | null {
  if (inside.kind !== 'veth' || inside.peerIndex === null) return null;
  const found = own.find(
    ({ kind, ifindex, peerIndex }) =>
      kind === 'veth' && ifindex === inside.peerIndex && peerIndex === inside.ifindex,
  );
  return found ?? null;
}
