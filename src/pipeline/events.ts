import type { Plan, Step } from '../model/plan.ts';
import type { LiveResource } from '../model/resource.ts';
import type { StepResult } from '../plugins/contract.ts';

/** What the pipeline tells while it works; the command line renders it. The pipeline itself never prints. */
export type PipelineEvent =
  | { type: 'planned'; plan: Plan }
  | { type: 'carrying-out'; plan: Plan; round: number }
  | { type: 'step-started'; step: Step }
  | { type: 'step-ended'; step: Step; result: StepResult; durationMs: number }
  | { type: 'step-undone'; step: Step; result: StepResult }
  | { type: 'verifying' }
  | { type: 'checking'; expectations: number }
  | { type: 'verified'; plan: Plan; live: readonly LiveResource[] }
  | { type: 'undoing'; steps: number };

export type Emit = (event: PipelineEvent) => void;
