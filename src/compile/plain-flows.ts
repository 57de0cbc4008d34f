import { parseFlowText } from '../wire/openflow/flow-text.ts';
import { findContradiction } from '../wire/openflow/match-check.ts';
import type { FlowLine, FlowMistake, NormalizedFlow } from '../wire/openflow/normalize.ts';
import { itemsOf, splitItem } from '../wire/openflow/port-names.ts';

/** A field, and the words of which one has to stand beside it (ovs-fields(7)). */
const PREREQUISITES: readonly [field: RegExp, words: readonly string[]][] = [
  [/^(?:nw_src|nw_dst|ip_src|ip_dst)$/, ['ip', 'ipv4', 'ip4', 'icmp', 'tcp', 'udp', 'sctp']],
  [
    /^(?:nw_|ip_)/,
    ['ip', 'ipv4', 'ip4', 'icmp', 'tcp', 'udp', 'sctp', 'ipv6', 'ip6', 'icmp6', 'tcp6', 'udp6', 'sctp6'],
  ],
  [/^tp_/, ['tcp', 'udp', 'sctp', 'tcp6', 'udp6', 'sctp6', 'icmp', 'icmp6']],
  [/^tcp_/, ['tcp', 'tcp6']],
  [/^udp_/, ['udp', 'udp6']],
  [/^sctp_/, ['sctp', 'sctp6']],
  [/^icmp_/, ['icmp', 'icmp6']],
  [/^ipv6_/, ['ipv6', 'ip6', 'icmp6', 'tcp6', 'udp6', 'sctp6']],
  [/^nd_/, ['icmp6']],
  [/^arp_/, ['arp', 'rarp']],
];

/** Fields that give the Ethernet type or the IP protocol as a number: whoever uses them knows more than we. */
const BY_NUMBER = /^(?:dl_type|eth_type|nw_proto|ip_proto)$/;

/** The largest value of each parameter that is a number (ovs-ofctl(8), Flow Syntax). */
const LARGEST: ReadonlyMap<string, number> = new Map([
  ['cookie', 0xffff_ffff],
  ['table', 254],
  ['priority', 0xffff],
  ['idle_timeout', 0xffff],
  ['idle', 0xffff],
  ['hard_timeout', 0xffff],
  ['hard', 0xffff],
  ['importance', 0xffff],
]);

/**
 * What can be said of a flow on a machine without ovs-ofctl: fields without what they need, contradictions,
 * and an identity, for which the order of a match's fields does not count.
 */
export function normalizePlainly(flow: FlowLine): NormalizedFlow | FlowMistake {
  const at = flow.text.search(/\bactions?=/);
  if (at === -1) return { ok: false, message: 'actions= is missing' };
  const head = flow.text.slice(0, at);
  const mistake = findContradiction(head) ?? missingPrerequisite(head) ?? wrongNumber(head);
  if (mistake !== null) return { ok: false, message: mistake };
  const parsed = parseFlowText(flow.text.replace(/\baction=/, 'actions='));
  const match = itemsOf(parsed.match).toSorted().join(',');
  return { ok: true, ...parsed, match, cookie: `0x${parsed.cookie.toString(16)}` };
}

function missingPrerequisite(head: string): string | null {
  const keys = itemsOf(head).map((item) => splitItem(item).key.toLowerCase());
  if (keys.some((key) => BY_NUMBER.test(key))) return null;
  for (const key of keys) {
    const words = PREREQUISITES.find(([field]) => field.test(key))?.[1];
    if (words !== undefined && !words.some((word) => keys.includes(word))) {
      return `${key} needs ${words[0]} beside it: without it Open vSwitch ignores ${key} and matches every packet`;
    }
  }
  return null;
}

function wrongNumber(head: string): string | null {
  for (const item of itemsOf(head)) {
    const { key, value } = splitItem(item);
    const largest = LARGEST.get(key);
    if (largest === undefined) continue;
    const isNumber = /^(?:\d+|0x[0-9a-f]+)$/i.test(value);
    if (!isNumber || Number(value) > largest) return `${key} is not a number from 0 to ${largest}`;
  }
  return null;
}
