import { cookieText } from '../model/cookie.ts';
import { toOptopoError } from '../model/error.ts';
import type { Plan } from '../model/plan.ts';
import type { LiveResource } from '../model/resource.ts';
import type { TopologyState } from '../state/topology-state.ts';
import { readClock, timeLeftMs } from '../state/unconfirmed.ts';
import { findRun, type RunAtWork, type UnfinishedRun } from './found-run.ts';
import { planTarget } from './prepare.ts';
import type { Session } from './session.ts';

export interface Drift {
  id: string;
  reason: string;
}

/** How one topology stands against what was applied last. */
export interface TopologyStatus {
  name: string;
  /** OutOfSync also where the host cannot be read: it was not seen to be in sync; `error` then says why. */
  sync: 'Synced' | 'OutOfSync';
  health: 'Healthy' | 'Progressing' | 'Degraded';
  generation: number;
  cookie: string;
  lastApplied: string | null;
  drift: Drift[];
  /** Containers that are no longer declared and kept with their data. */
  retained: string[];
  error: string | null;
  /** It goes back at `deadline` (ISO time) unless it is confirmed before; null: nothing waits. */
  unconfirmed: { deadline: string; secondsLeft: number } | null;
  /** A run that changes it at this moment. */
  running: RunAtWork | null;
}

/** Compares the live state with the last applied topology. Reads only; a failed read is Degraded, not empty. */
export async function statusOf(session: Session, name: string): Promise<TopologyStatus> {
  const run = findRun(session, name);
  const state = session.store.load(name);
  const error = run ? errorBy(run) : errorOf(state);
  const base = {
    running: run?.at === 'work' ? run : null,
    name,
    generation: state.generation,
    cookie: cookieText(name),
    lastApplied: state.lastApplied,
    unconfirmed: waitingOf(state),
  };
  if (run === undefined && isForgotten(session, state)) {
    const why = error ?? onlyMarks(name);
    return { ...base, sync: 'OutOfSync', health: 'Degraded', drift: [], retained: [], error: why };
  }
  try {
    const { resources, discover = [], hash } = state;
    const target = { name, resources, discover, hash };
    const options = { adopt: false, prune: true, deleteData: false };
    const { plan, live } = await planTarget(session, target, state, options);
    const drift = driftOf(plan);
    const broken = brokenObjects(state, live);
    return {
      ...base,
      sync: drift.length === 0 ? 'Synced' : 'OutOfSync',
      health: run ? healthBy(run) : healthOf(state, broken),
      drift,
      retained: live.filter((object) => object.owner === name && object.retained).map(({ id }) => id),
      error: run?.at === 'work' ? null : errorText(error, broken, drift),
    };
  } catch (thrown) {
    const { message } = toOptopoError(thrown);
    const both = error === null ? message : `${error}; ${message}`;
    return { ...base, sync: 'OutOfSync', health: 'Degraded', drift: [], retained: [], error: both };
  }
}

/** An apply that was killed by an optopo without journals has left only what it began with. */
function errorOf({ error, pending }: TopologyState): string | null {
  return error ?? (pending.length > 0 ? 'the last apply did not come to its end' : null);
}

/** While a run is at work, what the one before came to does not count any more. */
function errorBy(run: RunAtWork | UnfinishedRun): string | null {
  return run.at === 'work' ? null : run.text;
}

function healthBy(run: RunAtWork | UnfinishedRun): TopologyStatus['health'] {
  return run.at === 'work' ? 'Progressing' : 'Degraded';
}

/** Nothing is known of what it declared: there is nothing to compare the host with. */
function isForgotten(session: Session, { name, rebuilt, resources }: TopologyState): boolean {
  return rebuilt ? resources.length === 0 : !session.store.names().includes(name);
}

function onlyMarks(name: string): string {
  return `nothing is remembered of it, although objects carry its mark: apply it again, or: optopo destroy --name ${name}`;
}

function driftOf(plan: Plan): Drift[] {
  const changes = plan.changes.map(({ id, reason }) => ({ id, reason }));
  const conflicts = plan.conflicts.map(({ id, message }) => ({ id, reason: message }));
  return [...changes, ...conflicts];
}

/** How a topology is by what was read of the host. */
export function healthFrom(state: TopologyState, live: readonly LiveResource[]): TopologyStatus['health'] {
  return healthOf(state, brokenObjects(state, live));
}

/** Degraded: the last apply did not come to an end, or an object is broken rather than merely different. */
function healthOf(state: TopologyState, broken: readonly Drift[]): TopologyStatus['health'] {
  // An apply that failed and was undone left the host as it was: it is told, and is no fault of the host.
  if (state.pending.length > 0 || state.rebuilt || broken.length > 0) return 'Degraded';
  return state.unconfirmed ? 'Progressing' : 'Healthy';
}

/** Declared objects with a fault, and containers that should run and do not. */
function brokenObjects(state: TopologyState, live: readonly LiveResource[]): Drift[] {
  const objects = new Map(live.map((object) => [object.id, object]));
  return state.resources.flatMap((resource) => {
    const object = objects.get(resource.id);
    if (object === undefined || object.absent) return [];
    const [fault] = object.faults;
    if (fault) return [{ id: object.id, reason: fault.message }];
    const stands =
      resource.kind === 'container' && resource.attributes.state === 'running' && !isRunning(object);
    const whose = resource.policy.external ? 'is external and ' : '';
    return stands ? [{ id: object.id, reason: `${whose}does not run` }] : [];
  });
}

/** What is wrong with the last apply, and what is broken and no apply mends: of the rest the drift tells. */
function errorText(error: string | null, broken: readonly Drift[], drift: readonly Drift[]): string | null {
  const told = new Set(drift.map(({ id }) => id));
  const untold = broken.filter(({ id }) => !told.has(id)).map(({ id, reason }) => `${id} ${reason}`);
  return [...(error === null ? [] : [error]), ...untold].join('; ') || null;
}

/** What of a topology waits for its confirmation, and how long still. */
export function waitingOf({ unconfirmed }: TopologyState): TopologyStatus['unconfirmed'] {
  if (!unconfirmed) return null;
  const left = Math.ceil(timeLeftMs(unconfirmed, readClock()) / 1_000);
  return { deadline: unconfirmed.deadline, secondsLeft: Math.max(0, left) };
}

function isRunning(container: LiveResource): boolean {
  return container.attributes.state === 'running';
}
