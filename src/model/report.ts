import type { OptopoError } from './error.ts';
import type { ExpectationCheck } from './expectation-check.ts';
import type { Plan, StepStatus } from './plan.ts';

export type Outcome = 'converged' | 'failed' | 'rolled-back' | 'unconfirmed' | 'unchanged';

/** What became of one step. */
export interface StepOutcome {
  key: string;
  id: string;
  status: StepStatus;
  error?: OptopoError;
}

/** What an apply or a destroy did, as data: the command line renders it, `--json` prints it. */
export interface ApplyReport {
  plan: Plan;
  outcome: Outcome;
  steps: StepOutcome[];
  /** The live state was read again and nothing differed. */
  verified: boolean;
  generation: number;
  /** Empty where none is declared, or the run did not come so far. */
  expectations: readonly ExpectationCheck[];
  durationMs: number;
  /** After an undo: what is not as it was before, one sentence an object. */
  notPutBack: string[];
  /** ISO time: what was done goes back then, unless it is confirmed before. */
  confirmBefore?: string;
  /** Why it failed, where it did. */
  error?: OptopoError;
}
