import equal from 'fast-deep-equal';
import type { OptopoError } from '../model/error.ts';
import type { Plan } from '../model/plan.ts';
import type { LiveResource, Resource } from '../model/resource.ts';
import type { TopologyState } from '../state/topology-state.ts';
import type { Unconfirmed } from '../state/unconfirmed.ts';
import { endProcess } from '../wire/process-record.ts';
import type { ApplyOptions } from './apply-options.ts';
import { unconfirmedAfter } from './arm.ts';
import { convergedState, type LastGeneration } from './converged-state.ts';
import { rememberedDiscoveries } from './dynamic/remembered.ts';
import type { Execution } from './execute.ts';
import { isTold, withIntents, withoutGivenUp } from './inventory.ts';
import { inventoryAfter, unfinishedBeside } from './partial-target.ts';
import { merged, type Target } from './prepare.ts';
import { recordGeneration } from './record-generation.ts';
import { isInForce } from './same-declared.ts';
import type { Session } from './session.ts';

/** What one run knows and writes down of its topology: intents before the first change, in the end what it came to. */
export class RunMemory {
  readonly #session: Session;
  readonly #target: Target;
  readonly #options: ApplyOptions;
  #state: TopologyState;
  /** What an earlier run had begun with and not finished. */
  readonly #unfinished: readonly Resource[];
  /** What of that a limited run is not about. */
  readonly #beside: ReturnType<typeof unfinishedBeside>;
  /** What was discovered beside what is declared, as of the last plan. */
  #discovered: readonly Resource[] = [];
  /** The part of it that is as it has to be, with the rest as it was remembered before. */
  #remembered: readonly Resource[] = [];
  /** All that was ours at some moment of this run: the undo makes it ours again. */
  #intended: TopologyState['inventory'] = {};

  constructor(session: Session, target: Target, options: ApplyOptions, state: TopologyState) {
    this.#session = session;
    this.#target = target;
    this.#options = options;
    this.#state = state;
    this.#unfinished = state.pending;
    this.#beside = unfinishedBeside(target, state);
  }

  get state(): TopologyState {
    return this.#state;
  }

  /** True for the repair of what is in force: there is nothing new to write down. */
  get repairs(): boolean {
    return (this.#options.repair ?? false) && isInForce(this.#target, this.#state);
  }

  /** All that is declared, with what the containers that run are given. */
  declared(): Resource[] {
    return [...this.#target.resources, ...this.#discovered];
  }

  /** A limited run is not about what is discovered: that stays as it was remembered. */
  planned(plan: Plan): void {
    const { discovered: before = [] } = this.#state;
    const isLimited = this.#target.selection !== undefined;
    this.#discovered = isLimited ? before : (plan.discovered ?? []);
    this.#remembered = isLimited ? before : rememberedDiscoveries(plan, before);
  }

  armed(unconfirmed: Unconfirmed): void {
    this.#state = { ...this.#state, unconfirmed };
  }

  /** Writes down what is about to be done, before the first change; not what stands there already. */
  begin(plan: Plan): void {
    const inventory = withIntents(this.#state, plan);
    this.#intended = { ...this.#intended, ...inventory };
    this.planned(plan);
    if (this.repairs && isTold(inventory, this.#state.inventory)) return;
    const pending = merged(this.#unfinished, this.declared());
    this.#state = { ...this.#state, pending, inventory, error: null };
    this.save();
  }

  executed(execution: Execution): void {
    const inventory = withoutGivenUp(this.#state.inventory, execution);
    if (inventory !== this.#state.inventory) this.#state = { ...this.#state, inventory };
  }

  /** After the undo of `executions`, all that was ours may be there again but for what each of them gave up. */
  undone(executions: readonly Execution[]): void {
    this.#state = { ...this.#state, inventory: executions.reduce(withoutGivenUp, this.#intended) };
  }

  /** Takes over what a reading has shown to be ours. */
  seen(live: readonly LiveResource[]): void {
    this.#state = { ...this.#state, inventory: inventoryAfter(this.#target, this.#state, live) };
  }

  /** The run has failed; `putBack`: all that it did is undone, and an armed timer with it. */
  failed({ message }: OptopoError, putBack: boolean): void {
    const pending = putBack ? { pending: [...this.#unfinished] } : {};
    this.#state = { ...this.#state, error: message, ...pending };
    if (putBack) this.#disarm();
  }

  /** An apply that was undone needs no timer; one that stands half done keeps it. */
  #disarm(): void {
    const { unconfirmed, ...state } = this.#state;
    if (!unconfirmed) return;
    endProcess(unconfirmed.timer);
    this.#state = state;
  }

  save(): void {
    this.#session.store.save(this.#state);
  }

  /** After a run that changed something: the generation first, then the state that names it. */
  async store(plan: Plan, live: readonly LiveResource[]): Promise<void> {
    if (this.repairs) return this.remember(live);
    const inventory = inventoryAfter(this.#target, this.#state, live);
    if (this.#options.staysUnconfirmed) {
      // Half of the way back is no generation: what is pending makes the other half store one.
      this.#state = { ...this.#state, inventory };
      return this.save();
    }
    await recordGeneration(this.#session, this.#target, plan, this.#state, inventory, (stored) =>
      this.remember(live, { generation: stored.generation, generationHash: stored.hash }),
    );
  }

  /** After a converged run: what is declared now is the base of the next comparison. */
  remember(live: readonly LiveResource[], last: LastGeneration = this.#state): void {
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
    const converged = convergedState(this.#target, this.#remembered, inventory, last, applied);
    const next = { ...converged, ...this.#beside, ...waits };
    const known = equal(next, this.#state);
    if (known && this.#session.store.isWhole(name)) return;
    const remembered = { ...next, lastApplied: new Date().toISOString() };
    this.#session.store.save(remembered);
    this.#state = remembered;
  }
}
