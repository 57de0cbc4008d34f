import { describe, expect, test } from 'vitest';
import { explainNormalisation, findContradiction } from '../../../src/wire/openflow/match-check.ts';

describe('contradictions', () => {
  test.each([
    ['priority=5,ip,nw_dst=1.2.3.4', null],
    ['ip,tcp,tp_dst=5', null],
    ['tcp,dl_type=0x0800,nw_proto=6', null],
    ['ipv6,tcp6', null],
    ['ip,udp,ip', null],
    ['constructor,ip,hasOwnProperty=1', null],
    ['ip6,ipv6_dst=2001:db8::1,tcp', 'ip6 and tcp contradict each other'],
    ['tcp,udp', 'tcp and udp contradict each other'],
    ['arp,dl_type=0x800', 'arp and dl_type=0x800 contradict each other'],
    ['tcp,nw_proto=17', 'tcp and nw_proto=17 contradict each other'],
    [
      'dl_dst=02:00:00:00:00:01,eth_dst=02:00:00:00:00:02',
      'dl_dst=02:00:00:00:00:01 and eth_dst=02:00:00:00:00:02 contradict each other',
    ],
    ['dl_vlan=4095', null],
    ['dl_vlan=0xfff1', 'dl_vlan=0xfff1: a VLAN is 0 to 4095'],
  ])('%s', (head, expected) => {
    expect(findContradiction(head)).toBe(expected);
  });
});

describe('what OVS would leave out', () => {
  test.each([
    [
      'nw_dst=1.2.3.4',
      { before: 'nw_dst=1.2.3.4', after: '' },
      'nw_dst needs ip: OVS would match every packet instead',
    ],
    [
      'ip,udp_dst=4',
      { before: 'ip,tp_dst=4', after: 'ip' },
      'udp_dst needs udp or udp6: OVS would match "ip" instead',
    ],
    [
      'arp,arp_tpa=1.2.3.4,nw_tos=4',
      { before: 'arp,arp_tpa=1.2.3.4,nw_tos=4', after: 'arp,arp_tpa=1.2.3.4' },
      'nw_tos needs ip or ipv6: OVS would match "arp,arp_tpa=1.2.3.4" instead',
    ],
    [
      'new_field=1',
      { before: 'new_field=1', after: '' },
      'new_field needs a field that is not there: OVS would match every packet instead',
    ],
  ])('%s', (head, becomes, expected) => {
    expect(explainNormalisation(head, becomes)).toBe(expected);
  });
});
