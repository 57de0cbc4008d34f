import { doublingPause } from '../../model/doubling-pause.ts';

/** After a failure. */
const PAUSES = { firstMs: 5, longestMs: 5 * 60_000 };
/** Part of a pause that chance adds or takes away. */
const JITTER = 0.2;

/** The pause after so many failures in a row, in milliseconds: doubling, with jitter. `chance` is in [0, 1). */
export function backoffMs(failures: number, chance: number): number {
  return withJitter(doublingPause(PAUSES, Math.max(0, failures - 1)), chance);
}

/** A time, a fifth longer or shorter by chance, so that hosts do not keep step. */
export function withJitter(ms: number, chance: number): number {
  return ms * (1 - JITTER + 2 * JITTER * chance);
}
