const MINUTE_S = 60;

/** How many repairs there may be within a minute. */
export class RepairLimit {
  readonly #limit: number;
  /** Repairs by second; entries older than a minute are gone. */
  readonly #bySecond = new Map<number, number>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Notes one repair. `now` in milliseconds. */
  note(now: number): void {
    const second = Math.floor(now / 1_000);
    this.#forgetBefore(second - MINUTE_S);
    this.#bySecond.set(second, (this.#bySecond.get(second) ?? 0) + 1);
  }

  /** Milliseconds until the next one is allowed; 0: it is now. */
  waitMs(now: number): number {
    this.#forgetBefore(Math.floor(now / 1_000) - MINUTE_S);
    const counts = [...this.#bySecond];
    let left = counts.reduce((sum, [, count]) => sum + count, 0) - this.#limit;
    if (left < 0) return 0;
    for (const [second, count] of counts) {
      left -= count;
      if (left < 0) return Math.max(1, (second + MINUTE_S + 1) * 1_000 - now);
    }
    return MINUTE_S * 1_000;
  }

  #forgetBefore(second: number): void {
    for (const known of this.#bySecond.keys()) if (known < second) this.#bySecond.delete(known);
  }
}
