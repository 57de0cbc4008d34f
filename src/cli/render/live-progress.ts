import type { ListrTaskWrapper } from 'listr2';
import type { Step } from '../../model/plan.ts';
import type { PluginName } from '../../model/resource.ts';
import type { PipelineEvent } from '../../pipeline/events.ts';
import { LAYERS } from './plan-text.ts';
import type { Progress } from './progress.ts';

/** One layer's line: how much of it is done, and what it is at. */
class LayerLine {
  readonly #title: string;
  readonly #total: number;
  readonly #begun = performance.now();
  #done = 0;
  #failure: string | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: listr2's own renderer types do not matter to us.
  #task: ListrTaskWrapper<unknown, any, any> | undefined;
  #settle: (() => void) | undefined;
  #ended = false;
  #lastTitle: string | undefined;

  constructor(title: string, total: number) {
    this.#title = title;
    this.#total = total;
  }

  get title(): string {
    const took = this.#done >= this.#total ? ` (${Math.round(performance.now() - this.#begun)} ms)` : '';
    return `${this.#title} ${this.#done}/${this.#total}${took}`;
  }

  // biome-ignore lint/suspicious/noExplicitAny: see above.
  run(task: ListrTaskWrapper<unknown, any, any>): Promise<void> {
    this.#task = task;
    // Steps may have ended before the renderer came to this line.
    task.title = this.#lastTitle ?? this.title;
    return new Promise((resolve, reject) => {
      this.#settle = () => (this.#failure === undefined ? resolve() : reject(new Error(this.#failure)));
      if (this.#ended) this.#settle();
    });
  }

  started(step: Step): void {
    if (this.#task) this.#task.output = step.id;
  }

  stepEnded(step: Step, failure: string | undefined): void {
    this.#done += 1;
    if (failure !== undefined) this.#failure ??= `${step.id}: ${failure}`;
    this.#lastTitle = this.title;
    if (this.#task) this.#task.title = this.#lastTitle;
    if (this.#done >= this.#total) this.end();
  }

  end(): void {
    this.#ended = true;
    this.#settle?.();
  }
}

/** A live line for each layer, for terminals: what is running, how much is done. */
export async function liveProgress(): Promise<Progress> {
  const { Listr } = await import('listr2');
  let lines = new Map<PluginName, LayerLine>();
  let running: Promise<unknown> = Promise.resolve();

  const begin = (steps: readonly Step[]): void => {
    lines = new Map();
    for (const { plugin, title } of LAYERS) {
      const total = steps.filter((step) => step.plugin === plugin).length;
      if (total > 0) lines.set(plugin, new LayerLine(title, total));
    }
    const tasks = [...lines.values()].map((line) => ({
      title: line.title,
      // biome-ignore lint/suspicious/noExplicitAny: see above.
      task: (_: unknown, task: ListrTaskWrapper<unknown, any, any>) => line.run(task),
    }));
    running = new Listr(tasks, { concurrent: true, exitOnError: false }).run();
  };

  const on = (event: PipelineEvent): void => {
    if (event.type === 'carrying-out') begin(event.plan.steps);
    if (event.type === 'step-started') lines.get(event.step.plugin)?.started(event.step);
    if (event.type === 'step-ended') {
      const { result, step } = event;
      const failure = result.status === 'failed' ? (result.error?.message ?? 'failed') : undefined;
      lines.get(step.plugin)?.stepEnded(step, failure);
    }
  };
  const end = async (): Promise<void> => {
    for (const line of lines.values()) line.end();
    await running;
  };
  return { on, end };
}
