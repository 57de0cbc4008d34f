import type { JsonObject } from '../model/json.ts';
import type { TopologyStatus } from './status.ts';

/** How one topology stands, as `status --json` prints it (contract, section 5). */
export function topologyStatusToJson(status: TopologyStatus): JsonObject {
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
  };
}
