import { type OptopoError, toOptopoError } from '../model/error.ts';
import type { ExpectationCheck } from '../model/expectation-check.ts';
import { isIrreversible, type Plan } from '../model/plan.ts';
import type { ApplyReport, Outcome } from '../model/report.ts';
import type { LiveResource, PluginName } from '../model/resource.ts';
import { interruption, MAX_PASSING_ROUNDS, MAX_ROUNDS, notConverged } from './apply-errors.ts';
import type { ApplyOptions } from './apply-options.ts';
import { armTimer } from './arm.ts';
import { askFirst } from './ask-first.ts';
import { type Execution, execute } from './execute.ts';
import { checkExpectations, throwUnmet } from './expectations/check.ts';
import { refuseConflicts, refuseEmptying } from './guards.ts';
import { findCuts, refuseCuts } from './management-guard.ts';
import { lookAround, observe } from './observe.ts';
import { endsSomething, limitTo } from './partial-target.ts';
import type { PlanOptions } from './plan-input.ts';
import { type Look, planTarget, type Target } from './prepare.ts';
import { lastGeneration } from './record-generation.ts';
import { noting, RunJournal } from './run-journal.ts';
import { RunMemory } from './run-memory.ts';
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
  readonly #memory: RunMemory;
  #begun = performance.now();
  /** Every plan carried out so far, with what became of it. */
  readonly #rounds: { plan: Plan; execution: Execution }[] = [];
  #before: readonly LiveResource[] = [];
  /** The layers of which `#before` tells. */
  #layers: ReadonlySet<PluginName> = new Set();
  #notPutBack: string[] = [];
  #expectations: readonly ExpectationCheck[] = [];

  constructor(session: Session, target: Target, options: ApplyOptions) {
    this.#session = session;
    this.#journal = new RunJournal(session, target.name);
    this.#options = { ...options, emit: noting(this.#journal, options.emit) };
    const state = session.store.load(target.name);
    this.#target = limitTo(target, options.targets, state);
    this.#memory = new RunMemory(session, this.#target, this.#options, state);
  }

  async run(): Promise<ApplyReport> {
    await settleKilled(this.#session, this.#target.name);
    const { plan, live, layers } = this.#options.planned ?? (await this.#plan(this.#options));
    this.#before = live;
    this.#layers = layers;
    this.#memory.planned(plan);
    this.#options.review?.({ plan, live, state: this.#memory.state, target: this.#target });
    this.#options.emit({ type: 'planned', plan });
    refuseConflicts(plan);
    if (!this.#options.allowEmpty) refuseEmptying(plan, live, this.#target, this.#memory.state);
    await this.#guardManagement(plan, live);
    if (plan.steps.length === 0) return this.#unchanged(plan, live);
    if (!this.#memory.repairs) lastGeneration(this.#session, this.#memory.state);
    // The time that an answer takes is not ours.
    this.#begun += await askFirst(plan, this.#options);
    await this.#arm(plan);
    return this.#carryOut(plan);
  }

  #plan(options: PlanOptions): Promise<Look> {
    return planTarget(this.#session, this.#target, this.#memory.state, options);
  }

  async #guardManagement(plan: Plan, live: readonly LiveResource[]): Promise<void> {
    const { forceManagement, confirmTimeout } = this.#options;
    if (forceManagement || confirmTimeout !== undefined) return;
    refuseCuts(
      await findCuts(plan, live, process.env, lookAround(this.#session, this.#memory.state, this.#target)),
    );
  }

  /** From here on the host goes back by itself, whatever becomes of this process. */
  async #arm(plan: Plan): Promise<void> {
    const { confirmTimeout } = this.#options;
    if (confirmTimeout === undefined) return;
    const { selection } = this.#target;
    const unconfirmed = await armTimer(this.#session, this.#memory.state, plan, confirmTimeout, selection);
    this.#memory.armed(unconfirmed);
  }

  /** Nothing to do; but what an apply that was killed had done may not have been stored yet. */
  async #unchanged(plan: Plan, live: readonly LiveResource[]): Promise<ApplyReport> {
    try {
      await this.#expect();
    } catch (thrown) {
      return { ...this.#report(plan, 'failed', true), error: toOptopoError(thrown) };
    }
    if (endsSomething(this.#target, this.#memory.state)) await this.#memory.store(plan, live);
    else this.#memory.remember(live);
    this.#journal.end();
    return this.#report(plan, 'unchanged', true);
  }

  /** From the first write on, whatever fails is undone and reported. */
  async #carryOut(first: Plan): Promise<ApplyReport> {
    this.#journal.begin(first, () => this.#memory.begin(first));
    const report = await this.#converge(first).catch((thrown) => this.#failed(first, this.#reasonOf(thrown)));
    // Stopped at once, nothing of it was put in order: the next run has to know where it was.
    if (report.outcome === 'failed' && this.#session.signal.aborted) this.#journal.stop();
    else this.#journal.end();
    return report;
  }

  /** Once everything is stopped at once, whatever goes wrong goes wrong because of that. */
  #reasonOf(thrown: unknown): OptopoError {
    const error = toOptopoError(thrown);
    return this.#session.signal.aborted && error.code !== 'interrupted' ? interruption(error) : error;
  }

  async #converge(first: Plan): Promise<ApplyReport> {
    const settled = await this.#reach(await this.#reversibleFirst(first), this.#options);
    this.#memory.planned(settled.plan);
    await this.#expect();
    await this.#memory.store(first, settled.live);
    return this.#report(first, this.#memory.state.unconfirmed ? 'unconfirmed' : 'converged', true);
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
      this.#memory.begin(plan);
      await this.#reach(plan, keeping);
    }
    await this.#expect();
    const rest = (await this.#plan(this.#options)).plan;
    this.#memory.begin(rest);
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
      const settled = await untilConverged(this.#session, this.#target, this.#memory.state, options, touched);
      if (settled.converged) {
        this.#options.emit({ type: 'verified', plan: settled.plan, live: settled.live });
        return settled;
      }
      const limit = isPassing(settled.plan) ? MAX_PASSING_ROUNDS : MAX_ROUNDS;
      if (round >= limit) throw notConverged(settled.plan);
      plan = settled.plan;
      this.#memory.begin(plan);
    }
  }

  /** Looks with real packets whether all is as expected; throws when it is not. */
  async #expect(): Promise<void> {
    this.#expectations = await checkExpectations(this.#session, this.#target, this.#options);
    throwUnmet(this.#expectations);
  }

  /** Carries out one plan. Throws what went wrong; what was done is kept for the undo. */
  async #execute(plan: Plan): Promise<void> {
    const { planned } = this.#options;
    const execution = await execute({
      plan,
      context: this.#session.context(this.#memory.state),
      justRead: async () => (plan === planned?.plan && (await planned.holds()) ? planned.reading : undefined),
      plugin: (name) => this.#session.plugin(name),
      emit: this.#options.emit,
      stopped: () => this.#options.stopped() || this.#journal.failure !== undefined,
    });
    this.#rounds.push({ plan, execution });
    this.#memory.executed(execution);
    const error = execution.error ?? this.#journal.failure;
    if (error) throw error;
    if (execution.interrupted) throw interruption();
  }

  async #failed(plan: Plan, error: OptopoError): Promise<ApplyReport> {
    const undone = this.#rollsBack && (await this.#undo());
    const putBack = (await this.#lookAgain()) && undone;
    this.#memory.failed(error, putBack);
    const report = { ...this.#report(plan, putBack ? 'rolled-back' : 'failed', putBack), error };
    try {
      this.#memory.save();
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
    const executions = this.#rounds.map(({ execution }) => execution).reverse();
    for (const execution of executions) complete = (await execution.undo()) && complete;
    this.#memory.undone(executions);
    return complete;
  }

  /** Reads the host again: undone is said only when everything touched is as it was. */
  async #lookAgain(): Promise<boolean> {
    try {
      const declared = { ...this.#target, resources: this.#memory.declared() };
      const { live } = await observe(this.#session, this.#memory.state, declared);
      this.#memory.seen(live);
      if (!this.#rollsBack) return false;
      const steps = this.#rounds.flatMap(({ plan }) => plan.steps);
      const after = live.filter(({ plugin }) => this.#layers.has(plugin));
      this.#notPutBack = notPutBack(this.#session, this.#target.name, steps, this.#before, after);
    } catch (thrown) {
      // The inventory keeps what was intended: nothing that may be there is forgotten.
      this.#notPutBack = [`the host cannot be read: ${toOptopoError(thrown).message}`];
    }
    return this.#notPutBack.length === 0;
  }

  #report(plan: Plan, outcome: Outcome, verified: boolean): ApplyReport {
    const steps = this.#rounds.flatMap(({ execution }) => [...execution.outcomes.values()]);
    const { generation } = this.#memory.state;
    return {
      ...{ plan, outcome, steps, verified, generation, durationMs: performance.now() - this.#begun },
      ...{ expectations: this.#expectations, notPutBack: this.#notPutBack },
      ...(this.#memory.state.unconfirmed ? { confirmBefore: this.#memory.state.unconfirmed.deadline } : {}),
    };
  }
}
