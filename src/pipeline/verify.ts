import { setTimeout as delay } from 'node:timers/promises';
import { doublingPause } from '../model/doubling-pause.ts';
import type { Plan } from '../model/plan.ts';
import type { LiveResource } from '../model/resource.ts';
import type { TopologyState } from '../state/topology-state.ts';
import type { PlanOptions } from './plan-input.ts';
import { planTarget, type Target } from './prepare.ts';
import type { Session } from './session.ts';

/** How long the host may take to settle after the last step, in milliseconds. */
const DEADLINE_MS = 3_000;
/** The same where only what comes and goes with containers differs: they may have come or gone meanwhile. */
const PASSING_DEADLINE_MS = 150;
/** Between two readings. */
const PAUSES = { firstMs: 20, longestMs: 320 };

export interface Settled {
  converged: boolean;
  plan: Plan;
  live: LiveResource[];
}

/**
 * Reads the host again and plans again until there is nothing left to do, or the deadline has passed.
 * "Converged" is said only when a fresh reading has shown it. `touched`: where somebody else has
 * changed other objects than these meanwhile, it ends at once, with what is left in the plan for the next run.
 */
export async function untilConverged(
  session: Session,
  target: Target,
  state: TopologyState,
  options: PlanOptions,
  touched?: ReadonlySet<string>,
): Promise<Settled> {
  const begun = performance.now();
  for (let readings = 0; ; readings += 1) {
    const { plan, live } = await planTarget(session, target, state, options);
    const left = [...plan.changes, ...plan.conflicts];
    const overtaken = touched !== undefined && left.some(({ id }) => !touched.has(id));
    const converged = left.length === 0 || overtaken;
    const pause = doublingPause(PAUSES, readings);
    const deadline = begun + (isPassing(plan) ? PASSING_DEADLINE_MS : DEADLINE_MS);
    if (converged || performance.now() + pause > deadline) return { converged, plan, live };
    await delay(pause, undefined, { signal: session.signal });
  }
}

/** Every object that the rounds of a run had to do with. */
export function touchedBy(rounds: readonly { plan: Plan }[]): ReadonlySet<string> {
  return new Set(rounds.flatMap(({ plan }) => plan.steps.map(({ id }) => id)));
}

/** True when all that is left to do comes and goes with containers that others start and stop. */
export function isPassing({ changes, conflicts, comesAndGoes = [] }: Plan): boolean {
  const passing = new Set(comesAndGoes);
  return conflicts.length === 0 && changes.every(({ id }) => passing.has(id));
}
