import { OptopoError } from '../../model/error.ts';
import { type Expectation, HOST } from '../../model/expectation.ts';
import type { Resource } from '../../model/resource.ts';
import type { PluginContext } from '../../plugins/contract.ts';
import { type Bridges, readBridges } from '../../plugins/openflow/bridges.ts';
import { readMac, readNeighbourhood } from '../../wire/ip/neighbour.ts';
import { routeTo } from '../../wire/ip/route-to.ts';
import type { Station } from './packets.ts';
import { portOf, type Residence, residenceOf } from './places.ts';

/** What traces are made from. */
export interface TraceInput {
  context: PluginContext;
  resources: readonly Resource[];
  /** The first process of each container that runs. */
  running: ReadonlyMap<string, number>;
  /** Every topology that is known here: whose flow it is. */
  topologies: readonly string[];
}

/** A device of the host as a port of a bridge. */
export interface SwitchPort {
  bridge: string;
  device: string;
  /** OpenFlow's number, or `LOCAL`. */
  number: string;
}

/** How the sender would send: from which port, to whose frame. */
export interface PacketPath {
  sender: Station;
  from: SwitchPort;
  /** Whom the frame is for: the target, or the gateway towards it. */
  nextHop: string;
  /** It is a gateway. */
  routed: boolean;
  /** The sender knows the next hop's MAC address: it does not have to ask. */
  known: boolean;
  /** Null where nobody tells. */
  nextMac: string | null;
  /** Null where the next hop is not on the sender's bridge, or is not of this topology. */
  to: SwitchPort | null;
}

/**
 * Finds out by which port a packet of an expectation comes to Open vSwitch, and where it has to leave. Throws
 * `not-found` where it does not come there at all, and what reading fails with.
 */
export async function findPath(expectation: Expectation, input: TraceInput): Promise<PacketPath> {
  const { from, address } = expectation;
  const { signal } = input.context;
  const inside = from === HOST ? undefined : input.running.get(from);
  const route = await routeTo(address, { signal, inside });
  if (route === null || route.source === null) {
    throw new OptopoError('not-found', `${from} has no route to ${address}: nothing reaches Open vSwitch`);
  }
  const bridges = await readBridges(input.context);
  const device = portOf(from, route.dev, input.resources);
  const port = device === undefined ? null : findPort(device, bridges);
  const nextHop = route.via ?? address;
  const { mac, neighbour } = await readNeighbourhood(route.dev, nextHop, { signal, inside });
  if (device === undefined) {
    throw new OptopoError(
      'not-found',
      `${from} sends by ${route.dev}, whose port this topology does not declare`,
    );
  }
  if (port === null || mac === null) {
    throw new OptopoError('not-found', `${from} sends by ${route.dev}, which is no port of a bridge`);
  }
  const residence = residenceOf(nextHop, input.resources);
  const to = residence ? findPort(residence.port, bridges) : null;
  return {
    ...{ sender: { mac, ip: route.source }, from: port, nextHop, routed: route.via !== null },
    known: neighbour !== null,
    nextMac: neighbour ?? (residence ? await macOf(residence, input) : null),
    to: to?.bridge === port.bridge ? to : null,
  };
}

function findPort(device: string, { byName }: Bridges): SwitchPort | null {
  for (const [bridge, { nameToNumber }] of byName) {
    const number = nameToNumber.get(device);
    if (number !== undefined) return { bridge, device, number };
  }
  return null;
}

/** The MAC address of a device; null where its container does not run. */
async function macOf({ place, dev }: Residence, { context, running }: TraceInput): Promise<string | null> {
  const inside = place === HOST ? undefined : running.get(place);
  if (place !== HOST && inside === undefined) return null;
  return readMac(dev, { signal: context.signal, inside });
}
