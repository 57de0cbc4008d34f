import type { Normalisation } from './parse-flows.ts';
import { itemsOf, splitItem } from './port-names.ts';

/** OVS's other names of a match field, as ovs-fields(7) lists them, to the one that it prints. */
const PRINTED_NAME: ReadonlyMap<string, string> = new Map(
  Object.entries({
    eth_src: 'dl_src',
    eth_dst: 'dl_dst',
    eth_type: 'dl_type',
    ip_src: 'nw_src',
    ip_dst: 'nw_dst',
    ip_proto: 'nw_proto',
    ip_frag: 'nw_frag',
    ip_ecn: 'nw_ecn',
    tcp_src: 'tp_src',
    tcp_dst: 'tp_dst',
    udp_src: 'tp_src',
    udp_dst: 'tp_dst',
    sctp_src: 'tp_src',
    sctp_dst: 'tp_dst',
    icmpv4_type: 'icmp_type',
    icmpv4_code: 'icmp_code',
    icmpv6_type: 'icmp_type',
    icmpv6_code: 'icmp_code',
    tunnel_id: 'tun_id',
  }),
);

/** What a match has to say as well before OVS takes a field. */
const PREREQUISITES: readonly [RegExp, string][] = [
  [/^(?:nw_src|nw_dst|ip_src|ip_dst)$/, 'ip'],
  [/^(?:nw_|ip_)/, 'ip or ipv6'],
  [/^tcp_/, 'tcp or tcp6'],
  [/^udp_/, 'udp or udp6'],
  [/^sctp_/, 'sctp or sctp6'],
  [/^tp_/, 'tcp, udp or sctp'],
  [/^icmpv4_/, 'icmp'],
  [/^icmpv6_/, 'icmp6'],
  [/^icmp_/, 'icmp or icmp6'],
  [/^ipv6_/, 'ipv6'],
  [/^arp_/, 'arp'],
  [/^nd_/, 'icmp6 with icmp_type=135 or 136'],
  [/^mpls_/, 'mpls'],
  [/^nsh_/, 'nsh'],
];

/** OVS's protocol words: the Ethernet type each stands for, and the IP protocol. */
const PROTOCOLS: ReadonlyMap<string, readonly [number, number?]> = new Map(
  Object.entries<[number, number?]>({
    ip: [0x800],
    ipv4: [0x800],
    ip4: [0x800],
    icmp: [0x800, 1],
    tcp: [0x800, 6],
    udp: [0x800, 17],
    sctp: [0x800, 132],
    ipv6: [0x86dd],
    ip6: [0x86dd],
    icmp6: [0x86dd, 58],
    tcp6: [0x86dd, 6],
    udp6: [0x86dd, 17],
    sctp6: [0x86dd, 132],
    arp: [0x806],
    rarp: [0x8035],
    mpls: [0x8847],
    mplsm: [0x8848],
    nsh: [0x894f],
  }),
);

const MAX_VLAN = 4095;

/**
 * What OVS would take without a word although it cannot be meant: two protocols or two values of one field
 * (the last wins: `ip6,tcp` is IPv4), a VLAN that does not fit (4096 becomes 0). `null` when there is none.
 */
export function findContradiction(head: string): string | null {
  const seen = new Map<string, { item: string; value: string }>();
  for (const item of itemsOf(head)) {
    for (const [field, value] of assignments(item)) {
      const before = seen.get(field);
      if (before && before.value !== value) return `${before.item} and ${item} contradict each other`;
      seen.set(field, { item, value });
    }
    if (/^dl_vlan[:=]/.test(item) && Number(splitItem(item).value) > MAX_VLAN)
      return `${item}: a VLAN is 0 to 4095`;
  }
  return null;
}

function assignments(item: string): [field: string, value: string][] {
  const { key, value } = splitItem(item);
  const protocol = value === '' ? PROTOCOLS.get(key) : undefined;
  if (protocol) {
    const [type, number] = protocol;
    return [
      ['dl_type', String(type)],
      ...(number === undefined ? [] : [['nw_proto', String(number)] as [string, string]]),
    ];
  }
  const number = Number(value);
  return [[PRINTED_NAME.get(key) ?? key, value !== '' && !Number.isNaN(number) ? String(number) : value]];
}

/** Says which fields of `head` OVS would leave out, by the names used there, and what each is missing. */
export function explainNormalisation(head: string, becomes: Normalisation): string {
  const kept = keysOf(becomes.after);
  const dropped = new Set([...keysOf(becomes.before)].filter((key) => !kept.has(key)));
  const used = itemsOf(head)
    .map((item) => splitItem(item).key)
    .filter((key) => prerequisiteOf(key) !== undefined);
  const printed = (key: string): string => PRINTED_NAME.get(key) ?? key;
  const named = used.filter((key) =>
    dropped.size > 0 ? dropped.has(printed(key)) : !kept.has(printed(key)),
  );
  const fields = named.length > 0 ? named : [...dropped];
  const needs = fields.map(
    (field) => `${field} needs ${prerequisiteOf(field) ?? 'a field that is not there'}`,
  );
  const reason = needs.length > 0 ? needs.join(', ') : 'a field needs another protocol';
  return `${reason}: OVS would match ${becomes.after === '' ? 'every packet' : `"${becomes.after}"`} instead`;
}

function prerequisiteOf(field: string): string | undefined {
  return PREREQUISITES.find(([pattern]) => pattern.test(field))?.[1];
}

function keysOf(match: string): Set<string> {
  return new Set(itemsOf(match).map((item) => splitItem(item).key));
}
