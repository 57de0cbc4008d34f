import { createInterface } from 'node:readline/promises';
import { EXIT, OptopoError } from '../../model/error.ts';
import type { Plan } from '../../model/plan.ts';
import type { ApplyReport } from '../../model/report.ts';
import type { Diagnostic } from '../../model/source.ts';
import type { ApplyOptions } from '../../pipeline/apply-options.ts';
import { printJson, printNote, printResult } from '../output.ts';
import { reportToJson } from '../render/apply-json.ts';
import { reportText } from '../render/apply-text.ts';
import { planText } from '../render/plan-text.ts';
import { type Progress, plainProgress, SILENT } from '../render/progress.ts';
import type { Invocation } from '../run.ts';

export type RunHooks = Pick<ApplyOptions, 'emit' | 'confirm' | 'stopped'>;

export interface ApplyJob {
  /** What the user is asked before the first write; null: do not ask. */
  question: string | null;
  warnings: readonly Diagnostic[];
  run(hooks: RunHooks): Promise<ApplyReport>;
}

/**
 * Runs an apply or a destroy: shows the plan, asks on a terminal, shows progress, prints the report. Returns
 * the exit code.
 */
export async function runAndRender(invocation: Invocation, job: ApplyJob): Promise<number> {
  const progress = await progressFor(invocation);
  const hooks: RunHooks = {
    emit: (event) => progress.on(event),
    confirm: (plan) => confirmPlan(invocation, job, plan),
    stopped: () => invocation.interruption.asked,
  };
  try {
    const report = await invocation.interruption.gracefully(() => job.run(hooks));
    await progress.end();
    report.plan.warnings = [...job.warnings, ...report.plan.warnings];
    if (invocation.global.json) printJson(reportToJson(report));
    else if (report.error) printNote(reportText(report, invocation.err));
    else printResult(reportText(report, invocation.out));
    return exitCodeOf(report);
  } finally {
    await progress.end();
  }
}

async function progressFor(invocation: Invocation): Promise<Progress> {
  if (invocation.global.json) return SILENT;
  if (!process.stderr.isTTY || !process.stdout.isTTY) return plainProgress(invocation.err);
  const { liveProgress } = await import('../render/live-progress.ts');
  return liveProgress();
}

/** Shows the plan; on a terminal asks unless told not to. Without one nobody could answer, so nobody is asked. */
async function confirmPlan(invocation: Invocation, job: ApplyJob, plan: Plan): Promise<boolean> {
  if (!invocation.global.json) printResult(`${planText(plan, invocation.out)}\n`);
  if (job.question === null || !process.stdin.isTTY || invocation.global.json) return true;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(`${job.question} Only "yes" is accepted: `, {
      signal: invocation.interruption.signal,
    });
    return answer.trim() === 'yes';
  } catch (error) {
    printNote('');
    throw new OptopoError('interrupted', 'interrupted: nothing was changed', { cause: error });
  } finally {
    terminal.close();
  }
}

/** The exit code that a report leads to (contract, section 4). */
export function exitCodeOf(report: ApplyReport): number {
  if (report.error?.code === 'interrupted') return EXIT.interrupted;
  if (report.outcome === 'rolled-back') return EXIT.rolledBack;
  return report.outcome === 'failed' ? EXIT.failed : EXIT.done;
}
