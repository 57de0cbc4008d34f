import type { DiscoverTemplate } from '../model/discover.ts';
import type { Expectation } from '../model/expectation.ts';
import { memoizeFor } from '../model/memoize.ts';
import type { Difference, Plan } from '../model/plan.ts';
import type { LiveResource, Resource } from '../model/resource.ts';
import type { DiffInput, StatePlugin, StateQuery } from '../plugins/contract.ts';
import type { TopologyState } from '../state/topology-state.ts';
import { declaredAnew } from './declared-anew.ts';
import { endedIds } from './dynamic/ended.ts';
import { resolveTarget } from './dynamic/resolve-target.ts';
import { takenDevices } from './dynamic/taken-devices.ts';
import { withoutIgnored } from './ignored-fields.ts';
import { type Observation, observe } from './observe.ts';
import { makePlan } from './plan.ts';
import type { PlanOptions } from './plan-input.ts';
import { covers, type Selection } from './select-targets.ts';
import type { Session } from './session.ts';

/** What is wanted of a topology: its name and all that it declares; nothing declared means "remove all". */
export interface Target {
  name: string;
  resources: readonly Resource[];
  /** What containers get that others start and stop; absent: nothing. */
  discover?: readonly DiscoverTemplate[];
  hash: string | null;
  /** What is looked at with real packets once the host is as declared. */
  expectations?: readonly Expectation[];
  /** The Git commit that it was read from; asked only when a generation is stored. */
  commit?(): Promise<string | null>;
  /** Set where only some objects of it are to be reached (see `limitTo`). */
  selection?: Selection;
}

/** A plan, and what it was made from. */
export interface Planned {
  plan: Plan;
  live: readonly LiveResource[];
  state: TopologyState;
  target: Target;
}

/** A plan with the reading that it was made from. */
export interface Look extends Observation {
  plan: Plan;
}

/**
 * Observes the host and makes the plan that leads from there to the target. `begun`: a part of the same reading that
 * has been read before the rest.
 */
export async function planTarget(
  session: Session,
  target: Target,
  state: TopologyState,
  options: PlanOptions,
  begun?: StateQuery,
): Promise<Look> {
  const expanded = await resolveTarget(session, target, state);
  const { resources, discovered } = expanded;
  const { ownLayers } = options;
  const observed = await observe(session, state, { ...target, resources }, { ownLayers, begun });
  const { live } = observed;
  const inTheWay = [...expanded.conflicts, ...takenDevices(target.name, discovered, live)];
  const plan = makePlan({
    topology: target.name,
    desired: resources,
    live,
    last: lastDeclared(state),
    discovered,
    discoveredAnew: declaredAnew(discovered, state.discovered ?? []),
    undiscovered: inTheWay.filter(({ id }) => covers(target.selection, id)),
    ended: endedIds(target.name, expanded, live),
    diff: diffWith(session, [...state.resources, ...(state.discovered ?? [])]),
    options,
    selection: target.selection,
    lost: session.lostBeside(target.name),
  });
  return { ...observed, plan };
}

/** Hands each object to its plugin's comparison, without the fields that it says to ignore. */
function diffWith(session: Session, converged: readonly Resource[]): (input: DiffInput) => Difference | null {
  const inForce = new Map(converged.map((resource) => [resource.id, resource]));
  return ({ desired, live, last }) => {
    const before = desired.policy.ignore ? inForce.get(desired.id) : undefined;
    return compare(desired, live, last, before, session.plugin(desired.plugin));
  };
}

/** Most objects are as they were, and so is what their comparison comes to. */
const compare = memoizeFor(
  (
    desired: Resource,
    live: LiveResource | undefined,
    last: Resource | undefined,
    inForce: Resource | undefined,
    plugin: StatePlugin,
  ) => plugin.calculateDiff(withoutIgnored({ desired, live, last }, inForce)),
);

/**
 * What may have been declared on the host by us: the last converged apply, with the fields added that an
 * unfinished one began to set.
 */
export function lastDeclared(state: TopologyState): Resource[] {
  return merged([...state.resources, ...(state.discovered ?? [])], state.pending);
}

/** Two declarations of which both may be on the host: of an object in both, the fields of both. Pure. */
export function merged(earlier: readonly Resource[], later: readonly Resource[]): Resource[] {
  const all = new Map(earlier.map((resource) => [resource.id, resource]));
  for (const resource of later) {
    const attributes = { ...all.get(resource.id)?.attributes, ...resource.attributes };
    all.set(resource.id, { ...resource, attributes });
  }
  return [...all.values()];
}
