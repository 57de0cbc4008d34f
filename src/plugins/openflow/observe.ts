import { cookieOf } from '../../model/cookie.ts';
import { keepEqual } from '../../model/memoize.ts';
import type { LiveResource } from '../../model/resource.ts';
import type { PluginContext, StateQuery } from '../contract.ts';
import { type Bridges, bridgeOfId, bridgesOf, type FlowBridge } from './bridges.ts';
import { liveFlowsOf } from './live-flows.ts';
import { PrintedFlows } from './printed-flows.ts';

/**
 * Reads every flow, foreign ones too, of each bridge that the topology declares, owns, or has flows on.
 * A bridge that does not exist has none; one that exists and does not answer is an error.
 */
export async function observeFlows(context: PluginContext, query: StateQuery): Promise<LiveResource[]> {
  const expected = expectedBridges(context, query);
  const printed = new PrintedFlows(
    context,
    [...expected].filter((name) => !query.flows.has(name)),
  );
  try {
    const bridges = await bridgesOf(await query.database(), context.host.ovsRundir);
    const owned = [...bridges.byName.values()].filter(({ owner }) => owner === context.owner);
    const concerned = [...new Set([...expected, ...owned.map(({ name }) => name)])]
      .map((name) => bridges.byName.get(name))
      .filter((bridge) => bridge?.running === true) as FlowBridge[];
    const flows = await Promise.all(
      concerned.map(async (bridge) => query.flows.get(bridge.name) ?? (await printed.of(bridge))),
    );
    for (const [index, { name }] of concerned.entries()) query.flows.set(name, flows[index] ?? []);
    const owners = ownersByCookie(context, bridges);
    return concerned.flatMap((bridge, index) =>
      liveFlowsOf(bridge, query.desired, context.ownership, owners).of(flows[index] ?? [], context.owner),
    );
  } finally {
    await printed.ended();
  }
}

/** Bridges that the topology declares or has, or had, flows on: known without asking Open vSwitch. */
function expectedBridges(context: PluginContext, { desired }: StateQuery): ReadonlySet<string> {
  const names = desired.flatMap(({ kind, name, attributes }) => {
    if (kind === 'bridge') return [name];
    return kind === 'flow' ? [String(attributes.bridge)] : [];
  });
  const left = context.ownership.own().filter(({ id }) => id.startsWith('flow/'));
  return new Set([...names, ...left.map(({ id }) => bridgeOfId(id))]);
}

function ownersByCookie(context: PluginContext, bridges: Bridges): ReadonlyMap<number, string> {
  const owners = [...bridges.owners, ...context.ownership.topologies, context.owner];
  return kept(context.owner, new Map(owners.map((owner) => [cookieOf(owner), owner])));
}

const kept = keepEqual<ReadonlyMap<number, string>>();
