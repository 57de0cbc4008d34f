import type { Step } from '../model/plan.ts';
import type { PluginName } from '../model/resource.ts';
import { sortTopologically } from './order.ts';

/** How many batches of a plugin may run at once, and whether one batch may hold steps that need each other. */
export interface BatchRules {
  orderedBatches: boolean;
  concurrentBatches: number;
}

export interface StepRunner {
  rulesOf(plugin: PluginName): BatchRules;
  /** Carries out one batch; true when every step of it succeeded. Must not throw. */
  runBatch(plugin: PluginName, steps: readonly Step[]): Promise<boolean>;
  /** True: start nothing more. */
  stopped(): boolean;
}

/**
 * Runs steps in the order of their graph: whatever is ready runs side by side, and the ready steps of one
 * plugin are handed over as one batch. After the first failure nothing new is started; what runs is awaited.
 * Returns the keys of steps that were never started.
 */
export async function runSteps(steps: readonly Step[], runner: StepRunner): Promise<string[]> {
  const byKey = new Map(steps.map((step) => [step.key, step]));
  const order = sortTopologically([...byKey.keys()], (key) => (byKey.get(key) as Step).after);
  const waiting = new Map(order.map((key) => [key, byKey.get(key) as Step]));
  const done = new Set<string>();
  const running = new Map<Promise<void>, PluginName>();
  let failed = false;

  const start = (plugin: PluginName, batch: Step[]): void => {
    for (const step of batch) waiting.delete(step.key);
    const work = runner.runBatch(plugin, batch).then((succeeded) => {
      running.delete(work);
      if (!succeeded) failed = true;
      for (const step of batch) done.add(step.key);
    });
    running.set(work, plugin);
  };

  const isDone = (key: string): boolean => done.has(key) || !byKey.has(key);
  for (;;) {
    if (!failed && !runner.stopped()) {
      for (const [plugin, batch] of nextBatches(waiting, isDone, running, runner)) start(plugin, batch);
    }
    if (running.size === 0) return [...waiting.keys()];
    await Promise.race(running.keys());
  }
}

/**
 * The batches that can start now, at most one a plugin. `waiting` is in topological order, so one pass finds
 * the steps that only need others of the same batch as well.
 */
function nextBatches(
  waiting: ReadonlyMap<string, Step>,
  isDone: (key: string) => boolean,
  running: ReadonlyMap<Promise<void>, PluginName>,
  runner: StepRunner,
): Map<PluginName, Step[]> {
  const batches = new Map<PluginName, Map<string, Step>>();
  for (const step of waiting.values()) {
    const rules = runner.rulesOf(step.plugin);
    const busy = [...running.values()].filter((plugin) => plugin === step.plugin).length;
    if (busy >= rules.concurrentBatches) continue;
    const batch = batches.get(step.plugin) ?? new Map<string, Step>();
    if (!step.after.every((key) => isDone(key) || (rules.orderedBatches && batch.has(key)))) continue;
    batches.set(step.plugin, batch.set(step.key, step));
  }
  return new Map([...batches].map(([plugin, batch]) => [plugin, [...batch.values()]]));
}
