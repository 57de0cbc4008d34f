import { cookieOf, ownerHalf } from '../../model/cookie.ts';
import type { Expectation } from '../../model/expectation.ts';
import type { DecidingFlow, TracedPacket } from '../../model/expectation-check.ts';
import { flowId } from '../../model/ids.ts';
import type { Resource } from '../../model/resource.ts';
import { decidingHop, type TraceHop } from '../../wire/openflow/parse-trace.ts';
import { tracePacket } from '../../wire/openflow/trace.ts';
import type { PacketPath, SwitchPort, TraceInput } from './packet-path.ts';
import { answerPacket, nameOfProbe, neighbourAnswer, neighbourRequest, probePacket } from './packets.ts';

/** A packet before it is traced. */
interface Untraced {
  what: string;
  from: SwitchPort;
  /** Where it has to come out; null: anywhere. */
  to: SwitchPort | null;
  fields: string;
  isAnswer: boolean;
}

/**
 * Traces the packets of an expectation, first the one that is meant, then those that it needs: the question for
 * the neighbour, the neighbour's answer, the answer of the target. Stops at the first that does not pass.
 */
export async function tracePackets(
  expectation: Expectation,
  path: PacketPath,
  input: TraceInput,
): Promise<TracedPacket[]> {
  const traced: TracedPacket[] = [];
  for (const packet of packetsOf(expectation, path)) {
    const result = await trace(packet, input);
    traced.push(result);
    if (!result.passes || !expectation.reachable) break;
  }
  return traced;
}

/** In the order in which they are looked at. */
function packetsOf(expectation: Expectation, path: PacketPath): Untraced[] {
  const { nextMac, sender, nextHop, from, to, known } = path;
  const kind = nextHop.includes(':') ? 'neighbour solicitation' : 'ARP request';
  const reply = nextHop.includes(':') ? 'neighbour advertisement' : 'ARP reply';
  const request = { what: `${kind} for ${nextHop}`, fields: neighbourRequest(sender, nextHop) };
  const asking: Untraced = { ...request, from, to, isAnswer: false };
  // Without a MAC address nothing but the question for it is ever sent.
  if (nextMac === null) return [asking];
  const probe: Untraced = {
    ...{ what: nameOfProbe(expectation, 'request'), from, to, isAnswer: false },
    fields: probePacket(expectation, sender, nextMac),
  };
  if (to === null) return known ? [probe] : [probe, asking];
  const back = { from: to, to: from, isAnswer: true };
  const told = { what: `${reply} of ${nextHop}`, fields: neighbourAnswer(sender, nextHop, nextMac) };
  const answer = {
    what: nameOfProbe(expectation, 'answer'),
    fields: answerPacket(expectation, sender, nextMac),
  };
  const resolution = known ? [] : [asking, { ...back, ...told }];
  return [probe, ...resolution, { ...back, ...answer }];
}

async function trace(
  { what, from, to, fields, isAnswer }: Untraced,
  input: TraceInput,
): Promise<TracedPacket> {
  const { host, signal } = input.context;
  const { bridge } = from;
  const packet = `in_port=${from.number},${fields}`;
  const answer = await tracePacket({ bridge, rundir: host.ovsRundir, signal }, packet, isAnswer);
  const hop = decidingHop(answer);
  return {
    ...{ what, bridge, packet },
    passes: to === null ? answer.outputs.size > 0 : answer.outputs.has(to.device),
    flow: hop === undefined ? null : decidingFlow(hop, input),
    summary: summaryOf(hop, answer.text),
    text: answer.text,
  };
}

function decidingFlow({ bridge, table, flow }: TraceHop, input: TraceInput): DecidingFlow | null {
  if (flow === null) return null;
  const { priority, match, cookie } = flow;
  const owner = ownerOf(cookie, input);
  const id = flowId(bridge, table, priority, match);
  const source = owner === input.context.owner ? sourceOf(id, input.resources) : undefined;
  return {
    ...{ bridge, table, priority, match, owner, cookie: `0x${cookie.toString(16)}` },
    ...(source ? { source } : {}),
  };
}

function sourceOf(id: string, resources: readonly Resource[]): Resource['source'] | undefined {
  return resources.find((resource) => resource.id === id)?.source;
}

function ownerOf(cookie: bigint, { context, topologies }: TraceInput): string | null {
  const half = ownerHalf(cookie);
  return [context.owner, ...topologies].find((name) => cookieOf(name) === half) ?? null;
}

/** The deciding look-up, and what the datapath would do in the end. */
function summaryOf(hop: TraceHop | undefined, text: string): string[] {
  const last = text.split('\n').filter((line) => line.startsWith('Datapath actions: '));
  if (hop === undefined) return last.slice(-1);
  const { table, flow, actions } = hop;
  const found = flow === null ? 'no match' : `${flow.match || 'any'}, priority ${flow.priority}`;
  return [`table ${table}: ${found}`, ...actions.map((action) => `  ${action}`), ...last.slice(-1)];
}
