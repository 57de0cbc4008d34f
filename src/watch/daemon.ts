import { toOptopoError } from '../model/error.ts';
import type { Session } from '../pipeline/session.ts';
import type { Daemon, DaemonStatus, DesiredSource, DesiredState, EventLog, WatchEvent } from './contract.ts';
import { suspensionsOf } from './durable-notes.ts';
import { Signals } from './live/signals.ts';
import { watchDirectory } from './live/watch-directory.ts';
import { type LoopOptions, ReconcileLoop, requireWatched } from './loop/loop.ts';

export interface DaemonParts {
  session: Session;
  source: DesiredSource;
  log: EventLog;
}

/** The daemon: what is wanted, what changes on the host, and the loop that brings both together. */
export class WatchDaemon implements Daemon {
  readonly #session: Session;
  readonly #source: DesiredSource;
  readonly #log: EventLog;
  readonly #loop: ReconcileLoop;
  readonly #signals: Signals;
  readonly #startedAt = new Date().toISOString();
  readonly #stopWatching: (() => void)[] = [];
  #readyListeners: (() => void)[] = [];
  #ready = false;
  #stopping = false;

  constructor({ session, source, log }: DaemonParts, options: LoopOptions) {
    this.#session = session;
    this.#source = source;
    this.#log = log;
    this.#loop = new ReconcileLoop(session, log, options, () => this.#looked());
    this.#signals = new Signals(session, {
      onChange: (plugin) => this.#loop.signal(plugin),
      onSource: (plugin, problem) => this.#sourceOfSignals(plugin, problem),
    });
  }

  /** Works until `stop` is called. Throws what keeps the source from being read at all. */
  async run(): Promise<void> {
    const state = await this.#firstState();
    if (state === undefined) return;
    this.#log.append({ type: 'started', message: `watching ${this.#source.description}` });
    this.#loop.update(state);
    await this.#listen();
    if (this.#stopping) return;
    this.#watchState();
    await this.#loop.run();
  }

  /** `undefined`: it was asked to end meanwhile. */
  async #firstState(): Promise<DesiredState | undefined> {
    try {
      const state = await this.#source.start((next) => this.#take(next));
      return this.#stopping ? undefined : state;
    } catch (thrown) {
      if (this.#stopping && toOptopoError(thrown).code === 'interrupted') return undefined;
      throw thrown;
    }
  }

  /** Finishes what is under way and leaves the network as it is. */
  async stop(why: string): Promise<void> {
    this.#stopping = true;
    this.#log.append({ type: 'stopping', message: `${why}: the network stays as it is` });
    for (const stop of this.#stopWatching) stop();
    await Promise.all([this.#loop.stop(), this.#source.stop()]);
    await this.#signals.stop();
  }

  status(): DaemonStatus {
    const { store } = this.#session;
    return {
      ...{ pid: process.pid, startedAt: this.#startedAt, source: this.#source.description },
      ...{ problem: this.#loop.problem, ready: this.#ready, queueDepth: this.#loop.queueDepth },
      topologies: this.#loop.topologies.map((watched) => watched.status(store.load(watched.name))),
    };
  }

  queueDepth(): number {
    return this.#loop.queueDepth;
  }

  eventsAfter(seq: number): WatchEvent[] {
    return this.#log.after(seq);
  }

  onEvent(listener: (event: WatchEvent) => void): () => void {
    return this.#log.listen(listener);
  }

  onReady(listener: () => void): void {
    if (this.#ready) listener();
    else this.#readyListeners.push(listener);
  }

  async refresh(by: string): Promise<void> {
    await this.#source.refresh();
    this.#loop.mark({ type: 'request', by });
  }

  resync(name: string | null, by: string): void {
    if (name !== null) requireWatched(name, this.#loop.topologies);
    this.#loop.mark({ type: 'request', by }, name);
  }

  #take(state: DesiredState): void {
    if (this.#stopping) return;
    this.#loop.update(state);
    this.#looked();
    void this.#listen();
  }

  /** Flows matter on every bridge that a topology declares or has flows on. */
  #listen(): Promise<void> {
    const resources = this.#loop.topologies.flatMap(({ desired }) => desired.target.resources);
    const bridges = resources.flatMap(({ kind, name, attributes }) => {
      if (kind === 'bridge') return [name];
      return kind === 'flow' ? [String(attributes.bridge)] : [];
    });
    return this.#signals.listen(new Set(bridges));
  }

  /** Another optopo's work, and what people suspend, is seen at once. */
  #watchState(): void {
    const { host, store } = this.#session;
    const { directory } = suspensionsOf(host.stateDir);
    this.#stopWatching.push(
      watchDirectory(directory, () => this.#loop.mark({ type: 'request', by: 'suspend or resume' })),
      watchDirectory(store.directory, () => this.#loop.lookForOthers()),
    );
  }

  #sourceOfSignals(plugin: string, problem: string | null): void {
    const message = problem === null ? `${plugin}: listening again` : `${plugin}: ${problem}`;
    this.#log.append({ type: 'signal-source', message });
  }

  #looked(): void {
    const { topologies } = this.#loop;
    const ready = topologies.length > 0 && topologies.every((watched) => watched.ready);
    if (this.#ready || !ready) return;
    this.#ready = true;
    for (const listener of this.#readyListeners) listener();
    this.#readyListeners = [];
  }
}
