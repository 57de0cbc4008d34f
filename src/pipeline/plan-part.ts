import type { Plan } from '../model/plan.ts';
import type { Resource } from '../model/resource.ts';
import type { StateQuery } from '../plugins/contract.ts';
import { bridgesOf } from '../plugins/openflow/bridges.ts';
import { havePorts } from '../plugins/openflow/wait-for-ports.ts';
import type { TopologyState } from '../state/topology-state.ts';
import type { PlanOptions } from './plan-input.ts';
import { type Look, planTarget, type Target } from './prepare.ts';
import type { Session } from './session.ts';

/** Flows, or all that is below them. */
export type Part = 'flows' | 'below';

/**
 * A plan for a part of the topology, for which the other part is not read. Flows stand on everything else and nothing
 * stands on flows: what is below can be mended before they are read (which takes longest, most of all while
 * ovs-vswitchd is busy with what somebody did to a port), and flows while all below is known to be as it was. Nothing
 * is removed by it. `begun`, and what is thrown: as of `planTarget`.
 */
export async function planPart(
  session: Session,
  target: Target,
  state: TopologyState,
  part: Part,
  options: PlanOptions,
  begun?: StateQuery,
): Promise<Look> {
  const wanted = target.resources.filter((resource) => isFlow(resource) === (part === 'flows'));
  const selection = { targets: [], wanted: new Set(wanted.map(({ id }) => id)), gone: new Set<string>() };
  const limited = { ...target, selection };
  const look = await planTarget(session, limited, state, { ...options, prune: false }, begun);
  const { targeted: _none, ...plan } = look.plan;
  return { ...look, plan };
}

/**
 * False where the parts have to be looked at together: where ports come and go with containers that others start and
 * stop, and where flows wait for optional ports.
 */
export function standsAlone(part: Part, { resources, discover = [] }: Target): boolean {
  const isUnsteady = ({ policy, attributes }: Resource): boolean =>
    attributes.state === 'unmanaged' || (part === 'flows' && policy.optional === true);
  return discover.length === 0 && !resources.some(isUnsteady);
}

/**
 * True for a plan that touches nothing but what it is about: it makes what is missing, and changes what is there in
 * its place. What is taken away, restarted or taken over may concern what was not read.
 */
export function makesAndMendsOnly({ steps, conflicts }: Plan): boolean {
  if (steps.length === 0 || conflicts.length > 0) return false;
  return steps.every(
    ({ operation, restart }) => (operation === 'create' || operation === 'update') && !restart,
  );
}

/**
 * True for such a plan that can be carried out as things are. That a port is gone may be read before it is signalled:
 * then its flows cannot be made before it is. Throws as `planTarget`.
 */
export async function mendsAlone(
  { host }: Pick<Session, 'host'>,
  { plan, reading }: Pick<Look, 'plan' | 'reading'>,
): Promise<boolean> {
  if (!makesAndMendsOnly(plan)) return false;
  const flows = plan.steps.filter(isFlow);
  return flows.length === 0 || havePorts(await bridgesOf(await reading.database(), host.ovsRundir), flows);
}

function isFlow({ plugin }: Pick<Resource, 'plugin'>): boolean {
  return plugin === 'openflow';
}
