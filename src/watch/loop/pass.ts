import { OptopoError } from '../../model/error.ts';
import type { Plan } from '../../model/plan.ts';
import type { ApplyReport } from '../../model/report.ts';
import type { LiveResource } from '../../model/resource.ts';
import type { ApplyOptions } from '../../pipeline/apply-options.ts';
import { declaredAnew } from '../../pipeline/declared-anew.ts';
import { refuseConflicts } from '../../pipeline/guards.ts';
import type { HoldQuestion, PlanOptions } from '../../pipeline/plan-input.ts';
import { mendsAlone, type Part, planPart, standsAlone } from '../../pipeline/plan-part.ts';
import { type Look, planTarget, type Target } from '../../pipeline/prepare.ts';
import { repairTarget } from '../../pipeline/repair-target.ts';
import { declaresWhatIsInForce } from '../../pipeline/same-declared.ts';
import type { Session } from '../../pipeline/session.ts';
import type { StateQuery } from '../../plugins/contract.ts';
import type { TopologyState } from '../../state/topology-state.ts';
import type { Cause } from '../contract.ts';
import type { Watched } from './watched.ts';

/** What the loop lends to a pass. */
export interface PassTools {
  session: Session;
  /** Waits until what a run itself has caused is signalled. */
  settle(): Promise<void>;
  /** True when no change has been signalled since, on the clock of `performance.now()`. */
  quietSince(at: number): Promise<boolean>;
  /** True once the daemon has to end soon: the running step finishes, nothing new starts. */
  stopped(): boolean;
}

export interface PassResult {
  /** What was planned, and is left alone by the last reading; undefined when the host was not read. */
  plan: Plan | undefined;
  /** What was carried out; undefined when nothing was. */
  report: ApplyReport | undefined;
  /** When the reading began that the result stands on, on the clock of `performance.now()`. */
  readAt: number;
  /** Ids that are declared otherwise than before. */
  anew: ReadonlySet<string>;
  /** Something else has changed while it was carried out. */
  moreToDo: boolean;
}

/** One look at a topology: reads the host without the lock; what has to be done is done under it. */
export class Pass {
  readonly #watched: Watched;
  readonly #target: Target;
  readonly #tools: PassTools;
  readonly #state: TopologyState;
  readonly #anew: ReadonlySet<string>;
  readonly #ownLayers: boolean;
  readonly #parts: readonly Part[];
  #readAt = 0;
  #moreToDo = false;
  /** What the reading that verified has left alone. */
  #leftAlone: Pick<Plan, 'held'> = {};

  constructor(watched: Watched, target: Target, tools: PassTools, causes: readonly Cause[]) {
    this.#watched = watched;
    this.#tools = tools;
    this.#state = tools.session.store.load(target.name);
    // What signals cannot tell of other layers, a full reading does now and then.
    this.#ownLayers =
      !this.#state.rebuilt && causes.every(({ type }) => type === 'signal' || type === 'retry');
    this.#anew = declaredAnew(target.resources, this.#state.resources);
    // Packets are sent to prove a new version; a repair is proved by reading, and has no seconds to wait.
    this.#target = this.#anew.size > 0 ? target : { ...target, expectations: [] };
    this.#parts = this.#partsToMend(causes);
  }

  /** Throws what keeps the host from being read or the lock from being taken; what a run comes to is reported. */
  async run(): Promise<PassResult> {
    const { session } = this.#tools;
    const stamp = session.store.stampOfAll();
    this.#readAt = performance.now();
    const options = this.#planOptions();
    let begun: StateQuery | undefined;
    for (const part of this.#parts) {
      const look = await planPart(session, this.#target, this.#state, part, options, begun);
      if (await mendsAlone(session, look)) return this.#carryOut(look, stamp);
      begun = look.reading;
      if (look.plan.steps.length === 0) break;
    }
    const seen = await planTarget(session, this.#target, this.#state, options, begun);
    const { plan, live } = seen;
    this.#observed(plan, live);
    const look = { plan, report: undefined, anew: this.#anew, moreToDo: false };
    if (this.#watched.suspended) return { ...look, readAt: this.#readAt };
    refuseConflicts(plan);
    if (plan.steps.length === 0 && this.#isRemembered()) return { ...look, readAt: this.#readAt };
    return this.#carryOut(seen, stamp);
  }

  /**
   * The parts to be looked at, and mended, before the rest is read. What is told of the topology, and stays as it is,
   * has to be told of the whole.
   */
  #partsToMend(causes: readonly Cause[]): readonly Part[] {
    const { told, suspended } = this.#watched;
    if (!this.#ownLayers || this.#anew.size > 0 || suspended || told !== null) return [];
    const onlyFlows = causes.every((cause) => cause.type === 'signal' && cause.plugin === 'openflow');
    // A port may be gone, which is not signalled yet, where flows cannot be mended.
    const parts: Part[] = onlyFlows ? ['flows', 'below'] : ['below'];
    return parts.filter((part) => standsAlone(part, this.#target));
  }

  async #carryOut(look: Look, stamp: string): Promise<PassResult> {
    const readAt = this.#readAt;
    const seen = { ...look, stamp, holds: () => this.#tools.quietSince(readAt) };
    const report = await repairTarget(this.#tools.session, this.#target, this.#applyOptions(), seen);
    const plan = { ...report.plan, ...this.#leftAlone };
    return { plan, report, anew: this.#anew, readAt: this.#readAt, moreToDo: this.#moreToDo };
  }

  /** What no file declares, and somebody has destroyed since the host was read, is not made again: look again. */
  #refuseReviving(): void {
    const { desired, name } = this.#watched;
    if (!desired.undeclared || this.#tools.session.store.names().includes(name)) return;
    throw new OptopoError('locked', `${name} was destroyed meanwhile`);
  }

  #observed(plan: Plan, live: readonly LiveResource[]): void {
    const found = [...plan.changes, ...(plan.held ?? [])].map(({ id, reason }) => ({ id, reason }));
    const conflicts = plan.conflicts.map(({ id, message }) => ({ id, reason: message }));
    this.#watched.observed({ drift: [...found, ...conflicts], live }, this.#state);
  }

  /** What is remembered says all that the target does: nothing has to be written down. */
  #isRemembered(): boolean {
    const { pending, error, rebuilt, hash } = this.#state;
    if (pending.length > 0 || error !== null || rebuilt) return false;
    return hash === this.#target.hash || declaresWhatIsInForce(this.#target, this.#state);
  }

  #planOptions(): PlanOptions {
    return {
      ...{ adopt: false, prune: true, deleteData: false },
      ownLayers: this.#ownLayers,
      hold: (found) => this.#holds(found),
    };
  }

  /** What is declared anew is applied; the rest is drift, and left alone where it has to be. */
  #holds({ id, conflict, heal, wantedAnew }: HoldQuestion): boolean {
    const { suspended, fights, desired } = this.#watched;
    if (suspended) return true;
    if (this.#anew.has(id)) return false;
    return conflict || fights.holds(id) || (!wantedAnew && (heal ?? desired.heal) === 'report');
  }

  #applyOptions(): ApplyOptions {
    const { settle, stopped } = this.#tools;
    return {
      ...this.#planOptions(),
      ...{ allowEmpty: false, lockTimeout: 0, repair: true, rollback: true, settle, stopped },
      // Once it has to end soon, nothing more is done to the host, undoing included: the next start goes on.
      leaves: stopped,
      emit: (event) => {
        if (event.type === 'verifying') this.#readAt = performance.now();
        if (event.type !== 'verified') return;
        this.#moreToDo = event.plan.changes.length > 0;
        if (event.plan.held) this.#leftAlone = { held: event.plan.held };
        this.#observed(event.plan, event.live);
      },
      review: () => this.#refuseReviving(),
      confirm: () => Promise.resolve(true),
    };
  }
}
