import type { OptopoError } from '../../model/error.ts';
import type { ApplyReport } from '../../model/report.ts';
import type { Colors } from '../output.ts';
import { errorText } from './error-text.ts';
import { countExpectations, unmetText } from './expectations-text.ts';
import { nothingToDo, partialLine } from './plan-text.ts';

/** What an apply came to, in a line, and on failure what failed and what was taken back. */
export function reportText(report: ApplyReport, colors: Colors): string {
  const { topology } = report.plan;
  const took = `${Math.round(report.durationMs)} ms`;
  const met = report.expectations.length > 0 ? `, ${countExpectations(report.expectations.length)} met` : '';
  const partial = report.plan.targeted ? [colors.yellow(partialLine(report.plan.targeted))] : [];
  if (report.outcome === 'unchanged')
    return [colors.green(`${topology}: ${nothingToDo(report.plan)}${met}.`), ...partial].join('\n');
  const done = report.steps.filter((step) => step.status === 'done').length;
  if (report.outcome === 'converged' || report.outcome === 'unconfirmed') {
    const steps = `${done} ${done === 1 ? 'step' : 'steps'}`;
    const converged = colors.green(
      `${topology}: converged and verified, ${steps}, ${took}, generation ${report.generation}${met}.`,
    );
    return [converged, ...partial, ...confirmLines(report, colors)].join('\n');
  }
  const lines = report.error ? [failureText(report, report.error, colors)] : [];
  for (const step of report.steps.filter((other) => other.status === 'failed' && other.error)) {
    if (step.error?.message !== report.error?.message) lines.push(`${step.id}: ${step.error?.message}`);
  }
  return [...lines, ...undoLines(report, done, colors), ...confirmLines(report, colors)].join('\n');
}

/** Unmet expectations each have a line and their trace; everything else is one error. */
function failureText({ expectations }: ApplyReport, error: OptopoError, colors: Colors): string {
  return error.code === 'expectation-failed' ? unmetText(expectations, colors) : errorText(error, colors);
}

/** How an apply with --confirm-timeout is kept; one that failed half way cannot be. */
function confirmLines(report: ApplyReport, colors: Colors): string[] {
  if (report.confirmBefore === undefined) return [];
  const back = `it goes back by itself at ${report.confirmBefore}`;
  if (report.outcome !== 'unconfirmed') return [colors.yellow(`${back}.`)];
  return [colors.yellow(`unconfirmed: ${back}. Keep it with: optopo confirm ${report.plan.topology}`)];
}

function undoLines(report: ApplyReport, done: number, colors: Colors): string[] {
  const { topology } = report.plan;
  if (report.outcome === 'rolled-back') {
    return [
      colors.yellow(
        `${topology}: failed; what was done is undone, and the host was read again: it is as before.`,
      ),
    ];
  }
  if (report.steps.length === 0) return [colors.red(`${topology}: failed; nothing was changed.`)];
  const left = report.notPutBack.map((sentence) => `  ${sentence}`);
  const head = `${topology}: failed; ${done} ${done === 1 ? 'step is' : 'steps are'} done and not undone.`;
  return [colors.red(head), ...(left.length > 0 ? ['not as before:', ...left] : [])];
}
