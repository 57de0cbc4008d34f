import type { ProbeAnswer, ProbeRequest } from '../../model/expectation.ts';
import { mapBounded } from '../bounded.ts';
import { connectOnce } from './tcp.ts';
import { sendOnce } from './udp.ts';
import { tryUntilSettled } from './until.ts';

/** Connections and datagrams of one sender that are under way at the same time. */
export const SOCKETS = 32;

/** Probes by TCP and UDP from the network namespace of this very process, side by side. Throws `interrupted`. */
export function probeSockets(requests: readonly ProbeRequest[], signal: AbortSignal): Promise<ProbeAnswer[]> {
  return mapBounded(requests, SOCKETS, (request) =>
    tryUntilSettled(request, request.protocol === 'tcp' ? connectOnce : sendOnce, signal),
  );
}
