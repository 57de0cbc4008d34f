import { cookieOf, ownerHalf } from '../../model/cookie.ts';
import { flowId } from '../../model/ids.ts';
import { memoizeFor } from '../../model/memoize.ts';
import type { LiveResource, Resource } from '../../model/resource.ts';
import { isDefaultFlow } from '../../wire/openflow/default-flow.ts';
import { identityKey } from '../../wire/openflow/flow-line.ts';
import { type FlowText, withPortNames } from '../../wire/openflow/flow-text.ts';
import type { OwnershipIndex } from '../contract.ts';
import { attributesOf } from './attributes.ts';
import { type FlowBridge, portsNamed, withNumbers } from './bridges.ts';
import { learnedBy } from './learned.ts';

/**
 * Makes live resources of a bridge's flows. While the bridge, the declaration and the inventories are the same, so
 * is this object, and a flow that is there again is the same resource: shared, and never to be changed.
 */
export const liveFlowsOf = memoizeFor(
  (
    bridge: FlowBridge,
    desired: readonly Resource[],
    ownership: OwnershipIndex,
    owners: ReadonlyMap<number, string>,
  ) => new LiveFlows(bridge, declaredByKey(bridge, desired), ownership, owners),
);

class LiveFlows {
  readonly #bridge: FlowBridge;
  readonly #declared: ReadonlyMap<string, Resource>;
  readonly #ownership: OwnershipIndex;
  readonly #owners: ReadonlyMap<number, string>;
  #known: ReadonlyMap<FlowText, LiveResource> = new Map();

  constructor(
    bridge: FlowBridge,
    declared: ReadonlyMap<string, Resource>,
    ownership: OwnershipIndex,
    owners: ReadonlyMap<number, string>,
  ) {
    this.#bridge = bridge;
    this.#declared = declared;
    this.#ownership = ownership;
    this.#owners = owners;
  }

  /** `owner`: flows that its flows have taught the bridge are the system's, unless they are declared. */
  of(flows: readonly FlowText[], owner: string): LiveResource[] {
    const isLearned = learnedBy(flows.filter(({ cookie }) => this.#owners.get(ownerHalf(cookie)) === owner));
    const known = new Map(flows.map((flow) => [flow, this.#known.get(flow) ?? this.#live(flow)]));
    this.#known = known;
    return flows.map((flow) => {
      const live = known.get(flow) as LiveResource;
      const learned = isLearned(flow) && !this.#declared.has(identityKey(flow));
      return learned && !live.system ? { ...live, owner: null, system: true } : live;
    });
  }

  #live(flow: FlowText): LiveResource {
    const bridge = this.#bridge;
    const { id, named } = nameFlow(bridge, flow, this.#declared.get(identityKey(flow)));
    const owner = this.#ownerOf(id, flow);
    const entry = this.#ownership.lookup(id);
    const system = isDefaultFlow(flow);
    return {
      id,
      kind: 'flow',
      plugin: 'openflow',
      name: id.slice('flow/'.length),
      attributes: attributesOf(bridge.name, flow, named, owner !== null),
      owner: system ? null : owner,
      adopted: owner !== null && entry?.owner === owner && entry.adopted,
      retained: false,
      system,
      faults: [],
      parent: `bridge/${bridge.name}`,
      dependsOn: [`bridge/${bridge.name}`, ...portsOf(bridge, named)],
    };
  }

  #ownerOf(id: string, { cookie }: FlowText): string | null {
    const half = ownerHalf(cookie);
    const marked = this.#owners.get(half);
    if (marked !== undefined) return marked;
    const entry = this.#ownership.lookup(id);
    return entry && cookieOf(entry.owner) === half ? entry.owner : null;
  }
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
