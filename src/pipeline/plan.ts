import type { Change, Plan } from '../model/plan.ts';
import type { LiveResource, Resource } from '../model/resource.ts';
import { cascadeRebuilds } from './cascade.ts';
import { type Decisions, heldChange, holdBack, isHeld, withDependents } from './hold-back.ts';
import { leftBehind } from './left-behind.ts';
import { nameTaken } from './name-taken.ts';
import { decideDesired, decidePruned } from './plan-changes.ts';
import type { PlanInput } from './plan-input.ts';
import { planSteps } from './plan-steps.ts';
import { covers, removable } from './select-targets.ts';

/**
 * The plan: what has to be done so that the live objects equal the declared ones, in which order and why,
 * what stands in the way, and what is left alone. Pure; the same input gives the same plan.
 */
export function makePlan(whole: PlanInput): Plan {
  const withheld = withheldIds(whole.desired);
  const input = { ...whole, desired: whole.desired.filter(({ id }) => !withheld.has(id)) };
  const live = new Map(input.live.map((object) => [object.id, object]));
  const last = new Map(input.last.map((resource) => [resource.id, resource]));
  const decisions = decideAllDesired(input, live, last);
  const held = holdBack(input, live, decisions);
  const { ownership, changes, conflicts } = decisions;
  cascadeRebuilds(selected(input), live, changes, new Set(held.map(({ id }) => id)));
  for (const change of pruneChanges(input, last, withheld)) {
    if (isHeld(input, change.id, false, last.get(change.id)?.policy)) held.push(heldChange(change));
    else changes.set(change.id, change);
  }
  const all = [...ownership, ...changes.values()];
  const steps = planSteps(input.topology, all);
  return {
    topology: input.topology,
    changes: inStepOrder(
      all,
      steps.map((step) => step.id),
    ),
    steps,
    unmanaged: unmanagedObjects(input),
    conflicts,
    warnings: leftBehind(input, all),
    ...(input.options.hold ? { held } : {}),
    ...(input.selection ? { targeted: input.selection.targets } : {}),
    ...(input.discovered?.length ? { discovered: input.discovered } : {}),
    ...comings(whole),
  };
}

/** The declared objects that the plan may touch. */
function selected({ desired, selection }: PlanInput): readonly Resource[] {
  return selection === undefined ? desired : desired.filter(({ id }) => covers(selection, id));
}

function decideAllDesired(
  input: PlanInput,
  live: ReadonlyMap<string, LiveResource>,
  last: ReadonlyMap<string, Resource>,
): Decisions {
  const decisions: Decisions = {
    ownership: [],
    changes: new Map(),
    conflicts: [...(input.undiscovered ?? [])],
  };
  // An optional object whose device is absent, and all that stands on it, waits until it appears.
  const absent = new Set(input.live.filter((object) => object.absent).map(({ id }) => id));
  const dormant = absent.size === 0 ? absent : withDependents(input.desired, (id) => absent.has(id));
  for (const desired of selected(input)) {
    if (dormant.has(desired.id)) continue;
    const taken = nameTaken(desired, live, input.topology);
    if (taken) {
      decisions.conflicts.push(taken);
      continue;
    }
    const verdict = decideDesired(desired, live.get(desired.id), last.get(desired.id), input);
    if (verdict.conflict) decisions.conflicts.push(verdict.conflict);
    for (const change of verdict.changes) {
      if (change.action === 'adopt' || change.action === 'release') decisions.ownership.push(change);
      else decisions.changes.set(change.id, change);
    }
  }
  return decisions;
}

function comings({ desired, ended = new Set() }: PlanInput): Pick<Plan, 'comesAndGoes'> {
  const dynamic = new Set(desired.filter(({ policy }) => policy.comesAndGoes).map(({ id }) => id));
  if (dynamic.size === 0) return ended.size === 0 ? {} : { comesAndGoes: [...ended] };
  return { comesAndGoes: [...withDependents(desired, (id) => dynamic.has(id)), ...ended] };
}

/** Objects that are not to be there now, and all that stands on them: as if they were not declared. */
function withheldIds(desired: readonly Resource[]): ReadonlySet<string> {
  const held = new Set(desired.filter(({ policy }) => policy.withheld).map(({ id }) => id));
  return held.size === 0 ? held : withDependents(desired, (id) => held.has(id));
}

function pruneChanges(
  input: PlanInput,
  last: ReadonlyMap<string, Resource>,
  withheld: ReadonlySet<string>,
): Change[] {
  if (!input.options.prune) return [];
  const declared = new Set(input.desired.map((resource) => resource.id));
  const foreign = foreignByParent(input);
  const owned = input.live.filter(({ owner, absent }) => owner === input.topology && !absent);
  const mayGo = input.selection && removable(input.selection, owned, declared);
  return owned
    .filter(({ id }) => !declared.has(id) && (mayGo === undefined || mayGo.has(id)))
    .map((object) => {
      const change = decidePruned(object, last.get(object.id), foreign.get(object.id) ?? [], input);
      const reason = reasonOfEnd(object.id, withheld, input);
      return change && reason !== null ? { ...change, reason } : change;
    })
    .filter((change) => change !== null);
}

/** Why something goes that comes and goes with its container; null for anything else. */
function reasonOfEnd(id: string, withheld: ReadonlySet<string>, { ended }: PlanInput): string | null {
  if (withheld.has(id)) return 'its container is stopped';
  return ended?.has(id) ? 'its container has ended' : null;
}

/** Objects of others by the object that they stand on. */
function foreignByParent(input: PlanInput): Map<string, LiveResource[]> {
  const byParent = new Map<string, LiveResource[]>();
  const declared = new Set(input.desired.map((resource) => resource.id));
  for (const object of input.live) {
    if (object.owner === input.topology || object.system || object.parent === null) continue;
    if (declared.has(object.id)) continue;
    byParent.set(object.parent, [...(byParent.get(object.parent) ?? []), object]);
  }
  return byParent;
}

/** Foreign objects beside owned ones: listed so that people know of them, never changed. */
function unmanagedObjects(input: PlanInput): LiveResource[] {
  const ours = new Set(
    input.desired.filter(({ policy }) => !policy.external && !policy.unowned).map((resource) => resource.id),
  );
  for (const object of input.live) if (object.owner === input.topology) ours.add(object.id);
  return [...foreignByParent(input)].flatMap(([parent, objects]) =>
    ours.has(parent) && covers(input.selection, parent) ? objects : [],
  );
}

function inStepOrder(changes: Change[], ids: readonly string[]): Change[] {
  const position = new Map<string, number>();
  for (const [index, id] of ids.entries()) if (!position.has(id)) position.set(id, index);
  const rank = (change: Change): number => position.get(change.id) ?? 0;
  return [...changes].sort((a, b) => rank(a) - rank(b));
}
