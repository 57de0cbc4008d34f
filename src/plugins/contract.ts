import type { Guest } from '../model/discover.ts';
import type { OptopoError } from '../model/error.ts';
import type { Difference, Step } from '../model/plan.ts';
import type { LiveResource, PluginName, Resource, ResourceKind } from '../model/resource.ts';
import type { KernelNetwork } from '../wire/ip/network.ts';
import type { FlowText } from '../wire/openflow/flow-text.ts';
import type { OvsdbClient } from '../wire/ovsdb/client.ts';
import type { OpenVswitchTables } from './open-vswitch-tables.ts';

/** Where this host's daemons and files are; resolved once from flags and environment. */
export interface HostPaths {
  /** Path of ovsdb-server's unix socket, without the `unix:`. */
  ovsdbSocket: string;
  /** Directory of `BRIDGE.mgmt` sockets and pid files (`$OVS_RUNDIR`). */
  ovsRundir: string;
  lxcPath: string;
  stateDir: string;
}

/** Who owns what cannot carry a mark, and what was adopted: the inventories of all topologies on this host. */
export interface OwnershipIndex {
  lookup(id: string): OwnershipEntry | undefined;
  /** Every entry of the topology being worked on, for finding what is owned and no longer declared. */
  own(): readonly OwnershipEntry[];
  /**
   * Set while the topology's inventory is lost, and no other one's is: what carries optopo's mark but no name
   * (a route's protocol) and stands in no inventory is its.
   */
  readonly heir?: string;
  /** All topologies that this host has a state of, readable or not: whose marks may be on its objects. */
  readonly topologies: readonly string[];
}

export interface OwnershipEntry {
  id: string;
  owner: string;
  adopted: boolean;
}

/** What a plugin is given for one run: no plugin keeps state of its own between calls. */
export interface PluginContext {
  /** The topology's name. */
  owner: string;
  host: HostPaths;
  /** Ends every wait and every subprocess. */
  signal: AbortSignal;
  ownership: OwnershipIndex;
  /**
   * What the plan was made from, while it is known that nothing has changed since: then it need not be read again
   * before the first write.
   */
  justRead?(): Promise<StateQuery | undefined>;
  /** The run's one OVSDB connection, opened at the first call; throws `unreachable`. */
  ovsdb(): Promise<OvsdbClient>;
}

export interface PluginCapabilities {
  /** A batch may hold steps that depend on earlier ones of the same batch; the plugin keeps their order. */
  orderedBatches: boolean;
  /** How many batches may run side by side. */
  concurrentBatches: number;
  /** A batch takes effect as a whole or not at all. */
  atomicBatches: boolean;
}

/** What a reading is for: it tells the plugin which objects matter where reading everything is dear. */
export interface StateQuery {
  /** Every resource of the topology, of all plugins (the flow plugin needs the bridges). */
  desired: readonly Resource[];
  /** The kernel's network, read once for all layers of this reading that need it. */
  network(): Promise<KernelNetwork>;
  /** Open vSwitch's database, the same way. */
  database(): Promise<OpenVswitchTables>;
  /** The flows of each bridge that this reading has read. */
  flows: Map<string, readonly FlowText[]>;
}

/** What is asked of containers when ports come and go with them. */
export interface GuestQuery {
  /** The interface inside whose other end is sought, for a container of this name and owner; null for none. */
  vethOf(guest: Pick<Guest, 'name' | 'owner'>): string | null;
}

export interface DiffInput {
  desired: Resource;
  live: LiveResource | undefined;
  /** The same object as the last apply declared it, for fields that are omitted now. */
  last: Resource | undefined;
}

export interface StepResult {
  key: string;
  status: 'done' | 'failed' | 'skipped';
  error?: OptopoError;
  /** What the topology's inventory has to remember (an adopted flow's cookie before). */
  durationMs?: number;
}

/** What the objects of a batch were before it, enough to put them back. */
export interface Checkpoint {
  plugin: PluginName;
  before: Map<string, LiveResource>;
}

/** What whoever watches for several topologies adds to a change signal. */
export interface WatchHooks {
  /** The source of signals has ended, and why; null: it is back, and what happened meanwhile was not seen. */
  onSource(problem: string | null): void;
  /** Bridges whose flows matter beside those of the context's owner. */
  bridges: ReadonlySet<string>;
}

/**
 * One layer of the host. Mirrors the Rust `StatePlugin` (name, version, availability, query, diff, apply,
 * verify, checkpoint, rollback, capabilities) and adds what it lacked: dependencies across plugins (on the
 * resources), ownership (`context.ownership`, marks), batches, and a change signal.
 */
export interface StatePlugin {
  readonly name: PluginName;
  readonly version: string;
  readonly kinds: readonly ResourceKind[];
  readonly capabilities: PluginCapabilities;

  /** False when what it needs is not reachable; `unavailableReason` then says what, and how to mend it. */
  isAvailable(context: PluginContext): Promise<boolean>;
  unavailableReason(context: PluginContext): Promise<string | null>;

  /**
   * Reads the live objects. Throws when any part cannot be read: never an empty answer instead. An object may be the
   * same one as in an earlier answer: it is never to be changed.
   */
  queryCurrentState(context: PluginContext, query: StateQuery): Promise<readonly LiveResource[]>;

  /**
   * Every container of this host, whoever made it, and whether it runs; what starts or ends right now is waited
   * for, in bounds. Only a layer that has containers answers. Throws when they cannot be read.
   */
  queryGuests?(context: PluginContext, query: GuestQuery): Promise<Guest[]>;

  /** Compares one declared object with the live one; pure. `null`: nothing to do. */
  calculateDiff(input: DiffInput): Difference | null;

  /**
   * Carries out steps that are ready, as one batch, and waits until the daemon has taken them over.
   * Never throws for a step that failed: each step has its result. Idempotent: deleting what is gone is done.
   */
  applyState(context: PluginContext, steps: readonly Step[]): Promise<StepResult[]>;

  /** Reads again and returns what still differs. */
  verifyState(context: PluginContext, desired: readonly Resource[]): Promise<Difference[]>;

  /** Keeps what the objects of `steps` were before, for `rollback`. */
  createCheckpoint(steps: readonly Step[]): Checkpoint;

  /** Undoes `steps` (in reverse), back to the checkpoint. Results as of `applyState`. */
  rollback(context: PluginContext, checkpoint: Checkpoint, steps: readonly Step[]): Promise<StepResult[]>;

  /**
   * Calls `onChange` when something may have changed, whoever changed it; a signal to read again, no more.
   * A source of signals that ends is started again, which is a change too. Returns, once it is listening, how to
   * stop it.
   */
  watchChanges(
    context: PluginContext,
    onChange: () => void,
    hooks?: WatchHooks,
  ): Promise<() => Promise<void>>;
}
