import { doublingPause } from '../../model/doubling-pause.ts';

/** The first wait after a failure; it doubles with each further one, up to the interval. */
const FIRST_RETRY_MS = 1_000;

export interface PollerOptions {
  /** Milliseconds from the end of a look to the next one, more or less a tenth. */
  intervalMs: number;
  /** Looks; false: it failed, and is tried again sooner. Must not throw. */
  look(): Promise<boolean>;
  /** From 0 to below 1. Default `Math.random`. */
  random?: () => number;
}

/** Looks again and again: never twice at once, at once on request, with growing waits while it fails. */
export class Poller {
  readonly #options: PollerOptions;
  #running: Promise<void> | null = null;
  #following: Promise<void> | null = null;
  #timer: NodeJS.Timeout | undefined;
  #failures = 0;
  #stopped = false;

  constructor(options: PollerOptions) {
    this.#options = options;
  }

  /** Looks at once; resolves when a look that began after this call has ended. */
  now(): Promise<void> {
    if (this.#stopped) return Promise.resolve();
    if (this.#running === null) {
      this.#running = this.#run();
      return this.#running;
    }
    // The one that runs may have looked just before what it is to find.
    this.#following ??= this.#running.then(() => {
      this.#following = null;
      return this.now();
    });
    return this.#following;
  }

  /** No look begins any more; resolves when the one that runs has ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  async #run(): Promise<void> {
    clearTimeout(this.#timer);
    const { look, intervalMs, random = Math.random } = this.#options;
    const found = await look();
    this.#failures = found ? 0 : this.#failures + 1;
    this.#running = null;
    if (this.#stopped) return;
    this.#timer = setTimeout(() => void this.now(), nextDelay(intervalMs, this.#failures, random()));
  }
}

/** Milliseconds until the next look; `random` from 0 to below 1 spreads many hosts that ask one server. */
export function nextDelay(intervalMs: number, failures: number, random: number): number {
  if (failures === 0) return Math.round(intervalMs * (0.9 + random / 5));
  const longest = doublingPause({ firstMs: FIRST_RETRY_MS, longestMs: intervalMs }, failures - 1);
  return Math.round(longest * (0.5 + random / 2));
}
