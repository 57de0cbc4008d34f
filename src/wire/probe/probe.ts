import type { ProbeAnswer, ProbeProtocol, ProbeRequest } from '../../model/expectation.ts';
import { mapBounded } from '../bounded.ts';
import { pingOnce } from './icmp.ts';
import { connectOnce } from './tcp.ts';
import { sendOnce } from './udp.ts';
import { type Try, tryUntilSettled } from './until.ts';

/** Probes of one sender that are under way at the same time. */
export const CONCURRENCY = 32;

const TRIES: Readonly<Record<ProbeProtocol, Try>> = { icmp: pingOnce, tcp: connectOnce, udp: sendOnce };

/**
 * Sends probes with real packets from the network namespace of this process, side by side, and says what came
 * back. Throws `unreachable` where ping is missing, and `interrupted`.
 */
export function probeFromHere(
  requests: readonly ProbeRequest[],
  signal: AbortSignal,
): Promise<ProbeAnswer[]> {
  return mapBounded(requests, CONCURRENCY, (request) =>
    tryUntilSettled(request, TRIES[request.protocol], signal),
  );
}
