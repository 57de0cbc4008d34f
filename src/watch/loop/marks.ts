import type { Cause } from '../contract.ts';

interface Mark {
  cause: Cause;
  /** Milliseconds on the clock of `performance.now()`. */
  first: number;
  last: number;
}

/** Why a topology has to be looked at, each cause once however often it came. */
export class Marks {
  readonly #marks = new Map<string, Mark>();

  add(cause: Cause, now: number): void {
    const key = keyOf(cause);
    const known = this.#marks.get(key);
    if (known) known.last = now;
    else this.#marks.set(key, { cause, first: now, last: now });
  }

  get isEmpty(): boolean {
    return this.#marks.size === 0;
  }

  /** Takes all of them; `since` is when the first one came. */
  take(now: number): { causes: Cause[]; since: number } {
    const marks = [...this.#marks.values()];
    this.#marks.clear();
    return {
      causes: marks.map(({ cause }) => cause),
      since: Math.min(now, ...marks.map(({ first }) => first)),
    };
  }

  /** Forgets signals that came before a reading began: it has seen what they stood for. */
  dropSignalsBefore(moment: number): void {
    for (const [key, mark] of this.#marks) {
      if (mark.cause.type !== 'signal') continue;
      if (mark.last < moment) this.#marks.delete(key);
      else mark.first = Math.max(mark.first, moment);
    }
  }
}

function keyOf(cause: Cause): string {
  return cause.type === 'signal' ? `signal ${cause.plugin}` : cause.type;
}
