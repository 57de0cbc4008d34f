import { sortTopologically } from '../graph/order.ts';
import type { Change, Step, StepOperation } from '../model/plan.ts';
import { devicesOf } from './devices.ts';

/**
 * Breaks changes down to steps and orders them by one graph over all plugins: what is made comes after what
 * it needs, what is removed goes before what it stood on, and a device is given up before another takes it.
 */
export function planSteps(topology: string, changes: readonly Change[]): Step[] {
  const steps = changes.flatMap((change) => stepsOf(change, topology));
  const index = indexSteps(steps);
  for (const step of steps) step.after = [...predecessorsOf(step, index)].filter((key) => key !== step.key);
  orderHandovers(steps);
  removeBeforeUpdates(steps, index);
  putIrreversibleLast(steps);
  const byKey = new Map(steps.map((step) => [step.key, step]));
  const order = sortTopologically([...byKey.keys()], (key) => (byKey.get(key) as Step).after);
  return order.map((key) => byKey.get(key) as Step);
}

function stepsOf(change: Change, topology: string): Step[] {
  const operations: StepOperation[] = change.action === 'replace' ? ['delete', 'create'] : [change.action];
  return operations.map((operation) => ({
    key: `${operation}:${change.id}`,
    id: change.id,
    plugin: change.plugin,
    operation,
    owner: topology,
    attributes: operation === 'delete' ? {} : (change.desired?.attributes ?? {}),
    fields: operation === 'update' ? change.fields : [],
    live: change.live,
    desired: change.desired,
    restart: operation === 'update' && change.disruption === 'restart',
    deleteData: operation === 'delete' && change.live?.kind === 'container',
    after: [],
  }));
}

interface StepIndex {
  byId: Map<string, Step[]>;
  /** Steps of objects that stand on the given one, as declared now or as read from the host. */
  users: Map<string, Set<Step>>;
}

const MAKES: ReadonlySet<StepOperation> = new Set(['create', 'update', 'adopt']);
const REMOVES: ReadonlySet<StepOperation> = new Set(['delete', 'release', 'retain']);

function indexSteps(steps: readonly Step[]): StepIndex {
  const index: StepIndex = { byId: new Map(), users: new Map() };
  for (const step of steps) {
    index.byId.set(step.id, [...(index.byId.get(step.id) ?? []), step]);
    for (const id of neededIds(step)) {
      const users = index.users.get(id) ?? new Set();
      index.users.set(id, users.add(step));
    }
  }
  return index;
}

/** What a step's object stands on: as declared for what is made, as read for what is removed. */
function neededIds(step: Step): string[] {
  const declared = step.desired?.dependsOn.map((dependency) => dependency.on) ?? [];
  return [...declared, ...(step.live?.dependsOn ?? [])];
}

function predecessorsOf(step: Step, index: StepIndex): Set<string> {
  const before = new Set<string>();
  const add = (steps: Iterable<Step>): void => {
    for (const other of steps) before.add(other.key);
  };
  if (MAKES.has(step.operation)) {
    for (const { on } of step.desired?.dependsOn ?? []) {
      add((index.byId.get(on) ?? []).filter((other) => MAKES.has(other.operation)));
    }
    // Its own removal first, and adoption before its update.
    add((index.byId.get(step.id) ?? []).filter((other) => ownStepComesFirst(other, step)));
  }
  const users = [...(index.users.get(step.id) ?? [])].filter((user) => user.id !== step.id);
  if (step.operation !== 'update') add(users.filter((user) => removedFirst(user)));
  if (REMOVES.has(step.operation)) add(users.filter((user) => letsGo(user, step)));
  return before;
}

function ownStepComesFirst(other: Step, step: Step): boolean {
  return REMOVES.has(other.operation) || (other.operation === 'adopt' && step.operation !== 'adopt');
}

/** What stands on an object goes away before anything is done to that object. */
function removedFirst(user: Step): boolean {
  return REMOVES.has(user.operation);
}

/**
 * An object whose update makes it stop using the removed one is updated before; not where the removed one comes
 * back standing on that update, as the port of an interface that becomes a veth does.
 */
function letsGo(user: Step, removed: Step): boolean {
  if (user.operation !== 'update') return false;
  if (removed.desired?.dependsOn.some((dependency) => dependency.on === user.id)) return false;
  return !(user.desired?.dependsOn ?? []).some((dependency) => dependency.on === removed.id);
}

/**
 * Before an update, too, what stands on the object goes away; but not where its removal itself waits for that update,
 * as that of a port does for a flow that stops naming it on the bridge that is updated.
 */
function removeBeforeUpdates(steps: readonly Step[], index: StepIndex): void {
  for (const step of steps) {
    if (step.operation !== 'update') continue;
    const removals = [...(index.users.get(step.id) ?? [])].filter(
      (user) => user.id !== step.id && removedFirst(user),
    );
    if (removals.length === 0) continue;
    const later = waitingFor(step, steps);
    const first = removals.filter(({ key }) => !later.has(key)).map(({ key }) => key);
    step.after = [...new Set([...step.after, ...first])];
  }
}

/** Keys of all steps that wait for this one, directly or not. */
function waitingFor(step: Step, steps: readonly Step[]): ReadonlySet<string> {
  const found = new Set([step.key]);
  const waiters = new Map<string, string[]>();
  for (const { key, after } of steps) {
    for (const needed of after) waiters.set(needed, [...(waiters.get(needed) ?? []), key]);
  }
  for (const key of found) for (const waiter of waiters.get(key) ?? []) found.add(waiter);
  return found;
}

/** A device, or a port handed to a container, is given up by the one before the other takes it. */
function orderHandovers(steps: readonly Step[]): void {
  const givers = new Map<string, Step[]>();
  for (const step of steps) {
    for (const device of devicesGivenUp(step)) givers.set(device, [...(givers.get(device) ?? []), step]);
  }
  for (const taker of steps) {
    for (const device of devicesTaken(taker)) {
      const others = (givers.get(device) ?? []).filter((giver) => giver.id !== taker.id);
      taker.after = [...new Set([...taker.after, ...others.map((giver) => giver.key)])];
    }
  }
}

/** A deletion of data waits for every step that does not itself wait for such a deletion. */
function putIrreversibleLast(steps: readonly Step[]): void {
  const final = steps.filter((step) => step.deleteData);
  if (final.length === 0) return;
  const behind = new Set(final.map((step) => step.key));
  for (let size = 0; size !== behind.size; ) {
    size = behind.size;
    for (const step of steps) if (step.after.some((key) => behind.has(key))) behind.add(step.key);
  }
  const before = steps.filter((step) => !behind.has(step.key)).map((step) => step.key);
  for (const step of final) step.after = [...new Set([...step.after, ...before])];
}

function devicesTaken(step: Step): string[] {
  if (step.operation !== 'create' && step.operation !== 'update') return [];
  const before = new Set(step.live && step.operation === 'update' ? devicesOf(step.live) : []);
  return step.desired ? devicesOf(step.desired).filter((device) => !before.has(device)) : [];
}

function devicesGivenUp(step: Step): string[] {
  if (!step.live) return [];
  if (REMOVES.has(step.operation)) return devicesOf(step.live);
  if (step.operation !== 'update' || !step.desired) return [];
  const kept = new Set(devicesOf(step.desired));
  return devicesOf(step.live).filter((device) => !kept.has(device));
}
