import type { JsonObject } from '../../model/json.ts';
import type { TopologyStatus } from '../../pipeline/status.ts';
import { topologyStatusToJson } from '../../pipeline/status-json.ts';
import type { DaemonStatus, WatchedTopology } from '../contract.ts';

/** How a host stands: what its daemon watches, and what it does not. */
export interface HostStatus {
  /** `null`: none runs. */
  daemon: DaemonStatus | null;
  /** Topologies that the daemon does not watch, read just now. */
  unwatched: readonly TopologyStatus[];
}

/** The status of a host as `optopo status --json` and `/api/v1/status` print it. */
export function hostStatusToJson({ daemon, unwatched }: HostStatus): JsonObject {
  const watched = daemon?.topologies ?? [];
  return {
    format_version: 1,
    daemon: daemon && daemonToJson(daemon),
    topologies: [...watched.map(watchedToJson), ...unwatched.map(unwatchedToJson)].sort(byName),
  };
}

function daemonToJson(daemon: DaemonStatus): JsonObject {
  return {
    pid: daemon.pid,
    started_at: daemon.startedAt,
    source: daemon.source,
    problem: daemon.problem,
    ready: daemon.ready,
    queue_depth: daemon.queueDepth,
  };
}

/** One watched topology: the same keys as every other, and what only its daemon knows. */
export function watchedToJson(topology: WatchedTopology): JsonObject {
  return {
    ...topologyStatusToJson(topology),
    watched: true,
    heal: topology.heal,
    suspended: topology.suspended,
    revision: topology.revision,
    last_success: topology.lastSuccess,
    fights: topology.fights.map(({ id, until, message }) => ({ id, until, message })),
  };
}

/** The same keys, so that a reader need not ask which of them are there. */
function unwatchedToJson(topology: TopologyStatus): JsonObject {
  return {
    ...topologyStatusToJson(topology),
    ...{ watched: false, heal: null, suspended: null, revision: null, last_success: null, fights: [] },
  };
}

function byName(one: JsonObject, other: JsonObject): number {
  return String(one.name).localeCompare(String(other.name), 'en');
}
