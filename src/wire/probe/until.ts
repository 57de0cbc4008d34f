import { setTimeout as delay } from 'node:timers/promises';
import { OptopoError } from '../../model/error.ts';
import { isMet, type ProbeAnswer, type ProbeOutcome, type ProbeRequest } from '../../model/expectation.ts';

/** What one packet, or one connection, came to. */
export interface Attempt {
  outcome: ProbeOutcome;
  said: string | null;
}

/** Sends once and waits for an answer, at most so many milliseconds. */
export type Try = (request: ProbeRequest, limitMs: number, signal: AbortSignal) => Promise<Attempt>;

/** How long one try waits for its answer: networks of one host answer within a few milliseconds. */
const TRY_MS = 1_000;
/** The last try gets at least this, so that what is late by a moment is still heard. */
const LEAST_MS = 100;
const PAUSE_MS = 100;
/** How often in a row what must not be reached has to answer: packets that were let pass before may be a moment longer. */
const CONTRADICTIONS = 2;

/**
 * Tries again and again until the answer settles the matter, or `withinMs` have passed: what is to be reached
 * may come up late, and of what must not be reached nothing may come back in all that time. First packets may
 * get lost while neighbours are looked for or an IPv6 address is still checked for duplicates.
 */
export async function tryUntilSettled(
  request: ProbeRequest,
  attempt: Try,
  signal: AbortSignal,
): Promise<ProbeAnswer> {
  const begun = performance.now();
  const end = begun + request.withinMs;
  let said: string | null = null;
  let unmet = 0;
  for (let tries = 1; ; tries += 1) {
    const limit = Math.max(LEAST_MS, Math.min(TRY_MS, end - performance.now()));
    const got = await attempt(request, limit, signal);
    if (signal.aborted) throw new OptopoError('interrupted', 'the probe was interrupted');
    said = got.said ?? said;
    const met = isMet(request, got.outcome);
    unmet = met ? 0 : unmet + 1;
    const settled = request.reachable ? met : unmet >= CONTRADICTIONS;
    if (settled || performance.now() + PAUSE_MS >= end) {
      const afterMs = Math.round(performance.now() - begun);
      return { outcome: got.outcome, said: got.outcome === 'answered' ? null : said, tries, afterMs };
    }
    await delay(PAUSE_MS, undefined, { signal });
  }
}
