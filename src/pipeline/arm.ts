import { randomUUID } from 'node:crypto';
import { OptopoError } from '../model/error.ts';
import type { Plan, Step } from '../model/plan.ts';
import { DEFAULT_POLICY, type LiveResource, type Resource } from '../model/resource.ts';
import { forgetGoneBack } from '../state/gone-back.ts';
import type { TopologyState } from '../state/topology-state.ts';
import { deadlineIn, type Previous, readClock, type Unconfirmed } from '../state/unconfirmed.ts';
import { startTimer } from './confirm-timer.ts';
import type { Selection } from './select-targets.ts';
import type { Session } from './session.ts';

/** Starts the timer of an apply that has to be confirmed, before its first write. */
export async function armTimer(
  session: Session,
  state: TopologyState,
  plan: Plan,
  timeout: number,
  selection: Selection | undefined,
): Promise<Unconfirmed> {
  refuseFinal(plan);
  const id = randomUUID();
  forgetGoneBack(session.host.stateDir, state.name);
  const timer = await startTimer(session.host, state.name, id, timeout);
  const previous = previousOf(state, plan, selection);
  return { id, timeout, ...deadlineIn(timeout, readClock()), timer, verified: false, previous };
}

/** What stays unconfirmed after a run that has converged. Pure but for the clock. */
export function unconfirmedAfter(
  { unconfirmed }: TopologyState,
  options: { staysUnconfirmed?: boolean; confirmTimeout?: number },
): { unconfirmed?: Unconfirmed } {
  if (!unconfirmed) return {};
  if (options.staysUnconfirmed) return { unconfirmed };
  return options.confirmTimeout === undefined ? {} : { unconfirmed: renewed(unconfirmed) };
}

/** The full time counts from the end of the apply: until then nobody can say whether it is good. */
function renewed(unconfirmed: Unconfirmed): Unconfirmed {
  return { ...unconfirmed, ...deadlineIn(unconfirmed.timeout, readClock()), verified: true };
}

/** What is gone for good cannot be promised to come back. */
function refuseFinal(plan: Plan): void {
  const step = plan.steps.find((candidate) => candidate.deleteData);
  if (step === undefined) return;
  throw new OptopoError(
    'refused',
    `${step.id} would be deleted with its data, which cannot go back by itself`,
    {
      resource: step.id,
      source: step.desired?.source,
      hint: 'nothing was changed; apply that part without --confirm-timeout, or keep the data (no --delete-data)',
    },
  );
}

/** What to go back to. Pure. */
export function previousOf(state: TopologyState, plan: Plan, selection?: Selection): Previous {
  return {
    resources: state.resources,
    ...(state.discover ? { discover: state.discover } : {}),
    hash: state.hash,
    foreign: foreignBefore(plan.steps),
    created: plan.steps.filter(isNewContainer).map((step) => step.id),
    ...(selection ? { targets: [...selection.wanted, ...selection.gone] } : {}),
  };
}

function isNewContainer(step: Step): boolean {
  return step.operation === 'create' && step.desired?.kind === 'container' && step.live === null;
}

function foreignBefore(steps: readonly Step[]): Resource[] {
  const found = new Map<string, Resource>();
  for (const { live, desired, operation } of steps) {
    if (live === null || desired === null || found.has(live.id)) continue;
    if (operation !== 'adopt' && !desired.policy.unowned) continue;
    found.set(live.id, asItWas(live, desired));
  }
  return [...found.values()];
}

/** The live values of the fields that the new topology declares: the others it does not touch. */
function asItWas(live: LiveResource, desired: Resource): Resource {
  const attributes = Object.fromEntries(
    Object.keys(desired.attributes).map((field) => [field, live.attributes[field] ?? null]),
  );
  const policy = { ...DEFAULT_POLICY, adopt: true, unowned: desired.policy.unowned };
  return { ...desired, attributes, policy, dependsOn: [] };
}
