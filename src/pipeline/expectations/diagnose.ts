import { type OptopoError, toOptopoError } from '../../model/error.ts';
import type { Expectation, ProbeAnswer } from '../../model/expectation.ts';
import type { DecidingFlow, Diagnosis, TracedPacket } from '../../model/expectation-check.ts';
import { formatLocation } from '../../model/source.ts';
import { findPath, type PacketPath, type TraceInput } from './packet-path.ts';
import { tracePackets } from './trace-packets.ts';

/**
 * Says why an expectation is not met: which of its packets Open vSwitch drops, sends elsewhere or lets pass, and
 * by which flow. What was probed stands whatever comes of this: a trace that cannot be had is said, not thrown;
 * only an interruption is.
 */
export async function diagnose(
  expectation: Expectation,
  answer: ProbeAnswer,
  input: TraceInput,
): Promise<Diagnosis> {
  try {
    const path = await findPath(expectation, input);
    const packets = await tracePackets(expectation, path, input);
    return { explanation: explain(expectation, answer, path, packets), packets };
  } catch (thrown) {
    const error = toOptopoError(thrown);
    if (error.code === 'interrupted' || error.code === 'bug') throw error;
    return { explanation: untraceable(error), packets: [] };
  }
}

function untraceable(error: OptopoError): string {
  return error.code === 'not-found' ? error.message : `its packets cannot be traced: ${error.message}`;
}

function explain(
  { reachable }: Expectation,
  { outcome }: ProbeAnswer,
  path: PacketPath,
  packets: readonly TracedPacket[],
): string {
  const last = packets.at(-1);
  if (last === undefined) return 'nothing of it comes to Open vSwitch';
  const { what, bridge } = last;
  const by = byWhich(last);
  if (last.passes && !reachable) return `${bridge} lets the ${what} pass${by}`;
  if (!reachable) return `${bridge} would drop the ${what}: what is answered takes another way`;
  if (last.passes) return passing(path, outcome);
  const goesOn = last.summary.at(-1) !== 'Datapath actions: drop';
  if (!goesOn) return `${bridge} drops the ${what}${by}`;
  return `${bridge} does not send the ${what} to ${wantedOf(last, path)}${by}`;
}

/** Answers come back to the sender, all else goes towards the next hop. */
function wantedOf({ packet }: TracedPacket, { from, to }: PacketPath): string {
  return packet.startsWith(`in_port=${from.number},`) ? (to?.device ?? 'any port') : from.device;
}

function passing({ routed, nextHop, to }: PacketPath, outcome: ProbeAnswer['outcome']): string {
  if (routed) return `Open vSwitch lets all of it pass to the gateway ${nextHop}: look at what is done there`;
  if (to === null) return 'Open vSwitch lets it pass: look at what is behind the port that it leaves by';
  return outcome === 'refused'
    ? 'Open vSwitch lets all of it pass'
    : 'Open vSwitch lets all of it pass: look at the target itself, its firewall and its services';
}

function byWhich({ flow, bridge, summary }: TracedPacket): string {
  if (flow === null) return `: no flow matches it (${summary[0] ?? bridge})`;
  return flow.source === undefined
    ? `: ${flowText(flow)}, ${whose(flow)}`
    : `: the flow at ${formatLocation(flow.source)} (${flowText(flow)})`;
}

function flowText({ table, priority, match }: DecidingFlow): string {
  return `table ${table}, priority ${priority}, match "${match}"`;
}

function whose({ owner, cookie }: DecidingFlow): string {
  return owner === null ? `a flow of nobody known (cookie ${cookie})` : `a flow of topology ${owner}`;
}
