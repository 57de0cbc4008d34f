import type { EventLog, NewEvent, WatchEvent } from './contract.ts';

/** Events kept in memory. */
const KEPT = 1_000;

/** The newest events, in memory: bounded, and gone with the process. */
export class MemoryEventLog implements EventLog {
  readonly #events: WatchEvent[] = [];
  readonly #listeners = new Set<(event: WatchEvent) => void>();
  #seq: number;

  /** `last`: the number of the newest event of an earlier process. */
  constructor(last = 0) {
    this.#seq = last;
  }

  append(event: NewEvent): WatchEvent {
    this.#seq += 1;
    const whole = wholeEvent(event, this.#seq, new Date());
    this.#events.push(whole);
    if (this.#events.length > KEPT) this.#events.shift();
    for (const listener of this.#listeners) listener(whole);
    return whole;
  }

  after(seq: number): WatchEvent[] {
    return this.#events.filter((event) => event.seq > seq);
  }

  listen(listener: (event: WatchEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** An event with its place in the log, and everything that it leaves out filled in. */
export function wholeEvent(event: NewEvent, seq: number, at: Date): WatchEvent {
  return {
    seq,
    at: at.toISOString(),
    ...{ topology: null, reconcile: null, causes: [], drift: [], outcome: null },
    ...{ generation: null, durationMs: null },
    ...event,
  };
}
