import type { ErrorCode } from '../model/error.ts';
import type { FieldChange } from '../model/resource.ts';
import type { Target } from '../pipeline/prepare.ts';
import type { TopologyStatus } from '../pipeline/status.ts';

/** Whether drift is repaired, or only told. */
export type HealMode = 'enforce' | 'report';

/** One topology as its source wants it: valid as a whole. */
export interface Desired {
  name: string;
  target: Target;
  heal: HealMode;
  /** What names this version to people: a Git commit, or the first digits of the content's hash. */
  revision: string;
  /** Why a newer version of this topology is not in force, one sentence with its place. Absent: there is none. */
  problem?: string;
  /** No source declares it any more: it is kept as it was until somebody destroys it. */
  undeclared?: true;
}

/** What a source wants now. What is broken in it leaves what was good before in force. */
export interface DesiredState {
  topologies: readonly Desired[];
  /** Why the newest version is not in force (broken, unsigned, unreachable), one sentence with its place; null: it is. */
  problem: string | null;
  /** What kind of failure that is. Absent: what was found is not valid. */
  problemCode?: ErrorCode;
}

/** Where the desired state comes from: files, a directory, or a Git repository. */
export interface DesiredSource {
  /** For people: the files, or the repository with its branch. */
  readonly description: string;
  /** Reads for the first time and keeps looking; `onChange` is called with every new state, never for the same one. */
  start(onChange: (state: DesiredState) => void): Promise<DesiredState>;
  /** Looks again at once (SIGHUP, webhook); what is found comes through `onChange`. */
  refresh(): Promise<void>;
  stop(): Promise<void>;
}

/** What made the loop look at a topology. */
export type Cause =
  | { type: 'signal'; plugin: string }
  | { type: 'desired'; revision: string }
  | { type: 'resync' }
  | { type: 'retry'; after: string }
  | { type: 'request'; by: string };

/** One object that was not as declared. */
export interface DriftItem {
  id: string;
  reason: string;
  fields: FieldChange[];
  /** Repaired, only told (`heal: report`), left alone after a fight, or in the way of the repair. */
  treatment: 'repaired' | 'reported' | 'fought' | 'conflict' | 'failed';
  /** Who changed it, as far as that can be told. */
  by?: string;
}

export type EventType =
  /** A reconcile that found something: cause, drift, repair, how long. */
  | 'reconcile'
  /** A new desired state is in force, or why it is not. */
  | 'desired'
  | 'suspended'
  | 'resumed'
  /** An object that others keep changing back is left alone from now on; or is tried again. */
  | 'fight'
  /** A signal source died, or came back. */
  | 'signal-source'
  | 'started'
  | 'stopping';

/** One line of the event log. */
export interface WatchEvent {
  /** Counts up by one over the life of the state directory. */
  seq: number;
  /** ISO time. */
  at: string;
  type: EventType;
  topology: string | null;
  /** Id of the reconcile, the same on all its log lines; null outside of one. */
  reconcile: string | null;
  causes: Cause[];
  drift: DriftItem[];
  outcome: 'converged' | 'failed' | 'rolled-back' | 'reported' | 'unchanged' | null;
  generation: number | null;
  /** From the first signal to the verified end, in milliseconds. */
  durationMs: number | null;
  /** One sentence for people. */
  message: string;
}

/** An event before it has its place in the log; what is left out is empty or null. */
export type NewEvent = Partial<Omit<WatchEvent, 'seq' | 'at' | 'type' | 'message'>> &
  Pick<WatchEvent, 'type' | 'message'>;

/** Where the daemon writes what it sees and does. */
export interface EventLog {
  append(event: NewEvent): WatchEvent;
  /** Events after `seq`, oldest first, as far as they are kept. */
  after(seq: number): WatchEvent[];
  /** Calls back for every new event; returns how to stop. */
  listen(listener: (event: WatchEvent) => void): () => void;
}

/** How one watched topology stands, as the daemon knows it; of runs beside its own it knows nothing. */
export interface WatchedTopology extends Omit<TopologyStatus, 'running'> {
  heal: HealMode;
  suspended: boolean;
  revision: string | null;
  /** ISO time of the last reading that ended with everything as declared. */
  lastSuccess: string | null;
  /** Objects that are left alone after a fight, and until when (ISO time). */
  fights: { id: string; until: string; message: string }[];
}

export interface DaemonStatus {
  pid: number;
  startedAt: string;
  source: string;
  problem: string | null;
  /** At least one converged reconcile of every topology has been seen. */
  ready: boolean;
  queueDepth: number;
  topologies: WatchedTopology[];
}

/** What the control socket, the HTTP endpoints, systemd and the log may ask of the running daemon. */
export interface Daemon {
  /** Throws what keeps the state directory from being read. */
  status(): DaemonStatus;
  /** Topologies that have to be looked at now. */
  queueDepth(): number;
  /** Events after `seq`, oldest first, as far as they are kept. */
  eventsAfter(seq: number): WatchEvent[];
  /** Calls back for every new event; returns how to stop. */
  onEvent(listener: (event: WatchEvent) => void): () => void;
  /** Calls back whenever `status().ready` turns true for the first time. */
  onReady(listener: () => void): void;
  /** Looks at the source again (SIGHUP, webhook). */
  refresh(by: string): Promise<void>;
  /** Reads everything again. Throws `not-found` for a name that is not watched. */
  resync(name: string | null, by: string): void;
}
