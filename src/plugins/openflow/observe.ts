import { cookieOf, ownerHalf } from '../../model/cookie.ts';
import { flowId } from '../../model/ids.ts';
import type { LiveResource, Resource } from '../../model/resource.ts';
import { isDefaultFlow } from '../../wire/openflow/default-flow.ts';
import { identityKey } from '../../wire/openflow/flow-line.ts';
import { type FlowText, parseFlowText, withPortNames } from '../../wire/openflow/flow-text.ts';
import { dumpFlows } from '../../wire/openflow/ofctl.ts';
import type { PluginContext, StateQuery } from '../contract.ts';
import { attributesOf } from './attributes.ts';
import {
  type Bridges,
  bridgeOfId,
  type FlowBridge,
  portsNamed,
  readBridges,
  switchTarget,
  withNumbers,
} from './bridges.ts';
import { learnedBy } from './learned.ts';

/**
 * Reads every flow, foreign ones too, of each bridge that the topology declares, owns, or has flows on.
 * A bridge that does not exist has none; one that exists and does not answer is an error.
 */
export async function observeFlows(context: PluginContext, query: StateQuery): Promise<LiveResource[]> {
  const bridges = await readBridges(context);
  const concerned = [...concernedBridges(context, query, bridges)]
    .map((name) => bridges.byName.get(name))
    .filter((bridge) => bridge?.running === true);
  const owners = ownersByCookie(context, bridges);
  const parts = await Promise.all(
    concerned.map((bridge) => observeBridge(context, bridge as FlowBridge, query.desired, owners)),
  );
  return parts.flat();
}

function concernedBridges(context: PluginContext, query: StateQuery, bridges: Bridges): Set<string> {
  const names = query.desired.flatMap(({ kind, name, attributes }) => {
    if (kind === 'bridge') return [name];
    return kind === 'flow' ? [String(attributes.bridge)] : [];
  });
  const owned = [...bridges.byName.values()].filter(({ owner }) => owner === context.owner);
  const left = context.ownership.own().filter(({ id }) => id.startsWith('flow/'));
  return new Set([...names, ...owned.map(({ name }) => name), ...left.map(({ id }) => bridgeOfId(id))]);
}

function ownersByCookie(context: PluginContext, bridges: Bridges): Map<number, string> {
  const owners = [...bridges.owners, ...context.ownership.topologies, context.owner];
  return new Map(owners.map((owner) => [cookieOf(owner), owner]));
}

async function observeBridge(
  context: PluginContext,
  bridge: FlowBridge,
  desired: readonly Resource[],
  owners: ReadonlyMap<number, string>,
): Promise<LiveResource[]> {
  const target = switchTarget(context, bridge);
  const flows = (await dumpFlows(target)).map(parseFlowText);
  const declared = declaredByKey(bridge, desired);
  const ours = flows.filter(({ cookie }) => owners.get(ownerHalf(cookie)) === context.owner);
  const isLearned = learnedBy(ours);
  return flows.map((flow) => {
    const resource = declared.get(identityKey(flow));
    const { id, named } = nameFlow(bridge, flow, resource);
    const known = context.ownership.lookup(id);
    const half = ownerHalf(flow.cookie);
    const owner = owners.get(half) ?? (known && cookieOf(known.owner) === half ? known.owner : null);
    const system = isDefaultFlow(flow) || (resource === undefined && isLearned(flow));
    return {
      id,
      kind: 'flow',
      plugin: 'openflow',
      name: id.slice('flow/'.length),
      attributes: attributesOf(bridge.name, flow, named, owner !== null),
      owner: system ? null : owner,
      adopted: owner !== null && known?.owner === owner && known.adopted,
      retained: false,
      system,
      faults: [],
      parent: `bridge/${bridge.name}`,
      dependsOn: [`bridge/${bridge.name}`, ...portsOf(bridge, named)],
    };
  });
}

/** The declared flows of a bridge by the identity that each has now; those that name a missing port have none. */
function declaredByKey(bridge: FlowBridge, desired: readonly Resource[]): Map<string, Resource> {
  const flows = desired.filter(
    ({ kind, attributes }) => kind === 'flow' && attributes.bridge === bridge.name,
  );
  const byKey = new Map<string, Resource>();
  for (const resource of flows) {
    const { table, priority, match } = resource.attributes;
    const numbered = withNumbers(bridge, { match: String(match ?? ''), actions: '' });
    const identity = { table: Number(table), priority: Number(priority), match: numbered.match };
    if (numbered.missing.length === 0) byKey.set(identityKey(identity), resource);
  }
  return byKey;
}

/**
 * A flow's id and its texts for people. Where it is a declared one, whichever way that names its ports (by
 * name or by number), the declared texts are kept, so that equal flows read as equal.
 */
function nameFlow(bridge: FlowBridge, flow: FlowText, resource: Resource | undefined) {
  const named = withPortNames(flow, bridge.numberToName);
  if (resource === undefined)
    return { id: flowId(bridge.name, flow.table, flow.priority, named.match), named };
  const { match, actions } = resource.attributes;
  const numbered = withNumbers(bridge, { match: '', actions: String(actions) });
  const same = numbered.missing.length === 0 && numbered.actions === flow.actions;
  return {
    id: resource.id,
    named: { match: String(match ?? ''), actions: same ? String(actions) : named.actions },
  };
}

function portsOf(bridge: FlowBridge, named: { match: string; actions: string }): string[] {
  const ports = portsNamed(named).map((name) => bridge.portOf.get(name) ?? name);
  return ports.filter((name) => name !== bridge.name).map((name) => `port/${name}`);
}
