/** The plugins of the program with one fault in them: a step, an undo or a reading that fails, or the end of the process. */
import { OptopoError } from '../../../src/model/error.ts';
import type { Step } from '../../../src/model/plan.ts';
import type { PluginContext, StatePlugin, StepResult } from '../../../src/plugins/contract.ts';
import { PLUGINS } from '../../../src/plugins/registry.ts';
import { carriedOutBefore } from './partial-batch.ts';

/** Keys of steps (`operation:id`); each fault strikes once. */
export interface Fault {
  /** This step fails, and what its plugin's batch does then is what that plugin's batches do. */
  failAt?: string;
  /** The first reading after this step fails. */
  failReadingAfter?: string;
  /** The undo of this step fails. */
  undoFailsAt?: string;
  /** Called when this step was carried out, and of its batch only what comes before it. */
  endAt?: string;
  end?(): Promise<never>;
}

export interface Injection {
  plugins: StatePlugin[];
  /** Keys of the steps in the order in which they ended. */
  done: string[];
}

/** The registry's plugins with a fault. */
export function withFault(fault: Fault): Injection {
  const injection: Injection = { plugins: [], done: [] };
  const open = { ...fault };
  injection.plugins = PLUGINS.map((plugin) => ({
    ...plugin,
    applyState: (context, steps) => apply(plugin, context, steps, open, injection.done),
    rollback: (context, checkpoint, steps) => {
      const target = steps.find(({ key }) => key === open.undoFailsAt);
      if (target === undefined) return plugin.rollback(context, checkpoint, steps);
      const undo = (part: readonly Step[]) => plugin.rollback(context, checkpoint, part);
      return partly(carriedOutBefore(plugin, steps, target, 'undo'), steps, target, undo);
    },
    queryCurrentState: (context, query) => {
      if (open.failReadingAfter === undefined || !injection.done.includes(open.failReadingAfter))
        return plugin.queryCurrentState(context, query);
      delete open.failReadingAfter;
      return Promise.reject(injected('the reading'));
    },
  }));
  return injection;
}

async function apply(
  plugin: StatePlugin,
  context: PluginContext,
  steps: readonly Step[],
  open: Fault,
  done: string[],
): Promise<StepResult[]> {
  const work = (part: readonly Step[]) => plugin.applyState(context, part);
  const last = steps.find(({ key }) => key === open.endAt);
  if (last !== undefined) {
    await work([...carriedOutBefore(plugin, steps, last, 'do'), last]);
    await open.end?.();
  }
  const target = steps.find(({ key }) => key === open.failAt);
  if (target) delete open.failAt;
  const results = await (target === undefined
    ? work(steps)
    : partly(carriedOutBefore(plugin, steps, target, 'do'), steps, target, work));
  done.push(...results.filter(({ status }) => status === 'done').map(({ key }) => key));
  return results;
}

/** Really carries out `part`; the target fails, and what is neither was not begun. */
async function partly(
  part: readonly Step[],
  steps: readonly Step[],
  target: Step,
  work: (part: readonly Step[]) => Promise<StepResult[]>,
): Promise<StepResult[]> {
  const results = new Map((part.length > 0 ? await work(part) : []).map((result) => [result.key, result]));
  return steps.map((step) => {
    if (step === target) return { key: step.key, status: 'failed', error: injected(step.key) };
    return results.get(step.key) ?? { key: step.key, status: 'skipped' };
  });
}

export function injected(what: string): OptopoError {
  return new OptopoError('apply-failed', `${what} was made to fail by the test`);
}
