import { OptopoError } from '../model/error.ts';
import { memoizeFor } from '../model/memoize.ts';
import type { PluginName } from '../model/resource.ts';
import type { HostPaths, PluginContext, StatePlugin } from '../plugins/contract.ts';
import { PLUGINS } from '../plugins/registry.ts';
import { GenerationStore } from '../state/generation-store.ts';
import { JournalStore } from '../state/journal-store.ts';
import { ownershipIndex } from '../state/ownership.ts';
import { StateStore, type TopologyState } from '../state/topology-state.ts';
import { connectOvsdb, type OvsdbClient } from '../wire/ovsdb/client.ts';

/** How long ovsdb-server may take to answer the first request, in milliseconds. */
const CONNECT_TIMEOUT_MS = 5_000;

/** One run on one host: paths, state, plugins, and the one OVSDB connection, closed at the end. */
export class Session {
  readonly host: HostPaths;
  readonly signal: AbortSignal;
  readonly store: StateStore;
  readonly generations: GenerationStore;
  readonly journals: JournalStore;
  /** Told what was found broken or unfinished, and what is done about it. */
  readonly warn: (message: string) => void;
  readonly plugins: readonly StatePlugin[];
  /** As the first sees it; it is the same as long as the states are, which are never changed. */
  readonly #ownershipOf = memoizeFor((state: TopologyState, ...others: TopologyState[]) =>
    ownershipIndex(state.name, [state, ...others]),
  );
  #connection: Promise<OvsdbClient> | undefined;
  #closed = false;

  constructor(
    host: HostPaths,
    signal: AbortSignal,
    warn: (message: string) => void = process.emitWarning,
    plugins: readonly StatePlugin[] = PLUGINS,
  ) {
    this.host = host;
    this.signal = signal;
    this.plugins = plugins;
    this.store = new StateStore(host.stateDir, warn);
    this.generations = new GenerationStore(host.stateDir);
    this.journals = new JournalStore(host.stateDir);
    this.warn = warn;
  }

  plugin(name: PluginName): StatePlugin {
    const plugin = this.plugins.find((candidate) => candidate.name === name);
    if (!plugin) throw new OptopoError('bug', `no plugin is registered as ${name}`);
    return plugin;
  }

  /** What plugins are given when they work for a topology, with its inventory as it is now. */
  context(state: TopologyState, signal: AbortSignal = this.signal): PluginContext {
    const others = this.store.names().filter((name) => name !== state.name);
    return {
      owner: state.name,
      host: this.host,
      signal,
      ownership: this.#ownershipOf(state, ...others.map((name) => this.store.load(name))),
      ovsdb: () => this.#ovsdb(),
    };
  }

  /** Other topologies whose inventory is lost: what carries no mark may be theirs. */
  lostBeside(name: string): string[] {
    return this.store.names().filter((other) => other !== name && this.store.load(other).rebuilt);
  }

  /** Closes the connection, and any that is still being made. */
  async close(): Promise<void> {
    this.#closed = true;
    // A connection that never came about has told its user why; there is nothing to close.
    const connection = await this.#connection?.catch(() => undefined);
    connection?.close();
  }

  #ovsdb(): Promise<OvsdbClient> {
    if (this.#closed) throw new OptopoError('bug', 'the session is closed');
    this.#connection ??= this.#connect();
    return this.#connection;
  }

  /** A lost connection is forgotten, so that the next use connects again. */
  async #connect(): Promise<OvsdbClient> {
    const forget = (): void => {
      this.#connection = undefined;
    };
    try {
      const options = { signal: this.signal, timeoutMs: CONNECT_TIMEOUT_MS };
      const client = await connectOvsdb(this.host.ovsdbSocket, options);
      client.onClose(forget);
      return client;
    } catch (error) {
      forget();
      throw error;
    }
  }
}
