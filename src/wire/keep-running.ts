import { setTimeout as delay } from 'node:timers/promises';
import { type OptopoError, toOptopoError } from '../model/error.ts';

/** Something that runs until it is stopped, or ends by itself. */
export interface Running {
  stop(): Promise<void>;
}

export interface KeepOptions {
  /** Ends it for good. */
  signal: AbortSignal;
  /** It ended, or could not be started again: told once until it is back. */
  onLost(error: OptopoError): void;
  /** It runs again; what happened in between was not seen. */
  onBack(): void;
}

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2_000;
/** One that ran for so long, in milliseconds, is started again without delay when it ends. */
const STEADY_MS = 10_000;

/**
 * Starts something and starts it again whenever it ends by itself, with a pause that doubles up to 2 s. The first
 * start must succeed: its failure is thrown. Returns how to stop it.
 */
export async function keepRunning(
  start: (signal: AbortSignal, onEnd: (error: OptopoError) => void) => Promise<Running>,
  options: KeepOptions,
): Promise<() => Promise<void>> {
  const stopping = new AbortController();
  const signal = AbortSignal.any([options.signal, stopping.signal]);
  let pause = FIRST_PAUSE_MS;
  let begun = performance.now();
  let lost = false;
  let current = await start(signal, onEnd);
  let restarting: Promise<void> | undefined;

  function onEnd(error: OptopoError): void {
    if (signal.aborted || restarting) return;
    pause = performance.now() - begun > STEADY_MS ? FIRST_PAUSE_MS : pause;
    tellLost(error);
    restarting = restart().finally(() => {
      restarting = undefined;
    });
  }

  function tellLost(error: OptopoError): void {
    if (!lost) options.onLost(error);
    lost = true;
  }

  async function restart(): Promise<void> {
    while (!signal.aborted) {
      try {
        await delay(pause, undefined, { signal });
        pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
        let endedAtOnce = false;
        begun = performance.now();
        current = await start(signal, (error) => {
          endedAtOnce = true;
          onEnd(error);
        });
        if (endedAtOnce) continue;
        lost = false;
        options.onBack();
        return;
      } catch (thrown) {
        if (signal.aborted) return;
        tellLost(toOptopoError(thrown));
      }
    }
  }

  return async () => {
    stopping.abort();
    await restarting;
    await current.stop();
  };
}
