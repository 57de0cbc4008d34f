import type { ProbeAnswer, ProbeRequest } from '../../model/expectation.ts';
import { mapBounded } from '../bounded.ts';
import { pingFrom } from './icmp.ts';
import { probeInside } from './probe-inside.ts';
import { probeSockets } from './sockets.ts';
import { tryUntilSettled } from './until.ts';

/** Echo requests of one sender that are under way at the same time. */
const PINGS = 32;

/**
 * Sends probes with real packets, side by side, and says what came back, in their order. They are sent from the
 * network namespace of the process `inside`, or from ours without one. Throws `unreachable` where ping is missing,
 * `interrupted`, and what `probeInside` throws.
 */
export async function probeFrom(
  inside: number | undefined,
  requests: readonly ProbeRequest[],
  signal: AbortSignal,
): Promise<ProbeAnswer[]> {
  const echoes = requests.filter(({ protocol }) => protocol === 'icmp');
  const others = requests.filter(({ protocol }) => protocol !== 'icmp');
  const ping = pingFrom(inside);
  const [pinged, connected] = await Promise.all([
    mapBounded(echoes, PINGS, (request) => tryUntilSettled(request, ping, signal)),
    inside === undefined || others.length === 0
      ? probeSockets(others, signal)
      : probeInside(inside, others, signal),
  ]);
  return requests.map(({ protocol }) => (protocol === 'icmp' ? pinged : connected).shift() as ProbeAnswer);
}
