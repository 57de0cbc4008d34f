import type { Expectation } from '../../model/expectation.ts';

/** One end of a packet's way: its addresses, and where Open vSwitch has it. */
export interface Station {
  mac: string;
  ip: string;
}

/** Any port that a client may be given (RFC 6335, section 6). */
const CLIENT_PORT = 49_152;
const TTL = 64;

/** The packet that is sent, from `from` to `to`; `nextMac` is whom its frame is for. As a flow of its fields. */
export function probePacket(expectation: Expectation, from: Station, nextMac: string): string {
  const { address: to } = expectation;
  return frame(from.mac, nextMac, payload(expectation, from.ip, to, 'request'));
}

/** What the target answers to it. */
export function answerPacket(expectation: Expectation, from: Station, nextMac: string): string {
  const { address: to } = expectation;
  return frame(nextMac, from.mac, payload(expectation, to, from.ip, 'answer'));
}

/** What the packet is called. */
export function nameOfProbe({ protocol, port }: Expectation, way: 'request' | 'answer'): string {
  if (protocol === 'icmp') return way === 'request' ? 'echo request' : 'echo reply';
  if (protocol === 'udp') return way === 'request' ? `datagram to port ${port}` : `answer from port ${port}`;
  return way === 'request' ? `TCP SYN to port ${port}` : `TCP SYN+ACK from port ${port}`;
}

/** The question for a neighbour's MAC address: ARP, or neighbour solicitation (RFC 4861). */
export function neighbourRequest(from: Station, wanted: string): string {
  if (!wanted.includes(':')) {
    const fields = `arp_op=1,arp_spa=${from.ip},arp_tpa=${wanted},arp_sha=${from.mac}`;
    return frame(from.mac, 'ff:ff:ff:ff:ff:ff', `arp,${fields}`);
  }
  const low = lowBytes(wanted);
  // RFC 4291, section 2.7.1, and RFC 2464, section 7: the group that the wanted address is in.
  const group = `ff02::1:ff${low[0]}:${low[1]}${low[2]}`;
  const addresses = `ipv6_src=${from.ip},ipv6_dst=${group},nw_ttl=255`;
  const body = `icmp6,${addresses},icmpv6_type=135,icmpv6_code=0,nd_target=${wanted},nd_sll=${from.mac}`;
  return frame(from.mac, `33:33:ff:${low.join(':')}`, body);
}

/** The neighbour's answer. */
export function neighbourAnswer(from: Station, wanted: string, mac: string): string {
  if (!wanted.includes(':')) {
    const fields = `arp_op=2,arp_spa=${wanted},arp_tpa=${from.ip},arp_sha=${mac},arp_tha=${from.mac}`;
    return frame(mac, from.mac, `arp,${fields}`);
  }
  const addresses = `ipv6_src=${wanted},ipv6_dst=${from.ip},nw_ttl=255`;
  return frame(
    mac,
    from.mac,
    `icmp6,${addresses},icmpv6_type=136,icmpv6_code=0,nd_target=${wanted},nd_tll=${mac}`,
  );
}

function frame(source: string, destination: string, rest: string): string {
  return `dl_src=${source},dl_dst=${destination},${rest}`;
}

function payload(
  { protocol, port, family }: Expectation,
  source: string,
  destination: string,
  way: 'request' | 'answer',
): string {
  const six = family === 'ipv6';
  const addresses = six
    ? `ipv6_src=${source},ipv6_dst=${destination}`
    : `nw_src=${source},nw_dst=${destination}`;
  const ip = `${addresses},nw_ttl=${TTL}`;
  if (protocol === 'icmp') return six ? `icmp6,${ip},${echo6(way)}` : `icmp,${ip},${echo4(way)}`;
  const [from, to] = way === 'request' ? [CLIENT_PORT, port] : [port, CLIENT_PORT];
  const ports = `${protocol}_src=${from},${protocol}_dst=${to}`;
  // SYN, and SYN with ACK (RFC 9293, section 3.1).
  const flags = protocol === 'tcp' ? `,tcp_flags=${way === 'request' ? '0x2' : '0x12'}` : '';
  return `${protocol}${six ? '6' : ''},${ip},${ports}${flags}`;
}

function echo4(way: 'request' | 'answer'): string {
  return `icmp_type=${way === 'request' ? 8 : 0},icmp_code=0`;
}

function echo6(way: 'request' | 'answer'): string {
  return `icmpv6_type=${way === 'request' ? 128 : 129},icmpv6_code=0`;
}

/** The last 24 bits of an IPv6 address, a byte each. */
function lowBytes(address: string): [string, string, string] {
  const groups = address.split('::').map((half) => half.split(':').filter((group) => group !== ''));
  const [head = [], tail = []] = groups;
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => '0');
  const all = [...head, ...(groups.length > 1 ? zeros : []), ...tail];
  const [before = '0', last = '0'] = all.slice(-2).map((group) => group.padStart(4, '0'));
  return [before.slice(2), last.slice(0, 2), last.slice(2)];
}
