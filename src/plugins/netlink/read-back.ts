import type { Json, JsonObject } from '../../model/json.ts';
import type { Step } from '../../model/plan.ts';
import type { HostState } from './host-state.ts';
import { linkNameOf } from './link-lines.ts';
import { linkAttributes } from './live-resources.ts';
import { OUR_PROTOCOL, routeAttributes } from './live-routes.ts';

/** Whether the host, as it was read afterwards, is as a step was to leave it. Pure. */
export function isDone(step: Step, host: HostState): boolean {
  const found = attributesOf(step, host);
  switch (step.operation) {
    case 'create':
      return found !== undefined;
    case 'delete':
      return found === undefined;
    case 'update':
      return found !== undefined && step.fields.every(({ after, field }) => holds(field, after, found));
    case 'adopt':
      return found !== undefined;
    default:
      // A released object may be there or not: it is no longer ours.
      return true;
  }
}

/** The object's fields; `undefined` when it is not there, or, for a route, not marked as ours. */
function attributesOf(step: Step, host: HostState): JsonObject | undefined {
  if (step.id.startsWith('address/')) return host.addresses.has(step.id) ? {} : undefined;
  if (step.id.startsWith('link/')) {
    const link = host.links.get(linkNameOf(step));
    return link && linkAttributes(link);
  }
  const ours = host.routes.get(step.id)?.find(({ protocol }) => protocol === OUR_PROTOCOL);
  return ours && routeAttributes(ours);
}

function holds(field: string, after: Json, found: JsonObject): boolean {
  const value = found[field] ?? null;
  // Of a device that is a port too OVS puts back the MTU that the port still asks for: the whole apply's
  // verification tells whether it comes out right.
  if (after === null || field === 'mtu') return true;
  return String(value).toLowerCase() === String(after).toLowerCase();
}
