import { describe, expect, test } from 'vitest';
import type { Expectation } from '../../../src/model/expectation.ts';
import { answerPacket, neighbourRequest, probePacket } from '../../../src/pipeline/expectations/packets.ts';
import { decidingHop, parseTrace } from '../../../src/wire/openflow/parse-trace.ts';

// As Open vSwitch 3.1 printed them.
const NO_MATCH = `Flow: icmp,in_port="priv_wg",vlan_tci=0x0000,dl_src=02:00:00:00:01:00

bridge("ovs-br0")
-----------------
 0. No match.
    drop

Final flow: unchanged
Megaflow: recirc_id=0,eth,ip,in_port="priv_wg",dl_dst=02:00:00:00:01:02,nw_frag=no
Datapath actions: drop
`;

const CONNTRACK = `Flow: icmp,in_port="p1",vlan_tci=0x0000

bridge("br0")
-------------
 0. ip,in_port="p1", priority 200, cookie 0xd48ec16400000007
    ct(table=11)
    drop
     -> A clone of the packet is forked to recirculate. The forked pipeline will be resumed at table 11.

Final flow: unchanged
Megaflow: recirc_id=0,eth,ip,in_port="p1",nw_frag=no
Datapath actions: ct,recirc(0x1)

===============================================================================
recirc(0x1) - resume conntrack with ct_state=est|rpl|trk
===============================================================================

Flow: recirc_id=0x1,ct_state=est|rpl|trk,eth,icmp,in_port="p1"

bridge("br0")
-------------
    thaw
        Resuming from table 11
11. ct_state=+est+trk, priority 200
    resubmit(,12)
    12. priority 200
            drop
    output:"p-2"
     >> Nonexistent output port

Final flow: unchanged
Megaflow: recirc_id=0x1,ct_state=+est+trk,eth,ip,in_port="p1",nw_frag=no
Datapath actions: push_vlan(vid=10,pcp=0),"p-2",pop_vlan,clone(ct(commit),p3),4
`;

describe('a trace', () => {
  test('of what no flow takes', () => {
    const trace = parseTrace(NO_MATCH);
    expect(trace.hops).toEqual([{ bridge: 'ovs-br0', table: 0, flow: null, actions: ['drop'] }]);
    expect(trace.outputs.size).toBe(0);
    expect(decidingHop(trace)).toBe(trace.hops[0]);
  });

  test('through conntrack and several tables', () => {
    const trace = parseTrace(CONNTRACK);
    expect(trace.hops.map(({ table, flow }) => [table, flow?.priority, flow?.match])).toEqual([
      [0, 200, 'ip,in_port=p1'],
      [11, 200, 'ct_state=+est+trk'],
      [12, 200, ''],
    ]);
    expect(trace.hops[0]?.flow?.cookie).toBe(0xd48ec16400000007n);
    expect(trace.hops[1]?.actions).toEqual(['resubmit(,12)', 'output:"p-2"', '>> Nonexistent output port']);
    expect([...trace.outputs]).toEqual(['p-2', 'p3', '4']);
    expect(decidingHop(trace)?.table).toBe(11);
  });

  test('that ends in a drop was decided by its last look-up', () => {
    const dropped = CONNTRACK.replace(/Datapath actions: push.*/, 'Datapath actions: drop');
    expect(decidingHop(parseTrace(dropped))?.table).toBe(12);
  });
});

describe('packets', () => {
  const place = { mac: '02:00:00:00:00:01', ip: 'fd00::1' };
  const base: Expectation = {
    ...{ from: 'a', to: 'b', target: 'b', address: 'fd00::2', family: 'ipv6', protocol: 'tcp', port: 80 },
    ...{ withinMs: 1, reachable: true, source: { file: 'x', line: 1, column: 1 } },
  };

  test('are asked for and answered with addresses and ports turned round', () => {
    expect(probePacket(base, place, '02:00:00:00:00:02')).toBe(
      'dl_src=02:00:00:00:00:01,dl_dst=02:00:00:00:00:02,tcp6,ipv6_src=fd00::1,ipv6_dst=fd00::2,nw_ttl=64,tcp_src=49152,tcp_dst=80,tcp_flags=0x2',
    );
    expect(answerPacket(base, place, '02:00:00:00:00:02')).toBe(
      'dl_src=02:00:00:00:00:02,dl_dst=02:00:00:00:00:01,tcp6,ipv6_src=fd00::2,ipv6_dst=fd00::1,nw_ttl=64,tcp_src=80,tcp_dst=49152,tcp_flags=0x12',
    );
  });

  test.each([
    ['fd00::12', 'ff02::1:ff00:0012', '33:33:ff:00:00:12'],
    ['fd00::a1b2:c3d4', 'ff02::1:ffb2:c3d4', '33:33:ff:b2:c3:d4'],
    ['2001:db8:1:2:3:4:5:6', 'ff02::1:ff05:0006', '33:33:ff:05:00:06'],
    ['fd00:1::', 'ff02::1:ff00:0000', '33:33:ff:00:00:00'],
  ])('that ask for %s go to its group', (address, group, mac) => {
    expect(neighbourRequest(place, address)).toContain(
      `dl_dst=${mac},icmp6,ipv6_src=fd00::1,ipv6_dst=${group},`,
    );
  });

  test('that ask for an IPv4 address go to everybody', () => {
    expect(neighbourRequest({ ...place, ip: '10.0.0.1' }, '10.0.0.2')).toBe(
      'dl_src=02:00:00:00:00:01,dl_dst=ff:ff:ff:ff:ff:ff,arp,arp_op=1,arp_spa=10.0.0.1,arp_tpa=10.0.0.2,arp_sha=02:00:00:00:00:01',
    );
  });
});
