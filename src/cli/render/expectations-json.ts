import type { ExpectationCheck, TracedPacket } from '../../model/expectation-check.ts';
import type { JsonObject } from '../../model/json.ts';

/** One expectation as `apply --json` and `check --json` print it. */
export function expectationToJson({
  expectation,
  met,
  detail,
  answer,
  diagnosis,
}: ExpectationCheck): JsonObject {
  const { from, to, address, protocol, port, withinMs, reachable, description, source } = expectation;
  return {
    ...{ from, to, address, protocol },
    ...(port === undefined ? {} : { port }),
    ...{ within_ms: withinMs, reachable },
    ...(description === undefined ? {} : { description }),
    ...{ met, detail },
    ...(answer === null ? {} : { outcome: answer.outcome, tries: answer.tries, after_ms: answer.afterMs }),
    ...source,
    ...(diagnosis === undefined
      ? {}
      : { why: diagnosis.explanation, trace: diagnosis.packets.map(packetToJson) }),
  };
}

function packetToJson({ what, bridge, packet, passes, flow, text }: TracedPacket): JsonObject {
  return { what, bridge, packet, passes, flow: flow === null ? null : flowToJson(flow), text };
}

function flowToJson({ source, ...flow }: NonNullable<TracedPacket['flow']>): JsonObject {
  return { ...flow, ...source };
}
