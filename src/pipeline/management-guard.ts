import { canonicalDestination } from '../model/address.ts';
import { OptopoError, toOptopoError } from '../model/error.ts';
import type { Change, Plan } from '../model/plan.ts';
import type { LiveResource, PluginName } from '../model/resource.ts';
import { devicesOf } from './devices.ts';
import { isDefaultRoute, type ManagementPath, managementPath, metricOf, waysIn } from './management-path.ts';

/** A change that takes a way in away, or interrupts it. */
export interface Cut {
  change: Change;
  /** For people: what the change does to whose way. */
  reason: string;
}

/** How the guard reads what a limited plan leaves out; of what the plan has read there is nothing to add. */
export interface LookAround {
  layer(name: PluginName): Promise<LiveResource[]>;
  signal: AbortSignal;
}

/**
 * What of a plan would cut off whoever works on this host; empty where nothing would. Where there is a way in
 * that cannot be followed, because a layer that a limited plan leaves out cannot be read, every plan may cut it.
 */
export async function findCuts(
  plan: Plan,
  live: readonly LiveResource[],
  env: NodeJS.ProcessEnv,
  around: LookAround,
): Promise<Cut[]> {
  const [first] = plan.changes;
  if (first === undefined) return [];
  const network = [...live, ...(await around.layer('netlink'))];
  const ways = await waysIn(plan.topology, network, env, around.signal);
  if (ways.length === 0) return [];
  try {
    const whole = [...network, ...(await around.layer('ovs'))];
    return ways.flatMap((way) => cutsOf(plan, managementPath(way, whole)));
  } catch (thrown) {
    const { message } = toOptopoError(thrown);
    return [{ change: first, reason: `nobody can say whether this cuts off ${ways[0]?.why}: ${message}` }];
  }
}

/** Throws `refused` for a plan that would cut off whoever works on this host. */
export function refuseCuts(cuts: readonly Cut[]): void {
  const [first] = cuts;
  if (first === undefined) return;
  const { change, reason } = first;
  const others = cuts.length > 1 ? ` (and ${cuts.length - 1} more, see: optopo plan)` : '';
  throw new OptopoError('refused', `${reason}${others}`, {
    resource: change.id,
    source: change.desired?.source,
    hint: 'nothing was changed; use --confirm-timeout S, which goes back by itself, or --force-management',
  });
}

/** The changes of a plan that cut one way in. Pure. */
export function cutsOf(plan: Plan, path: ManagementPath): Cut[] {
  return plan.changes.flatMap((change) => {
    const what = harm(change, path);
    return what === null ? [] : [{ change, reason: `${change.id} ${what}; ${path.why} depends on it` }];
  });
}

/** What a change does to the way, or null. */
function harm(change: Change, path: ManagementPath): string | null {
  const role = path.objects.get(change.id);
  if (role !== undefined) return withRole(harmToPart(change), role);
  if (change.action === 'create') return harmByCreating(change, path);
  return change.live?.kind === 'flow' ? harmToFlow(change, change.live, path) : null;
}

function withRole(what: string | null, role: string): string | null {
  return what === null ? null : `(${role}) ${what}`;
}

/** Fields that decide whether traffic passes at all, although OVS changes them without a gap. */
const DECISIVE: ReadonlySet<string> = new Set(['tag', 'trunks', 'vlan_mode', 'state']);

function harmToPart({ action, disruption, fields }: Change): string | null {
  if (action === 'delete') return 'would be removed';
  if (action === 'replace') return 'would be made anew';
  if (action !== 'update') return null;
  const decisive = fields.filter(({ field, after }) =>
    field === 'state' ? after === 'down' : DECISIVE.has(field),
  );
  if (decisive.length > 0) return `would get another ${decisive.map(({ field }) => field).join(', ')}`;
  return disruption === 'none' ? null : 'would be interrupted';
}

/** A device that a new port takes is lost to the host's own network; a better default route diverts it. */
function harmByCreating({ desired }: Change, path: ManagementPath): string | null {
  if (desired === null) return null;
  if (desired.kind === 'port' || desired.kind === 'container') {
    const taken = devicesOf(desired)
      .map((held) => held.replace(/^(device|handed) /, ''))
      .find((device) => path.devices.has(device));
    return taken === undefined ? null : `would take the device ${taken}`;
  }
  if (!isDefaultRoute(desired) || path.devices.has(String(desired.attributes.dev))) return null;
  const rival = `route/main/${canonicalDestination(String(desired.attributes.to))}`;
  const beside = [...path.objects.keys()].some((id) => id === rival || id.startsWith(`${rival}/`));
  return beside && metricOf(desired) === 0 ? 'would be the default route instead' : null;
}

/** A flow on a bridge of the way, unless it only looks at what comes in by a port beside the way. */
function harmToFlow({ action, fields }: Change, flow: LiveResource, path: ManagementPath): string | null {
  const { bridge, match } = flow.attributes;
  if (!path.bridges.has(String(bridge))) return null;
  const inPort = /(?:^|,)in_port="?([^",]+)"?/.exec(String(match ?? ''))?.[1];
  const named = inPort !== undefined && !/^(\d+|local)$/i.test(inPort);
  if (named && !path.devices.has(inPort) && !path.objects.has(`port/${inPort}`)) return null;
  if (action === 'delete' || action === 'replace') return `would be removed from ${bridge}`;
  const acts = action === 'update' && fields.some(({ field }) => field === 'actions');
  return acts ? `would do something else on ${bridge}` : null;
}
