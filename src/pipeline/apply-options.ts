import type { Plan } from '../model/plan.ts';
import type { Emit } from './events.ts';
import type { PlanOptions } from './plan-input.ts';
import type { Look, Planned } from './prepare.ts';

/** A plan that was made just before. */
export interface PlannedBefore extends Look {
  /** True while it is known that nobody has changed the host since it was read. */
  holds(): Promise<boolean>;
}

/** What decides how a run is carried out, and whom it asks and tells. */
export interface ApplyOptions extends PlanOptions {
  /** Allow a plan that removes everything. */
  allowEmpty: boolean;
  /** Seconds to wait while another optopo holds the lock. */
  lockTimeout: number;
  /** Take back what was done when a step fails. */
  rollback: boolean;
  /** True once a run that has to end at once leaves the host as it is: the next one goes on from there. */
  leaves?(): boolean;
  /** Seconds in which the apply has to be confirmed, or it goes back by itself. */
  confirmTimeout?: number;
  /** Carry out also what cuts off whoever works on this host. */
  forceManagement?: boolean;
  /** A part of going back: what is unconfirmed stays so until the last part is done. */
  staysUnconfirmed?: boolean;
  emit: Emit;
  /** Repairs drift: what is in force already gets no new generation, and is not written down again. */
  repair?: boolean;
  /** A plan for the state as it stands under the lock, made just before: carried out instead of a new one. */
  planned?: PlannedBefore;
  /** Awaited before the reading that verifies, so that what the run itself caused has been signalled by then. */
  settle?(): Promise<void>;
  /** Looks at the plan under the lock, before anything else; throws to refuse it. */
  review?(planned: Planned): void;
  /** Asked once with the plan before the first write; false ends the run with nothing changed. */
  confirm(plan: Plan): Promise<boolean>;
  /** True once the user asked to stop. */
  stopped(): boolean;
}
