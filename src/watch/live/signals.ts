import { setTimeout as delay } from 'node:timers/promises';
import { doublingPause } from '../../model/doubling-pause.ts';
import { toOptopoError } from '../../model/error.ts';
import type { Session } from '../../pipeline/session.ts';
import type { StatePlugin } from '../../plugins/contract.ts';
import { emptyState } from '../../state/topology-state.ts';

export interface SignalListener {
  /** Something may have changed: read again. */
  onChange(plugin: string): void;
  /** A source of signals has ended, and why; null: it is back. */
  onSource(plugin: string, problem: string | null): void;
}

/** Before a source that cannot be started is tried again. */
const PAUSES = { firstMs: 100, longestMs: 30_000 };

type Stop = () => Promise<void>;

/** The change signals of all plugins, for all watched topologies at once. */
export class Signals {
  readonly #session: Session;
  readonly #listener: SignalListener;
  readonly #ended = new AbortController();
  readonly #running = new Map<string, Stop>();
  #bridges: ReadonlySet<string> = new Set();
  #work: Promise<void> = Promise.resolve();

  constructor(session: Session, listener: SignalListener) {
    this.#session = session;
    this.#listener = listener;
  }

  /**
   * Listens, also to the flows of the given bridges. Where other bridges were listened to before, every source
   * is started anew, before the old one is stopped: nothing is missed.
   */
  listen(bridges: ReadonlySet<string>): Promise<void> {
    this.#work = this.#work.then(async () => {
      if (this.#running.size > 0 && sameSet(bridges, this.#bridges)) return;
      this.#bridges = bridges;
      await Promise.all(this.#session.plugins.map((plugin) => this.#start(plugin)));
    });
    return this.#work;
  }

  async stop(): Promise<void> {
    this.#ended.abort();
    await this.#work;
    await Promise.all([...this.#running.values()].map((stop) => stop()));
  }

  /** Replaces a plugin's source. One that does not start is tried again in the background. */
  async #start(plugin: StatePlugin): Promise<void> {
    const before = this.#running.get(plugin.name);
    try {
      this.#running.set(plugin.name, await this.#watch(plugin));
    } catch (thrown) {
      this.#running.set(plugin.name, this.#startLater(plugin, toOptopoError(thrown).message));
    }
    await before?.();
  }

  #watch(plugin: StatePlugin): Promise<Stop> {
    const context = this.#session.context(emptyState(''), this.#signal);
    return plugin.watchChanges(context, () => this.#listener.onChange(plugin.name), {
      bridges: this.#bridges,
      onSource: (problem) => this.#listener.onSource(plugin.name, problem),
    });
  }

  #startLater(plugin: StatePlugin, problem: string): Stop {
    const stopping = new AbortController();
    const signal = AbortSignal.any([this.#signal, stopping.signal]);
    this.#listener.onSource(plugin.name, problem);
    const trying = this.#tryUntilStarted(plugin, signal);
    return async () => {
      stopping.abort();
      await (await trying)?.();
    };
  }

  async #tryUntilStarted(plugin: StatePlugin, signal: AbortSignal): Promise<Stop | undefined> {
    for (let tries = 0; ; tries += 1) {
      try {
        await delay(doublingPause(PAUSES, tries), undefined, { signal });
        const stop = await this.#watch(plugin);
        this.#listener.onSource(plugin.name, null);
        this.#listener.onChange(plugin.name);
        return stop;
      } catch {
        // Why it does not start was told when it first did not.
        if (signal.aborted) return undefined;
      }
    }
  }

  get #signal(): AbortSignal {
    return AbortSignal.any([this.#session.signal, this.#ended.signal]);
  }
}

function sameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((one) => b.has(one));
}
