import type { JsonObject } from '../../model/json.ts';
import type { WatchEvent } from '../contract.ts';

/** An event as `optopo events --json` and `/api/v1/events` print it. */
export function eventToJson(event: WatchEvent): JsonObject {
  return {
    seq: event.seq,
    at: event.at,
    type: event.type,
    topology: event.topology,
    reconcile: event.reconcile,
    causes: event.causes.map((cause) => ({ ...cause })),
    drift: event.drift.map(({ id, reason, fields, treatment, by }) => ({
      ...{ id, reason, treatment },
      fields: fields.map(({ field, before, after }) => ({ field, before, after })),
      by: by ?? null,
    })),
    outcome: event.outcome,
    generation: event.generation,
    duration_ms: event.durationMs,
    message: event.message,
  };
}
