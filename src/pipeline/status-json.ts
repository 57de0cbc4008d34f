import type { JsonObject } from '../model/json.ts';
import type { RunAtWork } from './found-run.ts';
import type { TopologyStatus } from './status.ts';

/** A daemon that watches a topology does not tell of runs beside its own. */
export type KnownStatus = Omit<TopologyStatus, 'running'> & Partial<Pick<TopologyStatus, 'running'>>;

/** How one topology stands, as `status --json` prints it (contract, section 5). */
export function topologyStatusToJson(status: KnownStatus): JsonObject {
  return {
    name: status.name,
    sync: status.sync,
    health: status.health,
    generation: status.generation,
    cookie: status.cookie,
    last_applied: status.lastApplied,
    drift: status.drift.map(({ id, reason }) => ({ id, reason })),
    retained: status.retained,
    error: status.error,
    unconfirmed: status.unconfirmed && { deadline: status.unconfirmed.deadline },
    running: status.running ? runningToJson(status.running) : null,
  };
}

function runningToJson({ header, progress }: RunAtWork): JsonObject {
  const { pid, command, since } = header;
  return { pid, command, since, steps: progress.total, done: progress.done, at: progress.running };
}
