import type { EventLog, NewEvent, WatchEvent } from './contract.ts';

/** Events kept in memory, and drifted objects that they may name in all. */
const KEPT_EVENTS = 250;
const KEPT_DRIFT = 5_000;

/** The newest events, in memory: bounded, and gone with the process. */
export class MemoryEventLog implements EventLog {
  readonly #events: WatchEvent[] = [];
  readonly #listeners = new Set<(event: WatchEvent) => void>();
  #seq = 0;
  #drift = 0;

  /** `earlier`: the events of earlier processes, oldest first; the numbers go on behind them. */
  constructor(earlier: readonly WatchEvent[] = []) {
    for (const event of earlier.slice(-KEPT_EVENTS)) this.#keep(event);
    this.#seq = earlier.at(-1)?.seq ?? 0;
  }

  append(event: NewEvent): WatchEvent {
    this.#seq += 1;
    const whole = wholeEvent(event, this.#seq, new Date());
    this.#keep(whole);
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

  #keep(event: WatchEvent): void {
    this.#events.push(event);
    this.#drift += event.drift.length;
    while (this.#events.length > KEPT_EVENTS || (this.#drift > KEPT_DRIFT && this.#events.length > 1)) {
      this.#drift -= this.#events.shift()?.drift.length ?? 0;
    }
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
