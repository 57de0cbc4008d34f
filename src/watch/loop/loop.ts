import { setTimeout as delay } from 'node:timers/promises';
import { OptopoError } from '../../model/error.ts';
import type { Session } from '../../pipeline/session.ts';
import type { Cause, Desired, DesiredState, EventLog } from '../contract.ts';
import { withJitter } from './backoff.ts';
import type { FightRule } from './fights.ts';
import { heardInput } from './heard-input.ts';
import { Reconciler } from './reconciler.ts';
import { Watched } from './watched.ts';

export interface LoopOptions {
  /** Milliseconds between two full readings that nothing else asked for. */
  resyncMs: number;
  fights: FightRule;
  /** At most so many repairs of a topology within a minute. */
  repairsPerMinute: number;
}

/** Milliseconds that more signals are waited for before a reading begins. */
const DEBOUNCE_MS = 1;
/** What a run itself has caused: so long without a signal, and at most so long, in milliseconds. */
const QUIET_MS = 5;
const SETTLE_LIMIT_MS = 50;
/** How long a reconcile may go on after it was asked to end, in milliseconds; then its running step is its last. */
const GRACE_MS = 5_000;

/** Looks at one topology after the other whenever there is a reason to, and makes the host what it has to be. */
export class ReconcileLoop {
  readonly #session: Session;
  readonly #log: EventLog;
  readonly #onLooked: () => void;
  readonly #options: LoopOptions;
  readonly #reconciler: Reconciler;
  readonly #watched = new Map<string, Watched>();
  #problem: string | null = null;
  #lastSignal = 0;
  #wake: () => void = () => undefined;
  #underway: Watched | undefined;
  #stopping = false;
  #stopNow = false;
  #running: Promise<void> = Promise.resolve();

  /** `onLooked` is called after every look at a topology. */
  constructor(session: Session, log: EventLog, options: LoopOptions, onLooked: () => void) {
    this.#session = session;
    this.#log = log;
    this.#onLooked = onLooked;
    this.#options = options;
    this.#reconciler = new Reconciler(log, {
      session,
      settle: () => this.#settle(),
      quietSince: (at) => this.#quietSince(at),
      stopped: () => this.#stopNow,
    });
  }

  get topologies(): readonly Watched[] {
    return [...this.#watched.values()];
  }

  /** Why the newest state of the source is not in force. */
  get problem(): string | null {
    return this.#problem;
  }

  /** Topologies that have to be looked at now. */
  get queueDepth(): number {
    const now = performance.now();
    return this.topologies.filter(({ dueAt }) => dueAt <= now).length;
  }

  /** Takes over a new desired state. */
  update({ topologies, problem }: DesiredState): void {
    if (problem !== null && problem !== this.#problem)
      this.#log.append({ type: 'desired', message: problem });
    if (problem === null && this.#problem !== null) {
      this.#log.append({
        type: 'desired',
        message: 'what kept the newest state from being in force is mended',
      });
    }
    this.#problem = problem;
    for (const desired of topologies) this.#want(desired);
    const wanted = new Set(topologies.map(({ name }) => name));
    for (const name of this.#watched.keys()) if (!wanted.has(name)) this.#watched.delete(name);
    this.#wake();
  }

  /** Something may have changed: every topology is looked at. */
  signal(plugin: string): void {
    this.#lastSignal = performance.now();
    this.mark({ type: 'signal', plugin });
  }

  /** Asks for a look at one topology, or at all. */
  mark(cause: Cause, name: string | null = null): void {
    for (const watched of this.topologies) {
      if (name === null || watched.name === name) watched.mark(cause, DEBOUNCE_MS);
    }
    this.#wake();
  }

  /** A state file has changed: where it was not us, its topology is looked at. */
  lookForOthers(): void {
    for (const watched of this.topologies) {
      if (watched === this.#underway || watched.stamp === this.#session.store.stamp(watched.name)) continue;
      watched.mark({ type: 'request', by: 'another optopo' });
    }
    this.#wake();
  }

  /** Works until it is stopped. */
  run(): Promise<void> {
    this.#running = this.#work();
    return this.#running;
  }

  /** Finishes the reconcile that is under way; one that takes long stops after its running step. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#wake();
    const grace = setTimeout(() => {
      this.#stopNow = true;
    }, GRACE_MS);
    await this.#running;
    clearTimeout(grace);
  }

  async #work(): Promise<void> {
    while (!this.#stopping) {
      const next = this.topologies.reduce<Watched | undefined>(
        (best, one) => (best === undefined || one.dueAt < best.dueAt ? one : best),
        undefined,
      );
      const wait = (next?.dueAt ?? Number.POSITIVE_INFINITY) - performance.now();
      if (next === undefined || wait > 0) await this.#sleep(wait);
      else await this.#lookAt(next);
    }
  }

  async #lookAt(watched: Watched): Promise<void> {
    const resync = withJitter(this.#options.resyncMs, Math.random());
    this.#underway = watched;
    const known = await this.#reconciler.reconcile(watched, resync);
    if (!known) this.#watched.delete(watched.name);
    this.#underway = undefined;
    this.#onLooked();
  }

  /** Until the next one is due, or somebody wakes us. */
  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      // The longest that a timer takes (2^31 - 1 ms).
      const timer = setTimeout(resolve, Math.min(ms, 0x7fff_ffff));
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async #quietSince(at: number): Promise<boolean> {
    await heardInput();
    return this.#lastSignal < at;
  }

  async #settle(): Promise<void> {
    const limit = performance.now() + SETTLE_LIMIT_MS;
    this.#lastSignal = performance.now();
    for (;;) {
      const now = performance.now();
      const quietAt = Math.min(this.#lastSignal + QUIET_MS, limit);
      if (now >= quietAt) return;
      await delay(quietAt - now);
    }
  }

  #want(desired: Desired): void {
    const known = this.#watched.get(desired.name);
    const { revision, name } = desired;
    const { revision: before, heal } = known?.desired ?? {};
    if (known) known.want(desired);
    else this.#watched.set(name, new Watched(desired, this.#options));
    if (revision === before && desired.heal === heal) return;
    const message =
      before === undefined ? `${name} is watched, ${revision}` : `${name}: ${revision} instead of ${before}`;
    this.#log.append({ type: 'desired', topology: name, message });
    this.#watched.get(name)?.mark({ type: 'desired', revision });
  }
}

/** Throws `not-found` for a name that is not among the watched. */
export function requireWatched(name: string, watched: readonly Watched[]): void {
  if (watched.some((one) => one.name === name)) return;
  throw new OptopoError('not-found', `no topology named "${name}" is watched`);
}
