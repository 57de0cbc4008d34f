import { type OptopoError, toOptopoError } from '../model/error.ts';
import type { ExpectationCheck } from '../model/expectation-check.ts';
import { isIrreversible, type Plan } from '../model/plan.ts';
import type { ApplyReport, Outcome } from '../model/report.ts';
import type { LiveResource, Resource } from '../model/resource.ts';
import type { TopologyState } from '../state/topology-state.ts';
import { endProcess } from '../wire/process-record.ts';
import { interruption, MAX_PASSING_ROUNDS, MAX_ROUNDS, notConverged } from './apply-errors.ts';
import type { ApplyOptions } from './apply-options.ts';
import { armTimer, unconfirmedAfter } from './arm.ts';
import { askFirst } from './ask-first.ts';
import { convergedState, type LastGeneration } from './converged-state.ts';
import { type Execution, execute } from './execute.ts';
import { checkExpectations, throwUnmet } from './expectations/check.ts';
import { refuseConflicts, refuseEmptying } from './guards.ts';
import { isTold, withIntents, withoutGivenUp } from './inventory.ts';
import { findCuts, refuseCuts } from './management-guard.ts';
import { lookAround, observe } from './observe.ts';
import { endsSomething, inventoryAfter, limitTo, unfinishedBeside } from './partial-target.ts';
import type { PlanOptions } from './plan-input.ts';
import { merged, planTarget, type Target } from './prepare.ts';
import { lastGeneration, recordGeneration } from './record-generation.ts';
import { noting, RunJournal } from './run-journal.ts';
import { isInForce } from './same-declared.ts';
import type { Session } from './session.ts';
import { settleKilled } from './settle-killed.ts';
import { notPutBack } from './undo-check.ts';
import { isPassing, type Settled, touchedBy, untilConverged } from './verify.ts';

/** One run under the lock, which the caller holds: observe, plan, carry out, verify by reading again, remember. */
export class ApplyRun {
  readonly #session: Session;
  readonly #target: Target;
  readonly #options: ApplyOptions;
  readonly #journal: RunJournal;
  /** What an earlier run had begun with and not finished. */
  readonly #unfinished: readonly Resource[];
  #begun = performance.now();
  /** Every plan carried out so far, with what became of it. */
  readonly #rounds: { plan: Plan; execution: Execution }[] = [];
  #state: TopologyState;
  #before: readonly LiveResource[] = [];
  #notPutBack: string[] = [];
  #expectations: readonly ExpectationCheck[] = [];
  /** What of that a limited run is not about. */
  readonly #beside: ReturnType<typeof unfinishedBeside>;
  /** What was discovered beside what is declared, as of the last plan. */
  #discovered: readonly Resource[] = [];
  /** All that was ours at some moment of this run: the undo makes it ours again. */
  #intended: TopologyState['inventory'] = {};

  constructor(session: Session, target: Target, options: ApplyOptions) {
    this.#session = session;
    this.#journal = new RunJournal(session, target.name);
    this.#options = { ...options, emit: noting(this.#journal, options.emit) };
    this.#state = session.store.load(target.name);
    this.#unfinished = this.#state.pending;
    this.#target = limitTo(target, options.targets, this.#state);
    this.#beside = unfinishedBeside(this.#target, this.#state);
  }

  async run(): Promise<ApplyReport> {
    await settleKilled(this.#session, this.#target.name);
    const { plan, live } = this.#options.planned ?? (await this.#plan(this.#options));
    this.#before = live;
    this.#note(plan);
    this.#options.review?.({ plan, live, state: this.#state, target: this.#target });
    this.#options.emit({ type: 'planned', plan });
    refuseConflicts(plan);
    if (!this.#options.allowEmpty) refuseEmptying(plan, live, this.#target, this.#state);
    await this.#guardManagement(plan, live);
    if (plan.steps.length === 0) return this.#unchanged(plan, live);
    if (!this.#repairs) lastGeneration(this.#session, this.#state);
    // The time that an answer takes is not ours.
    this.#begun += await askFirst(plan, this.#options);
    await this.#arm(plan);
    return this.#carryOut(plan);
  }

  #plan(options: PlanOptions): Promise<{ plan: Plan; live: LiveResource[] }> {
    return planTarget(this.#session, this.#target, this.#state, options);
  }

  async #guardManagement(plan: Plan, live: readonly LiveResource[]): Promise<void> {
    const { forceManagement, confirmTimeout } = this.#options;
    if (forceManagement || confirmTimeout !== undefined) return;
    refuseCuts(await findCuts(plan, live, process.env, lookAround(this.#session, this.#state, this.#target)));
  }

  /** From here on the host goes back by itself, whatever becomes of this process. */
  async #arm(plan: Plan): Promise<void> {
    const { confirmTimeout } = this.#options;
    if (confirmTimeout === undefined) return;
    const { selection } = this.#target;
    const unconfirmed = await armTimer(this.#session, this.#state, plan, confirmTimeout, selection);
    this.#state = { ...this.#state, unconfirmed };
  }

  /** An apply that was undone needs no timer; one that stands half done keeps it. */
  #disarm(): void {
    const { unconfirmed, ...state } = this.#state;
    if (!unconfirmed) return;
    endProcess(unconfirmed.timer);
    this.#state = state;
  }

  /** Nothing to do; but what an apply that was killed had done may not have been stored yet. */
  async #unchanged(plan: Plan, live: readonly LiveResource[]): Promise<ApplyReport> {
    try {
      await this.#expect();
    } catch (thrown) {
      return { ...this.#report(plan, 'failed', true), error: toOptopoError(thrown) };
    }
    if (endsSomething(this.#target, this.#state)) await this.#store(plan, live);
    else this.#remember(live, this.#state);
    this.#journal.end();
    return this.#report(plan, 'unchanged', true);
  }

  /** From the first write on, whatever fails is undone and reported. */
  async #carryOut(first: Plan): Promise<ApplyReport> {
    this.#journal.begin(first, () => this.#begin(first));
    const report = await this.#converge(first).catch((thrown) => this.#failed(first, toOptopoError(thrown)));
    // Stopped at once, nothing of it was put in order: the next run has to know where it was.
    if (report.outcome === 'failed' && this.#session.signal.aborted) this.#journal.stop();
    else this.#journal.end();
    return report;
  }

  async #converge(first: Plan): Promise<ApplyReport> {
    const settled = await this.#reach(await this.#reversibleFirst(first), this.#options);
    this.#note(settled.plan);
    await this.#expect();
    await this.#store(first, settled.live);
    return this.#report(first, this.#state.unconfirmed ? 'unconfirmed' : 'converged', true);
  }

  /**
   * Data that is deleted cannot come back: everything else is done and verified before, with the containers
   * stopped and kept. Returns what is left to do after that.
   */
  async #reversibleFirst(first: Plan): Promise<Plan> {
    if (!first.changes.some((change) => change.action === 'delete' && isIrreversible(change))) return first;
    const keeping = { ...this.#options, keepData: true };
    const { plan } = await this.#plan(keeping);
    if (plan.steps.length > 0) {
      this.#begin(plan);
      await this.#reach(plan, keeping);
    }
    await this.#expect();
    const rest = (await this.#plan(this.#options)).plan;
    this.#begin(rest);
    return rest;
  }

  /** Carries out a plan, and what is found to be left to do, until a fresh reading shows that nothing is. */
  async #reach(first: Plan, options: PlanOptions): Promise<Settled> {
    let plan = first;
    for (let round = 1; ; round += 1) {
      this.#options.emit({ type: 'carrying-out', plan, round });
      await this.#execute(plan);
      await this.#options.settle?.();
      this.#options.emit({ type: 'verifying' });
      // What changes meanwhile is the next repair's.
      const touched = this.#options.repair ? touchedBy(this.#rounds) : undefined;
      const settled = await untilConverged(this.#session, this.#target, this.#state, options, touched);
      if (settled.converged) {
        this.#options.emit({ type: 'verified', plan: settled.plan, live: settled.live });
        return settled;
      }
      const limit = isPassing(settled.plan) ? MAX_PASSING_ROUNDS : MAX_ROUNDS;
      if (round >= limit) throw notConverged(settled.plan);
      plan = settled.plan;
      this.#begin(plan);
    }
  }

  /** Looks with real packets whether all is as expected; throws when it is not. */
  async #expect(): Promise<void> {
    this.#expectations = await checkExpectations(this.#session, this.#target, this.#options);
    throwUnmet(this.#expectations);
  }

  /** Writes down what is about to be done, before the first change; not what stands there already. */
  #begin(plan: Plan): void {
    const inventory = withIntents(this.#state, plan);
    this.#intended = { ...this.#intended, ...inventory };
    this.#note(plan);
    if (this.#repairs && isTold(inventory, this.#state.inventory)) return;
    const pending = merged(this.#unfinished, this.#declared());
    this.#state = { ...this.#state, pending, inventory, error: null };
    this.#session.store.save(this.#state);
  }

  get #repairs(): boolean {
    return (this.#options.repair ?? false) && isInForce(this.#target, this.#state);
  }

  /** Carries out one plan. Throws what went wrong; what was done is kept for the undo. */
  async #execute(plan: Plan): Promise<void> {
    const execution = await execute({
      plan,
      context: this.#session.context(this.#state),
      plugin: (name) => this.#session.plugin(name),
      emit: this.#options.emit,
      stopped: () => this.#options.stopped() || this.#journal.failure !== undefined,
    });
    this.#rounds.push({ plan, execution });
    this.#state = { ...this.#state, inventory: withoutGivenUp(this.#state.inventory, execution) };
    const error = execution.error ?? this.#journal.failure;
    if (error) throw error;
    if (execution.interrupted) throw interruption();
  }

  async #failed(plan: Plan, error: OptopoError): Promise<ApplyReport> {
    const undone = this.#rollsBack && (await this.#undo());
    const putBack = (await this.#lookAgain()) && undone;
    const pending = putBack ? { pending: [...this.#unfinished] } : {};
    this.#state = { ...this.#state, error: error.message, ...pending };
    if (putBack) this.#disarm();
    const report = { ...this.#report(plan, putBack ? 'rolled-back' : 'failed', putBack), error };
    try {
      this.#session.store.save(this.#state);
    } catch (thrown) {
      // What stands on disk since before the first change still covers all that may be left on the host.
      report.error = error.with({
        hint: `${toOptopoError(thrown).message}; ${error.hint ?? 'mend that first'}`,
      });
    }
    return report;
  }

  get #rollsBack(): boolean {
    return this.#options.rollback && !this.#options.leaves?.();
  }

  /** Takes back all rounds, the last one first. True when every undo succeeded. */
  async #undo(): Promise<boolean> {
    let complete = true;
    let inventory = this.#intended;
    for (const { execution } of [...this.#rounds].reverse()) {
      complete = (await execution.undo()) && complete;
      inventory = withoutGivenUp(inventory, execution);
    }
    this.#state = { ...this.#state, inventory };
    return complete;
  }

  /** Reads the host again: undone is said only when everything touched is as it was. */
  async #lookAgain(): Promise<boolean> {
    try {
      const declared = { ...this.#target, resources: this.#declared() };
      const live = await observe(this.#session, this.#state, declared);
      this.#state = { ...this.#state, inventory: inventoryAfter(this.#target, this.#state, live) };
      if (!this.#rollsBack) return false;
      const steps = this.#rounds.flatMap(({ plan }) => plan.steps);
      this.#notPutBack = notPutBack(this.#session, this.#target.name, steps, this.#before, live);
    } catch (thrown) {
      // The inventory keeps what was intended: nothing that may be there is forgotten.
      this.#notPutBack = [`the host cannot be read: ${toOptopoError(thrown).message}`];
    }
    return this.#notPutBack.length === 0;
  }

  /** After a run that changed something: the generation first, then the state that names it. */
  async #store(plan: Plan, live: readonly LiveResource[]): Promise<void> {
    if (this.#repairs) return this.#remember(live, this.#state);
    const inventory = inventoryAfter(this.#target, this.#state, live);
    if (this.#options.staysUnconfirmed) {
      // Half of the way back is no generation: what is pending makes the other half store one.
      this.#state = { ...this.#state, inventory };
      this.#session.store.save(this.#state);
      return;
    }
    await recordGeneration(this.#session, this.#target, plan, this.#state, inventory, (stored) =>
      this.#remember(live, { generation: stored.generation, generationHash: stored.hash }),
    );
  }

  /** After a converged run: what is declared now is the base of the next comparison. */
  #remember(live: readonly LiveResource[], last: LastGeneration): void {
    const { name, resources } = this.#target;
    const inventory = inventoryAfter(this.#target, this.#state, live);
    const left = resources.length + this.#beside.pending.length + Object.keys(inventory).length;
    if (left === 0) {
      this.#session.store.remove(name);
      this.#state = { ...this.#state, generation: last.generation };
      return;
    }
    const applied = this.#state.lastApplied ?? new Date().toISOString();
    const waits = unconfirmedAfter(this.#state, this.#options);
    const converged = convergedState(this.#target, this.#discovered, inventory, last, applied);
    const next = { ...converged, ...this.#beside, ...waits };
    const known = JSON.stringify({ ...next }) === JSON.stringify({ ...this.#state });
    if (known && this.#session.store.isWhole(name)) return;
    const remembered = { ...next, lastApplied: new Date().toISOString() };
    this.#session.store.save(remembered);
    this.#state = remembered;
  }

  /** A limited run is not about what is discovered: that stays as it was remembered. */
  #note({ discovered = [] }: Plan): void {
    this.#discovered = this.#target.selection ? (this.#state.discovered ?? []) : discovered;
  }

  /** All that is declared, with what the containers that run are given. */
  #declared(): Resource[] {
    return [...this.#target.resources, ...this.#discovered];
  }

  #report(plan: Plan, outcome: Outcome, verified: boolean): ApplyReport {
    const steps = this.#rounds.flatMap(({ execution }) => [...execution.outcomes.values()]);
    const { generation } = this.#state;
    return {
      ...{ plan, outcome, steps, verified, generation, durationMs: performance.now() - this.#begun },
      ...{ expectations: this.#expectations, notPutBack: this.#notPutBack },
      ...(this.#state.unconfirmed ? { confirmBefore: this.#state.unconfirmed.deadline } : {}),
    };
  }
}
