import type { OptopoError } from '../../model/error.ts';
import type { Step } from '../../model/plan.ts';
import type { StepResult } from '../contract.ts';

/** The steps of one call with what became of each; what nobody settled counts as skipped. */
export class Batch {
  readonly steps: readonly Step[];
  readonly #results = new Map<string, StepResult>();

  constructor(steps: readonly Step[]) {
    this.steps = steps;
  }

  hasFailed({ key }: Step): boolean {
    return this.#results.get(key)?.status === 'failed';
  }

  done(steps: Iterable<Step>): void {
    for (const { key } of steps) this.#results.set(key, { key, status: 'done' });
  }

  /** The first failure of a step counts. */
  fail({ key, id, desired }: Step, error: OptopoError): void {
    if (this.#results.get(key)?.status === 'failed') return;
    const named = error.with({ resource: error.resource ?? id, source: error.source ?? desired?.source });
    this.#results.set(key, { key, status: 'failed', error: named });
  }

  /** Fails every step that nothing is known of yet. */
  failOpen(error: OptopoError): void {
    for (const step of this.steps) if (!this.#results.has(step.key)) this.fail(step, error);
  }

  results(): StepResult[] {
    return this.steps.map(({ key }) => this.#results.get(key) ?? { key, status: 'skipped' });
  }
}
