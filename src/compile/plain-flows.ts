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

/**
 * What can be said of a flow on a machine without ovs-ofctl: fields without what they need, contradictions,
 * and an identity, for which the order of a match's fields does not count.
 */
export function normalizePlainly(flow: FlowLine): NormalizedFlow | FlowMistake {
  const at = flow.text.search(/\bactions?=/);
  if (at === -1) return { ok: false, message: 'actions= is missing' };
  const head = flow.text.slice(0, at);
  const mistake = findContradiction(head) ?? missingPrerequisite(head);
  if (mistake !== null) return { ok: false, message: mistake };
  const line = flow.text.replace(/\baction=/, 'actions=');
  if (/\bcookie=(?!0[xX][0-9a-fA-F]{1,8}\b|\d{1,10}\b)/.test(head))
    return { ok: false, message: 'cookie is not a number of at most 32 bits' };
  const parsed = parseFlowText(line);
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
