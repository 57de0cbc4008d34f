import type { JsonObject } from '../../model/json.ts';
import type { ApplyReport, StepOutcome } from '../../model/report.ts';
import { planToJson } from '../../pipeline/plan-json.ts';
import { errorSummary } from './error-json.ts';
import { expectationToJson } from './expectations-json.ts';

/** The report as `apply --json` prints it: the plan, with what became of each change (contract, section 5). */
export function reportToJson(report: ApplyReport): JsonObject {
  const plan = planToJson(report.plan);
  const changes = (plan.changes as JsonObject[]).map((change) => ({
    ...change,
    ...outcomeOf(report.steps.filter((step) => step.id === change.id)),
  }));
  return {
    ...plan,
    changes,
    outcome: report.outcome,
    verified: report.verified,
    generation: report.generation,
    ...(report.confirmBefore ? { confirm_before: report.confirmBefore } : {}),
    ...(report.expectations.length > 0 ? { expectations: report.expectations.map(expectationToJson) } : {}),
    duration_ms: Math.round(report.durationMs),
    ...(report.notPutBack.length > 0 ? { not_put_back: report.notPutBack } : {}),
    ...(report.error ? { error: errorSummary(report.error) } : {}),
  };
}

/** A change is as its worst step is. */
function outcomeOf(steps: StepOutcome[]): JsonObject {
  const order = ['failed', 'skipped', 'undone', 'done'];
  const [worst] = [...steps].sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status));
  if (!worst) return { status: 'skipped' };
  const { error } = worst;
  return { status: worst.status, ...(error ? { error: { code: error.code, message: error.message } } : {}) };
}
