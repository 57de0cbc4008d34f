import { EXIT, type OptopoError, toOptopoError } from '../../model/error.ts';
import type { Target } from '../../pipeline/prepare.ts';
import type { TopologyState } from '../../state/topology-state.ts';
import { readClock, timeLeftMs } from '../../state/unconfirmed.ts';
import { RECONCILE } from '../../wire/activity.ts';
import type { EventLog } from '../contract.ts';
import { problemText } from '../desired/problem-text.ts';
import {
  type DurableNotes,
  type Refusal,
  refusalsOf,
  type Suspension,
  suspensionsOf,
} from '../durable-notes.ts';
import { backoffMs } from './backoff.ts';
import { Pass, type PassResult, type PassTools } from './pass.ts';
import { type Look, Teller } from './teller.ts';
import type { Watched } from './watched.ts';

/** Milliseconds before the lock is asked for again; a person who waits for it gets in between. */
const LOCKED_PAUSE_MS = 200;
/** A live signal shortens the wait after a failure that changed nothing to this, in milliseconds. */
const SHORTEST_WAIT_MS = 250;
/** How often a new version may fail because the host did not settle, before it is refused. */
const TRIES_TO_SETTLE = 3;
/** An apply that was not confirmed goes back by itself; after so long, in milliseconds, we do it. */
const OVERDUE_MS = 5_000;

/** Reconciles one topology: what is read, done and told, and when to look again. */
export class Reconciler {
  readonly #tools: PassTools;
  readonly #teller: Teller;
  readonly #suspensions: DurableNotes<Suspension>;
  readonly #refusals: DurableNotes<Refusal>;
  #count = 0;

  constructor(log: EventLog, tools: PassTools) {
    this.#tools = tools;
    this.#teller = new Teller(log);
    const { stateDir } = tools.session.host;
    this.#suspensions = suspensionsOf(stateDir);
    this.#refusals = refusalsOf(stateDir);
  }

  /**
   * Looks once and does what has to be done; whatever goes wrong is told and makes it look again later. `resyncMs`:
   * when to look next if nothing happens. False: there is nothing left to watch.
   */
  async reconcile(watched: Watched, resyncMs: number): Promise<boolean> {
    const begun = watched.begin(resyncMs);
    const { store } = this.#tools.session;
    if (watched.desired.undeclared && !store.names().includes(watched.name)) {
      this.#teller.forgotten(watched);
      return false;
    }
    this.#count += 1;
    const look: Look = { watched, ...begun, id: `${process.pid}-${this.#count}` };
    try {
      await RECONCILE.run(look.id, () => this.#look(look));
    } catch (thrown) {
      this.#failed(look, toOptopoError(thrown));
    }
    watched.stamp = store.stamp(watched.name);
    return true;
  }

  async #look(look: Look): Promise<void> {
    const { watched } = look;
    this.#noteSuspension(watched);
    const state = this.#tools.session.store.load(watched.name);
    if (this.#waitsForConfirmation(watched, state) || this.#isLimited(look)) return;
    this.#teller.truceEnded(watched, watched.fights.end(Date.now()));
    const refusal = this.#refusalOf(watched, state);
    if (refusal !== undefined) watched.versionError = refusal.message;
    if (refusal === undefined) await this.#reach(look, state);
    else await this.#keepInForce(look, state);
  }

  /** Makes the host what is wanted; what stands in the way of a new version leaves the one before in force. */
  async #reach(look: Look, state: TopologyState): Promise<void> {
    const { watched } = look;
    try {
      await this.#pass(look, watched.desired.target);
    } catch (thrown) {
      const error = toOptopoError(thrown);
      if (error.kind !== 'user' || error.code === 'interrupted') throw error;
      watched.versionError = fullText(error);
      this.#teller.failed(look, error);
      await this.#keepInForce(look, state);
    }
  }

  async #keepInForce(look: Look, state: TopologyState): Promise<void> {
    const target = inForce(state);
    // Signals stay: what stands in the way of the wanted version may have gone since that was looked at.
    if (target) await this.#pass(look, target, false);
  }

  async #pass(look: Look, target: Target, drops = true): Promise<void> {
    const { watched } = look;
    const result = await new Pass(watched, target, this.#tools, look.causes).run();
    const error = result.report?.error;
    if (error === undefined) {
      if (drops) watched.dropSignalsBefore(result.readAt);
      if (result.moreToDo) watched.mark({ type: 'retry', after: 'more has changed meanwhile' });
      // Only now: while it is tried again, status goes on saying why the last attempt failed.
      if (target === watched.desired.target) watched.versionError = null;
      this.#succeeded(look, result);
      return;
    }
    // Undoing is signalled as well; as it is looked at again in any case, all of it may go.
    await this.#tools.settle();
    watched.dropSignalsBefore(performance.now());
    if (this.#tools.stopped()) return;
    const isNew = result.anew.size > 0 && target === watched.desired.target;
    const refused = isNew && error.kind !== 'transient' && !this.#wasDisturbed(watched, error);
    if (refused) this.#refuse(look, error);
    this.#failedApply(look, result, error, refused);
  }

  #succeeded(look: Look, result: PassResult): void {
    const { watched } = look;
    const did = (result.report?.steps.length ?? 0) > 0;
    const repaired = did && result.plan?.changes.some(({ id }) => !result.anew.has(id));
    if (repaired) watched.limit.note(performance.now());
    watched.succeeded();
    this.#teller.succeeded(look, result);
    if (did) this.#teller.fought(watched, result);
  }

  /** A host that does not settle may be somebody's hand in between, not the version's fault: seen so often, it is. */
  #wasDisturbed({ failures }: Watched, { code }: OptopoError): boolean {
    return code === 'not-converged' && failures + 1 < TRIES_TO_SETTLE;
  }

  /** The version is not tried again, and what was in force before is what counts. */
  #refuse({ watched }: Look, error: OptopoError): void {
    const { name, desired } = watched;
    const message = `${desired.revision} could not be applied: ${problemText(error)}`;
    this.#refusals.set(name, { revision: desired.revision, at: new Date().toISOString(), message });
    watched.versionError = message;
  }

  #failedApply(look: Look, result: PassResult, error: OptopoError, refused: boolean): void {
    const { watched } = look;
    const rolledBack = result.report?.outcome === 'rolled-back';
    watched.failed(error, rolledBack ? EXIT.rolledBack : EXIT.failed);
    this.#teller.failedApply(look, result, error);
    const pause = refused ? 0 : backoffMs(watched.failures, Math.random());
    watched.retryAfter(pause, pause, error.message);
  }

  /** Nothing was changed: the host could not be read, something is in the way, or somebody else is at work. */
  #failed(look: Look, error: OptopoError): void {
    const { watched } = look;
    if (this.#tools.session.signal.aborted || this.#tools.stopped()) return;
    if (error.code === 'locked') {
      watched.failure = { error, exitCode: error.exitCode };
      watched.retryAfter(LOCKED_PAUSE_MS, LOCKED_PAUSE_MS, 'another optopo holds the lock');
      return;
    }
    watched.failed(error);
    this.#teller.failed(look, error);
    const pause = backoffMs(watched.failures, Math.random());
    watched.retryAfter(pause, Math.min(pause, SHORTEST_WAIT_MS), error.message);
  }

  #waitsForConfirmation(watched: Watched, { unconfirmed }: TopologyState): boolean {
    if (!unconfirmed) return false;
    const left = timeLeftMs(unconfirmed, readClock()) + OVERDUE_MS;
    if (left > 0) watched.retryAfter(left, 0, 'an apply waits for its confirmation');
    return left > 0;
  }

  /** Too many repairs within a minute; what people have asked for does not wait. */
  #isLimited({ watched, causes }: Look): boolean {
    const wait = watched.limit.waitMs(performance.now());
    if (wait === 0 || causes.some(({ type }) => type === 'desired' || type === 'request')) return false;
    const seconds = Math.ceil(wait / 1_000);
    watched.error = `more repairs within a minute than --max-repairs allows: the next one in ${seconds} s`;
    this.#teller.limited(watched);
    watched.retryAfter(wait, wait, 'too many repairs');
    return true;
  }

  #noteSuspension(watched: Watched): void {
    const suspension = this.#suspensions.get(watched.name);
    const suspended = suspension !== undefined;
    if (suspended !== watched.suspended) this.#teller.suspension(watched, suspension);
    watched.suspended = suspended;
  }

  /** The wanted version's refusal. A newer version, or somebody's apply of this one, makes it void. */
  #refusalOf({ name, desired }: Watched, state: TopologyState): Refusal | undefined {
    const refusal = this.#refusals.get(name);
    if (refusal === undefined) return undefined;
    if (refusal.revision === desired.revision && state.hash !== desired.target.hash) return refusal;
    this.#refusals.remove(name);
    return undefined;
  }
}

/** What was applied last and is in force; undefined where nothing is. */
function inForce({ name, resources, discover = [], hash }: TopologyState): Target | undefined {
  return resources.length === 0 ? undefined : { name, resources, discover, hash };
}

/** A refusal with the place that it concerns. */
function fullText(error: OptopoError): string {
  const [first] = error.diagnostics;
  const at = error.source ?? first;
  return at ? `${error.message} (declared in ${at.file}:${at.line}:${at.column})` : error.message;
}
