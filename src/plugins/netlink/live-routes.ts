import { canonicalTable } from '../../model/ids.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Fault, LiveResource } from '../../model/resource.ts';
import type { KernelRoute } from '../../wire/ip/network.ts';
import type { OwnershipIndex } from '../contract.ts';
import type { DeviceIndex } from './devices.ts';
import { canonicalOrNull, destinationOf, routeIdOf } from './kernel-ids.ts';
import { liveBase } from './live-base.ts';

/** Routing protocol number of every route that this program writes (`ip route … proto 79`). */
export const OUR_PROTOCOL = 79;

/** ICMP redirects, the kernel itself, router advertisements (rtnetlink(7), RTPROT_*). */
const SYSTEM_PROTOCOLS: ReadonlySet<number> = new Set([1, 2, 9]);
const RTN_UNICAST = 1;
const RT_TABLE_LOCAL = 255;
const RTPROT_KERNEL = 2;

/**
 * Routes as live resources, one an id. Left out are the kernel's own in the table `local`, which follow from
 * the addresses (two a piece), and selective ones, which are other routes than any that can be declared.
 */
export function liveRoutes(
  routes: readonly KernelRoute[],
  devices: DeviceIndex,
  ownership: OwnershipIndex,
): LiveResource[] {
  const chosen = new Map<string, KernelRoute>();
  for (const route of routes) {
    if (route.selective || (route.table === RT_TABLE_LOCAL && route.protocol === RTPROT_KERNEL)) continue;
    const id = routeIdOf(route);
    const other = chosen.get(id);
    if (other === undefined || weight(route) > weight(other)) chosen.set(id, route);
  }
  return [...chosen].map(([id, route]) => liveRoute(id, route, devices, ownership));
}

/** Which of several routes of one id is looked at: ours before other people's before the kernel's. */
function weight(route: KernelRoute): number {
  if (route.protocol === OUR_PROTOCOL) return 2;
  return SYSTEM_PROTOCOLS.has(route.protocol) ? 0 : 1;
}

function liveRoute(
  id: string,
  route: KernelRoute,
  devices: DeviceIndex,
  ownership: OwnershipIndex,
): LiveResource {
  const known = liveBase('route', id, routeAttributes(route), ownership);
  const marked = route.protocol === OUR_PROTOCOL;
  const base = { ...known, owner: known.owner ?? (marked ? (ownership.heir ?? null) : null) };
  return {
    ...base,
    system: base.owner === null && isSystemRoute(route),
    dependsOn: route.dev === null ? [] : devices.carriersOf(route.dev),
    faults: routeFaults(route, base.owner),
  };
}

/** What a topology could declare of a route; what it does not have is left out. */
export function routeAttributes(route: KernelRoute): JsonObject {
  const attributes: JsonObject = { to: destinationOf(route), table: canonicalTable(route.table) };
  const optional = { via: canonicalOrNull(route.via), dev: route.dev, src: canonicalOrNull(route.src) };
  for (const [field, value] of Object.entries(optional)) if (value !== null) attributes[field] = value;
  if (route.metric !== 0) attributes.metric = route.metric;
  return attributes;
}

/** Made by the kernel or a router, or of a form that no topology can describe (blackhole, several next hops). */
function isSystemRoute(route: KernelRoute): boolean {
  return SYSTEM_PROTOCOLS.has(route.protocol) || route.type !== RTN_UNICAST || route.multipath;
}

function routeFaults(route: KernelRoute, owner: string | null): Fault[] {
  const marked = route.protocol === OUR_PROTOCOL;
  if (owner !== null && !marked) {
    const message = `somebody wrote it anew: it carries proto ${route.protocol} instead of ${OUR_PROTOCOL}`;
    return [{ code: 'foreign-protocol', message, mend: 'update' }];
  }
  if (owner === null && marked) {
    const message = `it carries proto ${OUR_PROTOCOL}, but no topology's inventory on this host knows it`;
    return [{ code: 'unknown-owner', message, mend: 'update' }];
  }
  return [];
}
