import { OptopoError } from '../model/error.ts';
import type { Plan } from '../model/plan.ts';
import type { ApplyReport, Outcome, StepOutcome } from '../model/report.ts';
import type { LiveResource } from '../model/resource.ts';
import { takeLock } from '../state/lock.ts';
import type { TopologyState } from '../state/topology-state.ts';
import type { Emit } from './events.ts';
import { type Execution, execute } from './execute.ts';
import { refuseConflicts, refuseEmptying } from './guards.ts';
import { inventoryOf, withIntents } from './inventory.ts';
import { observe } from './observe.ts';
import type { PlanOptions } from './plan-input.ts';
import { planTarget, type Target } from './prepare.ts';
import type { Session } from './session.ts';
import { notPutBack } from './undo-check.ts';
import { untilConverged } from './verify.ts';

export interface ApplyOptions extends PlanOptions {
  /** Allow a plan that removes everything. */
  allowEmpty: boolean;
  /** Take back what was done when a step fails. */
  rollback: boolean;
  emit: Emit;
  /** Asked once with the plan before the first write; false ends the run with nothing changed. */
  confirm(plan: Plan): Promise<boolean>;
  /** True once the user asked to stop. */
  stopped(): boolean;
}

/** Plans that are carried out in one run before a host that never settles is given up on. */
const MAX_ROUNDS = 3;

/**
 * Makes the host equal to the target: lock, observe, plan, carry out, verify by reading again, remember.
 * A failure is part of the report, not thrown; what stops the run before the first write is thrown.
 */
export async function applyTarget(
  session: Session,
  target: Target,
  options: ApplyOptions,
): Promise<ApplyReport> {
  const release = await takeLock(session.host.stateDir, session.signal);
  try {
    return await new ApplyRun(session, target, options).run();
  } finally {
    release();
  }
}

class ApplyRun {
  readonly #session: Session;
  readonly #target: Target;
  readonly #options: ApplyOptions;
  #begun = performance.now();
  readonly #steps: StepOutcome[] = [];
  #state: TopologyState;
  #before: readonly LiveResource[] = [];
  #notPutBack: string[] = [];

  constructor(session: Session, target: Target, options: ApplyOptions) {
    this.#session = session;
    this.#target = target;
    this.#options = options;
    this.#state = session.store.load(target.name);
  }

  async run(): Promise<ApplyReport> {
    const { plan, live } = await planTarget(this.#session, this.#target, this.#state, this.#options);
    this.#before = live;
    this.#options.emit({ type: 'planned', plan });
    refuseConflicts(plan);
    if (!this.#options.allowEmpty) refuseEmptying(plan, live);
    if (plan.steps.length === 0) return this.#unchanged(plan, live);
    await this.#confirm(plan);
    return this.#carryOut(plan);
  }

  /** Asks; the time that the answer takes is not ours. */
  async #confirm(plan: Plan): Promise<void> {
    const asked = performance.now();
    if (!(await this.#options.confirm(plan))) {
      throw new OptopoError('refused', 'not confirmed: nothing was changed');
    }
    this.#begun += performance.now() - asked;
  }

  #unchanged(plan: Plan, live: readonly LiveResource[]): ApplyReport {
    this.#remember(live, this.#state.generation);
    return this.#report(plan, 'unchanged', true);
  }

  async #carryOut(first: Plan): Promise<ApplyReport> {
    let plan = first;
    for (let round = 1; ; round += 1) {
      this.#begin(plan);
      this.#options.emit({ type: 'carrying-out', plan, round });
      const execution = await this.#execute(plan);
      if (execution.error) return this.#failed(first, execution, execution.error);
      if (execution.interrupted) return this.#failed(first, execution, interruption());
      this.#options.emit({ type: 'verifying' });
      const settled = await untilConverged(this.#session, this.#target, this.#state, this.#options);
      if (settled.converged) {
        this.#remember(settled.live, this.#state.generation + 1);
        return this.#report(first, 'converged', true);
      }
      if (round === MAX_ROUNDS) return this.#failed(first, execution, notConverged(settled.plan));
      plan = settled.plan;
    }
  }

  /** Writes down what is about to be done, before the first change. */
  #begin(plan: Plan): void {
    this.#state = {
      ...this.#state,
      pending: [...this.#target.resources],
      inventory: withIntents(this.#state, plan),
      error: null,
    };
    this.#session.store.save(this.#state);
  }

  async #execute(plan: Plan): Promise<Execution> {
    const execution = await execute({
      plan,
      context: this.#session.context(this.#state),
      plugin: (name) => this.#session.plugin(name),
      emit: this.#options.emit,
      stopped: this.#options.stopped,
    });
    this.#steps.push(...execution.outcomes.values());
    return execution;
  }

  async #failed(plan: Plan, execution: Execution, error: OptopoError): Promise<ApplyReport> {
    const undone = this.#options.rollback && (await execution.undo());
    this.#steps.splice(0, this.#steps.length, ...mergeOutcomes(this.#steps, execution));
    const putBack = undone && (await this.#checkUndone(plan));
    this.#state = { ...this.#state, error: error.message, ...(putBack ? { pending: [] } : {}) };
    this.#session.store.save(this.#state);
    const failure = execution.interrupted ? interruption() : error;
    return { ...this.#report(plan, putBack ? 'rolled-back' : 'failed', putBack), error: failure };
  }

  /** Reads the host again: undone is said only when everything touched is as it was. */
  async #checkUndone(plan: Plan): Promise<boolean> {
    const live = await observe(this.#session, this.#state, this.#target.resources);
    const left = notPutBack(this.#session, plan.steps, this.#before, live);
    this.#state = { ...this.#state, inventory: inventoryOf(this.#target.name, live) };
    this.#notPutBack = left;
    return left.length === 0;
  }

  /** After a converged run: what is declared now is the base of the next comparison. */
  #remember(live: readonly LiveResource[], generation: number): void {
    const { name, hash, resources } = this.#target;
    const inventory = inventoryOf(name, live);
    if (resources.length === 0 && Object.keys(inventory).length === 0) {
      this.#session.store.remove(name);
      return;
    }
    const next: TopologyState = {
      ...{ format_version: 1, name, generation, hash, resources: [...resources], inventory },
      ...{ pending: [], error: null, lastApplied: this.#state.lastApplied ?? new Date().toISOString() },
    };
    if (JSON.stringify({ ...next }) === JSON.stringify({ ...this.#state })) return;
    this.#state = { ...next, lastApplied: new Date().toISOString() };
    this.#session.store.save(this.#state);
  }

  #report(plan: Plan, outcome: Outcome, verified: boolean): ApplyReport {
    const durationMs = performance.now() - this.#begun;
    return {
      ...{ plan, outcome, steps: this.#steps, verified, durationMs },
      generation: this.#state.generation,
      notPutBack: this.#notPutBack,
    };
  }
}

function mergeOutcomes(known: readonly StepOutcome[], execution: Execution): StepOutcome[] {
  return known.map((outcome) => execution.outcomes.get(outcome.key) ?? outcome);
}

function interruption(): OptopoError {
  return new OptopoError('interrupted', 'interrupted before every step was done');
}

function notConverged(plan: Plan): OptopoError {
  const left = plan.changes.map((change) => `${change.id}: ${change.reason}`);
  const [first] = plan.changes;
  return new OptopoError('not-converged', `the host still differs: ${left.join('; ')}`, {
    resource: first?.id,
    source: first?.desired?.source,
    tried: `apply and verify, ${MAX_ROUNDS} times`,
    hint: 'something else may be changing it; plan shows what differs',
  });
}
