import type { AddressFamily } from './address.ts';
import type { SourceLocation } from './source.ts';

export type ProbeProtocol = 'icmp' | 'tcp' | 'udp';

/** The word for the network namespace in which optopo runs, where a container could be named. */
export const HOST = 'host';

/**
 * That packets from one place reach another, or that they do not. Nothing on the host is made of it: it is
 * looked at after an apply has been verified.
 */
export interface Expectation {
  /** A container's name, or `host`. */
  from: string;
  /** As the topology has it: a container's name, an address, or `host`. */
  to: string;
  /** The container among `to` and the addresses of this topology that is meant; `host` for the host; else null. */
  target: string | null;
  /** What the packets are sent to, canonical. */
  address: string;
  family: AddressFamily;
  protocol: ProbeProtocol;
  /** Set for tcp and udp. */
  port?: number;
  /** How long is tried for; of what must not be reached, how long nothing may come back. */
  withinMs: number;
  reachable: boolean;
  description?: string;
  source: SourceLocation;
}

/** One thing to send, as the process that sends it takes it. */
export interface ProbeRequest {
  protocol: ProbeProtocol;
  address: string;
  port?: number;
  withinMs: number;
  reachable: boolean;
}

/**
 * What came back. `answered`: an echo reply, a connection, a datagram. `refused`: the target itself said that
 * nothing listens on the port (TCP reset, ICMP port unreachable), so packets go there and back. `silent`:
 * nothing of the target came back.
 */
export type ProbeOutcome = 'answered' | 'refused' | 'silent';

export interface ProbeAnswer {
  outcome: ProbeOutcome;
  /** For people, of a `silent` one: what the kernel or a host on the way said, where anything was said. */
  said: string | null;
  tries: number;
  /** Milliseconds from the first packet to the answer, or to giving up. */
  afterMs: number;
}

/**
 * Whether an answer is what is expected. Reached is what answers; with udp also what refuses, since most
 * services ignore datagrams that mean nothing to them. Unreachable is only what nothing comes back from: a
 * refused connection shows that packets pass, so `reachable: false` cannot be met by a service that is down.
 */
export function isMet(
  { protocol, reachable }: Pick<ProbeRequest, 'protocol' | 'reachable'>,
  outcome: ProbeOutcome,
): boolean {
  if (!reachable) return outcome === 'silent';
  return outcome === 'answered' || (outcome === 'refused' && protocol === 'udp');
}

/** `100 -> 10.0.0.2, tcp port 80`, as messages name it. */
export function describeExpectation({ from, to, address, protocol, port }: Expectation): string {
  const where = to === address ? to : `${to} (${address})`;
  return `${from} -> ${where}, ${protocol}${port === undefined ? '' : ` port ${port}`}`;
}

/** A length of time as people write it. */
export function durationText(milliseconds: number): string {
  if (milliseconds % 60_000 === 0) return `${milliseconds / 60_000} m`;
  return milliseconds >= 1_000 ? `${milliseconds / 1_000} s` : `${milliseconds} ms`;
}
