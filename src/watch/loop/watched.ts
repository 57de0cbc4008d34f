import { cookieText } from '../../model/cookie.ts';
import type { OptopoError } from '../../model/error.ts';
import type { LiveResource } from '../../model/resource.ts';
import { declaredAnew } from '../../pipeline/declared-anew.ts';
import { type Drift, healthFrom, waitingOf } from '../../pipeline/status.ts';
import type { TopologyState } from '../../state/topology-state.ts';
import type { Cause, Desired, WatchedTopology } from '../contract.ts';
import { problemText } from '../desired/problem-text.ts';
import { type FightRule, Fights } from './fights.ts';
import { Marks } from './marks.ts';
import { RepairLimit } from './repair-limit.ts';

/** What the last reading of the host has shown. */
export interface Reading {
  drift: Drift[];
  live: readonly LiveResource[];
}

/** One watched topology: what is wanted of it, why it has to be looked at and when, and how it stands. */
export class Watched {
  desired: Desired;
  readonly fights: Fights;
  readonly limit: RepairLimit;
  /** Failures in a row. */
  failures = 0;
  /** What was told last of a failure, so that the same is not told again and again. */
  told: string | null = null;
  /** A reading has shown it as wanted, or as far as wanted. */
  ready = false;
  suspended = false;
  error: string | null = null;
  /** What the last look failed with, and the exit code that a command would have for it. */
  failure: { error: OptopoError; exitCode: number } | null = null;
  /** Why the wanted version is not the one in force. */
  versionError: string | null = null;
  lastSuccess: string | null = null;
  /** Of the state files, as they were after our last look. */
  stamp = '';
  #reading: Omit<Reading, 'live'> & { retained: string[]; health: WatchedTopology['health'] } = {
    ...{ drift: [], retained: [], health: 'Progressing' },
  };
  #seen = false;
  readonly #marks = new Marks();
  /** When to look, on the clock of `performance.now()`: somebody asked, something has to be tried again, in any case. */
  #askedAt = Number.POSITIVE_INFINITY;
  #retryAt = Number.POSITIVE_INFINITY;
  #resyncAt = 0;
  #retryWhy = '';
  /** Signals make nobody look before. */
  #notBefore = 0;

  constructor(desired: Desired, rules: { fights: FightRule; repairsPerMinute: number }) {
    this.desired = desired;
    this.fights = new Fights(rules.fights);
    this.limit = new RepairLimit(rules.repairsPerMinute);
  }

  get name(): string {
    return this.desired.name;
  }

  /** Wants another version from now on: what was not tried again, or left alone, is. */
  want(desired: Desired): void {
    const anew = declaredAnew(desired.target.resources, this.desired.target.resources);
    this.fights.forget(anew);
    if (desired.revision !== this.desired.revision) this.failures = 0;
    this.desired = desired;
  }

  /** There is a reason to look: now, or for a signal when others may have followed it. */
  mark(cause: Cause, debounceMs = 0): void {
    const now = performance.now();
    this.#marks.add(cause, now);
    const soonest = cause.type === 'signal' ? Math.max(now + debounceMs, this.#notBefore) : now;
    this.#askedAt = Math.min(this.#askedAt, soonest);
  }

  /** When to look next, on the clock of `performance.now()`. */
  get dueAt(): number {
    const truceEnds = performance.now() + this.fights.nextEnd - Date.now();
    return Math.min(this.#askedAt, this.#retryAt, this.#resyncAt, truceEnds);
  }

  /** Begins a look: why it is made, and since when there is a reason. The next is due in `resyncMs` in any case. */
  begin(resyncMs: number): { causes: Cause[]; since: number } {
    const now = performance.now();
    if (this.#retryAt <= now) this.#marks.add({ type: 'retry', after: this.#retryWhy }, now);
    else if (this.#marks.isEmpty) this.#marks.add({ type: 'resync' }, now);
    this.#askedAt = Number.POSITIVE_INFINITY;
    this.#retryAt = Number.POSITIVE_INFINITY;
    this.#resyncAt = now + resyncMs;
    return this.#marks.take(now);
  }

  /** Looks again in `ms`; signals make nobody look within `signalsMs`. */
  retryAfter(ms: number, signalsMs: number, why: string): void {
    const now = performance.now();
    this.#retryAt = now + ms;
    this.#retryWhy = why;
    this.#notBefore = now + signalsMs;
  }

  /** A reading that began then has seen what earlier signals stood for. */
  dropSignalsBefore(moment: number): void {
    this.#marks.dropSignalsBefore(moment);
    if (this.#marks.isEmpty) this.#askedAt = Number.POSITIVE_INFINITY;
  }

  /** Keeps of a reading what status tells. */
  observed({ drift, live }: Reading, state: TopologyState): void {
    const retained = live.filter((object) => object.owner === this.name && object.retained);
    this.#seen = true;
    this.#reading = { drift, retained: retained.map(({ id }) => id), health: healthFrom(state, live) };
  }

  failed(error: OptopoError, exitCode: number = error.exitCode): void {
    this.failures += 1;
    this.failure = { error, exitCode };
    this.error = problemText(error);
  }

  succeeded(): void {
    this.failures = 0;
    this.failure = null;
    this.error = null;
    this.#notBefore = 0;
    this.ready = true;
    this.lastSuccess = new Date().toISOString();
  }

  /** How it stands. `state`: what is remembered of it. */
  status(state: TopologyState): WatchedTopology {
    const { drift, retained } = this.#reading;
    const error = this.error ?? this.versionError ?? this.desired.problem ?? this.#fightText();
    return {
      name: this.name,
      sync:
        this.#seen && drift.length === 0 && this.error === null && this.versionError === null
          ? 'Synced'
          : 'OutOfSync',
      health: this.#health(state, error),
      generation: state.generation,
      cookie: cookieText(this.name),
      lastApplied: state.lastApplied,
      drift,
      retained,
      error,
      unconfirmed: waitingOf(state),
      heal: this.desired.heal,
      suspended: this.suspended,
      revision: this.desired.revision,
      lastSuccess: this.lastSuccess,
      fights: this.fights.list().map(({ id, until, message }) => ({
        id,
        until: new Date(until).toISOString(),
        message,
      })),
    };
  }

  #health(state: TopologyState, error: string | null): WatchedTopology['health'] {
    if (state.unconfirmed) return 'Progressing';
    if (error !== null) return 'Degraded';
    return this.#seen ? this.#reading.health : 'Progressing';
  }

  #fightText(): string | null {
    const [first] = this.fights.list();
    return first ? `${first.id}: ${first.message}` : null;
  }
}
