import { destinationFamily } from '../../model/address.ts';
import { OptopoError } from '../../model/error.ts';
import { IPV6_DEFAULT_METRIC } from '../../model/ids.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { Step } from '../../model/plan.ts';
import type { KernelRoute } from '../../wire/ip/network.ts';
import type { HostState } from './host-state.ts';
import { OUR_PROTOCOL, routeAttributes } from './live-routes.ts';

/** What a released route is said to be made by: an administrator (RTPROT_STATIC). */
const RELEASED_PROTOCOL = 4;

/** The `ip` commands that one step on a route takes. Notes in `host` what they change. */
export function routeLines(step: Step, host: HostState): string[][] {
  const routes = host.routes.get(step.id) ?? [];
  switch (step.operation) {
    case 'create':
      return createLines(step, routes);
    case 'delete':
      return deleteLines(step, routes, host);
    case 'update':
    case 'adopt':
      requireSingle(step, routes);
      return [['route', 'replace', ...routeTokens(nextHopOf(step), OUR_PROTOCOL)]];
    case 'release':
      return releaseLines(step, routes);
    default:
      return [];
  }
}

/** `add`, not `replace`: what somebody else put there meanwhile makes it fail. */
function createLines(step: Step, routes: readonly KernelRoute[]): string[][] {
  const ours = routes.find(({ protocol }) => protocol === OUR_PROTOCOL);
  const wanted = routeTokens(step.attributes, OUR_PROTOCOL);
  if (ours && sameTokens(routeTokens(routeAttributes(ours), OUR_PROTOCOL), wanted)) return [];
  return [['route', 'add', ...wanted]];
}

/** Deletes exactly the one that was read, and only if it is marked as ours. */
function deleteLines(step: Step, routes: readonly KernelRoute[], host: HostState): string[][] {
  const ours = routes.find(({ protocol }) => protocol === OUR_PROTOCOL);
  if (ours === undefined) return [];
  host.routes.set(
    step.id,
    routes.filter((route) => route !== ours),
  );
  return [['route', 'delete', ...routeTokens(routeAttributes(ours), OUR_PROTOCOL)]];
}

function releaseLines(step: Step, routes: readonly KernelRoute[]): string[][] {
  const ours = routes.find(({ protocol }) => protocol === OUR_PROTOCOL);
  if (ours === undefined) return [];
  requireSingle(step, routes);
  return [['route', 'replace', ...routeTokens(routeAttributes(ours), RELEASED_PROTOCOL)]];
}

/** `replace` takes the first route of this destination and metric, whoever made it. */
function requireSingle(step: Step, routes: readonly KernelRoute[]): void {
  if (routes.length <= 1) return;
  const vias = routes.map((route) => `${route.via ?? 'direct'} (proto ${route.protocol})`).join(', ');
  throw new OptopoError('conflict', `several routes have this destination and metric: ${vias}`, {
    resource: step.id,
    hint: 'delete the ones that are not wanted, or give the declared one another metric',
  });
}

/** The whole route to be there: the next hop as declared, the source address as it is where not declared. */
function nextHopOf(step: Step): JsonObject {
  const wanted: JsonObject = { ...step.attributes };
  const reset = step.fields.some(({ field, after }) => field === 'src' && after === null);
  const src = step.live?.attributes.src;
  if (wanted.src === undefined && src !== undefined && !reset) wanted.src = src;
  return wanted;
}

/** A route as arguments of `ip route`, its identity and its content, in one order. */
function routeTokens(attributes: JsonObject, protocol: number): string[] {
  const { dev, src, table, to, via } = attributes;
  const family = destinationFamily(String(to));
  // Said outright: a deletion without a metric would match a route of any.
  const metric = attributes.metric ?? (family === 'ipv6' ? IPV6_DEFAULT_METRIC : undefined);
  const foreignFamily = typeof via === 'string' && destinationFamily(via) !== family;
  return [
    ...['to', String(to)],
    ...(isSet(via) ? ['via', ...(foreignFamily ? ['inet6'] : []), String(via)] : []),
    ...(isSet(dev) ? ['dev', String(dev)] : []),
    ...(isSet(src) ? ['src', String(src)] : []),
    ...(isSet(metric) ? ['metric', String(metric)] : []),
    ...['table', String(table ?? 'main'), 'proto', String(protocol)],
  ];
}

function isSet(value: Json | undefined): boolean {
  return value !== undefined && value !== null;
}

function sameTokens(a: readonly string[], b: readonly string[]): boolean {
  return a.join(' ') === b.join(' ');
}
