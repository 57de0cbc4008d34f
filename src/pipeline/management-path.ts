import type { LiveResource } from '../model/resource.ts';
import { routeTo } from '../wire/ip/route-to.ts';
import { sshPeer } from '../wire/ssh-peer.ts';

/** By which way somebody reaches this host: where the way leaves it. */
export interface WayIn {
  device: string;
  /** The next hop; null where the other end is on the device's own network. */
  via: string | null;
  /** For people: whose way it is. */
  why: string;
}

/** Everything that a way in stands on, as ids with what each is to it. */
export interface ManagementPath {
  objects: Map<string, string>;
  devices: Set<string>;
  /** OVS bridges that it passes through. */
  bridges: Set<string>;
  why: string;
}

const DEFAULTS: ReadonlySet<unknown> = new Set(['default', '0.0.0.0/0', '::/0']);

/**
 * The way to the peer of the ssh connection that this runs in; without one, or where the peer is not reached
 * from this network namespace, the default routes, less those that the topology itself made: it may take back
 * what is its own. Empty where there are none: nothing can be cut.
 */
export async function waysIn(
  topology: string,
  live: readonly LiveResource[],
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<WayIn[]> {
  const peer = sshPeer(env);
  const route = peer === undefined ? null : await routeTo(peer, { signal });
  if (peer !== undefined && route !== null && route.dev !== 'lo') {
    return [{ device: route.dev, via: route.via, why: `the ssh connection from ${peer}` }];
  }
  return defaultWays(live.filter((object) => object.owner !== topology || object.adopted));
}

/** The default routes of the main table that win, one a family. */
function defaultWays(live: readonly LiveResource[]): WayIn[] {
  const best = new Map<unknown, LiveResource>();
  for (const route of live.filter(isDefaultRoute)) {
    const family = route.attributes.to === '::/0';
    const other = best.get(family);
    if (other === undefined || metricOf(route) < metricOf(other)) best.set(family, route);
  }
  return [...best.values()].flatMap(({ attributes: { dev, via } }) =>
    typeof dev === 'string'
      ? [{ device: dev, via: typeof via === 'string' ? via : null, why: 'the default route' }]
      : [],
  );
}

/** A default route of the main table. */
export function isDefaultRoute({ kind, attributes }: Pick<LiveResource, 'kind' | 'attributes'>): boolean {
  return kind === 'route' && (attributes.table ?? 'main') === 'main' && DEFAULTS.has(attributes.to);
}

/** Of two routes the lower one is used; without one it is 0. */
export function metricOf({ attributes }: Pick<LiveResource, 'attributes'>): number {
  return Number(attributes.metric ?? 0);
}

/** Follows a way in through devices, bridges and their uplinks. Pure. */
export function managementPath(way: WayIn, live: readonly LiveResource[]): ManagementPath {
  const path: ManagementPath = {
    ...{ objects: new Map(), devices: new Set(), bridges: new Set() },
    why: way.why,
  };
  const index = new Map(live.map((object) => [object.id, object]));
  const ports = live.filter(({ kind }) => kind === 'port');

  const addDevice = (device: string, role: string): void => {
    if (path.devices.has(device)) return;
    path.devices.add(device);
    path.objects.set(`link/${device}`, role);
    for (const object of live) {
      if (object.kind === 'address' && object.attributes.dev === device) {
        path.objects.set(object.id, `an address of ${device}`);
      }
    }
    const { peer, link } = index.get(`link/${device}`)?.attributes ?? {};
    for (const lower of [peer, link])
      if (typeof lower === 'string') addDevice(lower, `what ${device} stands on`);
    if (index.has(`bridge/${device}`)) addBridge(device);
    for (const port of ports.filter((candidate) => devicesOfPort(candidate).includes(device))) {
      path.objects.set(port.id, `the port of ${device}`);
      addBridge(String(port.attributes.bridge));
    }
  };
  const addBridge = (bridge: string): void => {
    if (path.bridges.has(bridge)) return;
    path.bridges.add(bridge);
    path.objects.set(`bridge/${bridge}`, 'a bridge that it passes through');
    for (const port of ports.filter((candidate) => candidate.attributes.bridge === bridge)) {
      if (!isUplink(port)) continue;
      path.objects.set(port.id, `an uplink of ${bridge}`);
      for (const device of devicesOfPort(port)) addDevice(device, `an uplink of ${bridge}`);
    }
  };

  addDevice(way.device, 'the device that it comes in by');
  for (const route of live.filter(({ kind }) => kind === 'route')) {
    const { dev, via = null } = route.attributes;
    if (way.via !== null && dev === way.device && via === way.via) path.objects.set(route.id, 'its route');
    if (way.via === null && dev === way.device && isDefaultRoute(route))
      path.objects.set(route.id, 'its route');
  }
  return path;
}

/** Devices of a port; a bond has several. */
function devicesOfPort({ name, attributes }: LiveResource): string[] {
  const { interface: device, interfaces } = attributes;
  if (Array.isArray(interfaces)) return interfaces.map(String);
  return [typeof device === 'string' ? device : name];
}

/** What connects a bridge with the world: neither a port of the host's own, nor one of a container. */
function isUplink({ attributes }: LiveResource): boolean {
  return attributes.type !== 'internal' && (attributes.container ?? null) === null;
}
