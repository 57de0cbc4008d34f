/**
 * What Ctrl-C and SIGTERM do: the first one stops starting new steps, so that running ones finish and what was
 * done is undone; the second one ends every wait and subprocess at once.
 */
export class Interruption {
  readonly #abort = new AbortController();
  readonly #tell: (text: string) => void;
  #asked = false;
  #graceful = false;
  readonly #listeners: (() => void)[] = [];

  /** `tell` is given what the user should know at the first signal that only asks. */
  constructor(tell: (text: string) => void) {
    this.#tell = tell;
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => this.#interrupt());
  }

  /** Aborts at the second signal, or at the first one outside of `gracefully`. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  get asked(): boolean {
    return this.#asked;
  }

  /** Calls back at the first signal, in place of telling the user. */
  onAsked(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** While `work` runs, the first signal only asks it to stop. */
  async gracefully<T>(work: () => Promise<T>): Promise<T> {
    this.#graceful = true;
    try {
      return await work();
    } finally {
      this.#graceful = false;
    }
  }

  #interrupt(): void {
    const first = !this.#asked;
    if (this.#asked || !this.#graceful) this.#abort.abort();
    else if (this.#listeners.length === 0)
      this.#tell('interrupted: what runs is brought to its end first; once more stops at once');
    this.#asked = true;
    if (first) for (const listener of this.#listeners) listener();
  }
}
