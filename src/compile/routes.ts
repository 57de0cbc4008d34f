import { otherPlace } from '../document/diagnostic-list.ts';
import type { Route } from '../document/topology.generated.ts';
import { canonicalDestination, type ParsedCidr, parseCidr } from '../model/address.ts';
import { canonicalTable, routeId } from '../model/ids.ts';
import type { Dependency, Resource } from '../model/resource.ts';
import type { SourceLocation } from '../model/source.ts';
import { isInNetwork, isLinkLocal } from './addresses.ts';
import type { Device } from './devices.ts';
import { makeResource } from './make-resource.ts';
import type { Scope } from './scope.ts';
import { watchPolicy } from './watch-policy.ts';

const TABLES = ['main', 'local', 'default'];

interface DeviceAddress extends ParsedCidr {
  id: string;
  dev: string;
}

/** Routes of the kernel. `addresses` are the address resources: a next hop is reached through one of them. */
export function compileRoutes(
  scope: Scope,
  devices: ReadonlyMap<string, Device>,
  addresses: readonly Resource[],
): Resource[] {
  const known = addresses.flatMap(({ id, attributes: { dev, address } }): DeviceAddress[] => {
    const parsed = parseCidr(String(address));
    return parsed === undefined ? [] : [{ ...parsed, id, dev: String(dev) }];
  });
  const places = new Map<string, SourceLocation>();
  return (scope.document.routes ?? []).flatMap((route, index) => {
    const path = ['routes', index];
    const resource = compileRoute(scope, path, route, devices, known);
    if (resource === undefined) return [];
    const other = places.get(resource.id);
    places.set(resource.id, resource.source);
    if (other === undefined) return [resource];
    scope.error(
      path,
      `a route to ${route.to} with this table and metric is declared already, in ${otherPlace(other, resource.source)}`,
    );
    return [];
  });
}

function compileRoute(
  scope: Scope,
  path: (string | number)[],
  route: Route,
  devices: ReadonlyMap<string, Device>,
  known: readonly DeviceAddress[],
): Resource | undefined {
  const via = hostAddress(scope, [...path, 'via'], route.via);
  const src = hostAddress(scope, [...path, 'src'], route.src);
  const to = destination(scope, path, route, via);
  const table = tableOf(scope, path, route.table);
  if (route.via === undefined && route.dev === undefined && !scope.isIncomplete(path))
    scope.error(path, 'a route needs via or dev, or both');
  if (route.dev !== undefined && to !== undefined) checkDevice(scope, path, route.dev, devices, via, known);
  if (to === undefined || table === undefined) return undefined;
  const dev = route.dev ?? deviceTowards(via, known);
  return makeResource({
    id: routeId(table, to, route.metric),
    kind: 'route',
    name: to,
    attributes: { to, via: via?.address, dev: route.dev, metric: route.metric, table, src: src?.address },
    dependsOn: dependenciesOf(dev, devices, known),
    policy: {
      adopt: route.adopt ?? false,
      optional: devices.get(dev ?? '')?.optional ?? false,
      ...watchPolicy(scope, path, 'route', route),
    },
    source: scope.valueAt(path),
  });
}

function destination(
  scope: Scope,
  path: (string | number)[],
  route: Route,
  via: ParsedCidr | undefined,
): string | undefined {
  const { to } = route;
  if (to === 'default') return canonicalDestination(to, via?.address ?? route.src);
  const parsed = parseCidr(to);
  if (parsed === undefined || !to.includes('/')) {
    scope.error(
      [...path, 'to'],
      `${to} is neither default nor a network with its prefix length, such as 10.0.0.0/24`,
    );
  } else if (parsed.address !== parsed.network) {
    const network = `${parsed.network}/${parsed.prefixLength}`;
    scope.error([...path, 'to'], `${to} has bits behind its prefix; the network is ${network}`);
  } else if (via !== undefined && via.family !== parsed.family) {
    scope.error([...path, 'via'], `${via.address} is not of the family of ${to}`);
  } else {
    return canonicalDestination(to);
  }
  return undefined;
}

/** An address without a prefix length. */
function hostAddress(
  scope: Scope,
  path: (string | number)[],
  text: string | undefined,
): ParsedCidr | undefined {
  if (text === undefined) return undefined;
  const parsed = text.includes('/') ? undefined : parseCidr(text);
  if (parsed === undefined) scope.error(path, `${text} is no address, such as 10.0.0.1`);
  return parsed;
}

function tableOf(
  scope: Scope,
  path: (string | number)[],
  table: string | number | undefined,
): string | undefined {
  if (table === undefined) return 'main';
  if (typeof table === 'number' || TABLES.includes(table) || isTableNumber(table))
    return canonicalTable(table);
  scope.error([...path, 'table'], `${table} is no table: a number, or one of ${TABLES.join(', ')}`);
  return undefined;
}

function isTableNumber(text: string): boolean {
  return /^[1-9]\d{0,9}$/.test(text) && Number(text) <= 0xffffffff;
}

function checkDevice(
  scope: Scope,
  path: (string | number)[],
  dev: string,
  devices: ReadonlyMap<string, Device>,
  via: ParsedCidr | undefined,
  known: readonly DeviceAddress[],
): void {
  const device = devices.get(dev);
  if (device?.container !== undefined) {
    scope.error(
      [...path, 'dev'],
      `${dev} lives inside container ${device.container}, where the host cannot route through it`,
    );
  }
  if (device?.created !== true || via === undefined || isLinkLocal(via)) return;
  const own = known.filter((one) => one.dev === dev && one.family === via.family);
  if (own.length === 0 || own.some((one) => isInNetwork(via, one))) return;
  const networks = own.map((one) => `${one.network}/${one.prefixLength}`).join(', ');
  scope.error([...path, 'via'], `${via.address} is outside the networks of ${dev}: ${networks}`);
}

/** The declared device through whose network the next hop is reached, as the kernel will find it. */
function deviceTowards(via: ParsedCidr | undefined, known: readonly DeviceAddress[]): string | undefined {
  if (via === undefined) return undefined;
  return known.find((one) => isInNetwork(via, one))?.dev;
}

function dependenciesOf(
  dev: string | undefined,
  devices: ReadonlyMap<string, Device>,
  known: readonly DeviceAddress[],
): Dependency[] {
  if (dev === undefined) return [];
  const device = (devices.get(dev)?.ids ?? []).map((on): Dependency => ({ on, whenRebuilt: 'replace' }));
  const addresses = known.filter((one) => one.dev === dev);
  return [...device, ...addresses.map((one): Dependency => ({ on: one.id, whenRebuilt: 'keep' }))];
}
