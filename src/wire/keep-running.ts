import { setTimeout as delay } from 'node:timers/promises';
import { doublingPause } from '../model/doubling-pause.ts';
import { type OptopoError, toOptopoError } from '../model/error.ts';

/** Something that runs until it is stopped, or ends by itself. */
export interface Running {
  stop(): Promise<void>;
}

/** Starts it; `onEnd` has to be told when it ends although nobody stopped it. */
export type Start = (signal: AbortSignal, onEnd: (error: OptopoError) => void) => Promise<Running>;

export interface KeepOptions {
  /** Ends it for good. */
  signal: AbortSignal;
  /** Why it ended, told once until it is back; null: it runs again. */
  onSource?: ((problem: string | null) => void) | undefined;
  /** Called after either: what happens while it does not run is not seen. */
  onChange(): void;
}

const PAUSES = { firstMs: 50, longestMs: 2_000 };
/** One that ran for so long, in milliseconds, is started again without delay when it ends. */
const STEADY_MS = 10_000;

/**
 * Starts something and starts it again whenever it ends by itself, with a pause that doubles up to 2 s. The first
 * start must succeed: its failure is thrown. Returns how to stop it.
 */
export async function keepRunning(start: Start, options: KeepOptions): Promise<() => Promise<void>> {
  const stopping = new AbortController();
  const signal = AbortSignal.any([options.signal, stopping.signal]);
  const keeper = new Keeper(start, { ...options, signal });
  const keeping = keeper.keep(await keeper.begin());
  return async () => {
    stopping.abort();
    await (await keeping).stop();
  };
}

/** One start, as far as it came. */
interface Run {
  running: Running;
  /** On the clock of `performance.now()`. */
  begun: number;
  /** Why it ended; undefined while it runs. */
  end(): OptopoError | undefined;
  /** Fulfilled when it has ended by itself. */
  ended: Promise<void>;
}

class Keeper {
  readonly #start: Start;
  readonly #options: KeepOptions;
  /** Pauses that were made since it ran steadily. */
  #pauses = 0;
  /** What was told of its loss; null: it runs. */
  #told: string | null = null;

  constructor(start: Start, options: KeepOptions) {
    this.#start = start;
    this.#options = options;
  }

  async begin(): Promise<Run> {
    const begun = performance.now();
    let error: OptopoError | undefined;
    let tellEnd = (): void => undefined;
    const ended = new Promise<void>((resolve) => {
      tellEnd = resolve;
    });
    const running = await this.#start(this.#options.signal, (reason) => {
      error ??= reason;
      tellEnd();
    });
    return { running, begun, end: () => error, ended };
  }

  /** Until the signal comes. Returns what was started last. */
  async keep(first: Run): Promise<Running> {
    const { signal } = this.#options;
    for (let run = first; ; ) {
      await firstOf(run.ended, signal);
      const error = run.end();
      if (signal.aborted || error === undefined) return run.running;
      if (performance.now() - run.begun > STEADY_MS) this.#pauses = 0;
      this.#tellLost(error);
      const next = await this.#beginAgain();
      if (next === undefined) return run.running;
      run = next;
      if (run.end()) continue;
      this.#tell(null);
    }
  }

  /** Tries until it starts; undefined: the signal came first. */
  async #beginAgain(): Promise<Run | undefined> {
    const { signal } = this.#options;
    while (!signal.aborted) {
      try {
        await delay(doublingPause(PAUSES, this.#pauses), undefined, { signal });
        this.#pauses += 1;
        return await this.begin();
      } catch (thrown) {
        if (!signal.aborted) this.#tellLost(toOptopoError(thrown));
      }
    }
    return undefined;
  }

  /** A fault of our own is told even while it is known to be lost: nobody would hear of it otherwise. */
  #tellLost(error: OptopoError): void {
    const isNews = this.#told === null || (error.kind === 'bug' && error.message !== this.#told);
    if (isNews) this.#tell(error.message);
  }

  #tell(problem: string | null): void {
    this.#told = problem;
    this.#options.onSource?.(problem);
    this.#options.onChange();
  }
}

/** Waits for the end or the signal, whichever comes first; nothing is left hanging on a signal that lives long. */
function firstOf(ended: Promise<void>, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const onAbort = (): void => resolve();
    signal.addEventListener('abort', onAbort, { once: true });
    void ended.then(() => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    });
  });
}
