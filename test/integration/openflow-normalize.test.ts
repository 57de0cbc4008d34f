import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addLine } from '../../src/wire/openflow/flow-line.ts';
import { canonicalFlow } from '../../src/wire/openflow/flow-text.ts';
import { type NormalizedFlow, normalizeFlows } from '../../src/wire/openflow/normalize.ts';
import { applyFlowBundle, dumpFlows } from '../../src/wire/openflow/ofctl.ts';
import { vsctl } from '../support/flow-host.ts';
import { ovsRundir } from '../support/ovs-host.ts';

const BRIDGE = 'ofn-br';
const NEW_BRIDGE = [
  'add-br',
  BRIDGE,
  '--',
  'set',
  'bridge',
  BRIDGE,
  'datapath_type=netdev',
  'fail_mode=secure',
];
const PORTS = ['p_a', 'p-b', 'p.c'];
const rundir = ovsRundir();

async function normalize(lines: readonly string[], devices?: Map<string, string>) {
  const flows = lines.map((text) => ({ text, bridge: BRIDGE }));
  return (await normalizeFlows(flows, PORTS, devices ? { devices } : {})) ?? [];
}

async function messageOf(line: string): Promise<string> {
  const [flow] = await normalize([line]);
  return flow?.ok === false ? flow.message : `accepted as ${flow?.match} actions=${flow?.actions}`;
}

async function accepted(lines: readonly string[]): Promise<NormalizedFlow[]> {
  return (await normalize(lines)).map((flow, index) => {
    if (!flow.ok) throw new Error(`${lines[index]}: ${flow.message}`);
    return flow;
  });
}

/** What a bridge of OpenFlow 1.0 takes too, some of it printed in older words. */
const OF10 = /^in_port|^ip,nw_tos=4|^tcp,ct_state=-trk|^dl_vlan=7/;

/** One flow of every kind of match and action that OVS prints in a form of its own. */
const RICH = [
  'in_port=p_a,ip actions=p-b',
  'in_port="p-b",ip actions=output:"p.c",output(port=p_a,max_len=100)',
  'in_port=ofn-br actions=ofn-br,IN_PORT,NORMAL,FLOOD,ALL',
  'tcp,nw_src=10.0.0.0/8,tp_dst=443 actions=resubmit:p_a,resubmit(,4),resubmit(p-b,5)',
  'tcp,tcp_flags=+syn-ack,tp_src=0x1000/0xf000 actions=enqueue:p_a:4,enqueue(p-b,3),set_queue:1,p_a,pop_queue',
  'udp actions=bundle(eth_src,0,hrw,ofport,members:p_a,p-b),bundle_load(eth_src,0,hrw,ofport,reg0,slaves:p_a,p.c)',
  'ip,nw_frag=later actions=multipath(eth_src,50,hrw,12,0,NXM_NX_REG0[0..3]),output:NXM_NX_REG0[]',
  'conj_id=3,ip actions=p_a',
  'ip,nw_src=1.1.1.1 actions=conjunction(3,1/2)',
  'dl_vlan=7 actions=learn(table=1,priority=5,idle_timeout=10,cookie=0x77,in_port=p-b,NXM_OF_VLAN_TCI[0..11],NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[],load:1->NXM_NX_REG0[0..3],output:NXM_OF_IN_PORT[]),p_a',
  'tcp,ct_state=-trk actions=ct(table=1,zone=5)',
  'tcp,ct_state=+trk+new,ct_zone=5 actions=ct(commit,zone=NXM_NX_REG0[0..15],exec(set_field:1->ct_mark,set_field:0x5->ct_label)),p_a',
  'udp,ct_mark=0x1/0xff actions=ct(commit,nat(src=10.0.0.1-10.0.0.9:100-200,random)),ct(nat),ct_clear',
  'icmp,icmp_type=8,icmp_code=0 actions=clone(p_a,set_field:1->reg0,p-b),set_field:p_a->in_port,p-b',
  'ip,nw_tos=4,nw_ecn=1,nw_ttl=4 actions=load:0x5->reg3[4..9],move:eth_src->eth_dst,move:reg0[0..15]->reg1[16..31]',
  'ipv6,ipv6_src=2001:db8::/32,ipv6_label=0x5 actions=set_field:2001:db8::2->ipv6_dst,dec_ttl,p_a',
  'icmp6,icmp_type=135,nd_target=2001:db8::1,nd_sll=02:00:00:00:00:01 actions=note:00.11.22.33.ff,FLOOD',
  'arp,arp_op=1,arp_spa=10.0.0.1,arp_tpa=10.0.0.0/24,arp_sha=02:00:00:00:00:01 actions=controller(max_len=100,id=4),controller,controller(userdata=01.02,pause)',
  'tun_id=0x5/0xff,tun_src=1.2.3.4,metadata=0x5/0xff,reg0=1,reg15=0x5/0xf,xreg1=5 actions=set_field:5->tun_id,write_metadata:0x5/0xff,goto_table:5',
  'vlan_tci=0x1001/0x1fff actions=strip_vlan,push_vlan:0x8100,set_field:4097->vlan_vid,p_a',
  'dl_vlan=5,dl_vlan_pcp=3 actions=mod_vlan_vid:4,mod_vlan_pcp:2,p_a',
  'dl_src=02:00:00:00:00:00/ff:ff:ff:00:00:00,dl_dst=01:00:00:00:00:00/01:00:00:00:00:00,dl_type=0x88cc actions=drop',
  'ip,pkt_mark=5 actions=mod_dl_src:02:00:00:00:00:01,mod_dl_dst:02:00:00:00:00:02,mod_nw_src:1.2.3.4,mod_nw_dst:1.2.3.4,mod_nw_tos:4,mod_nw_ttl:4,p_a',
  'tcp,tp_dst=80 actions=mod_tp_src:1,mod_tp_dst:2,fin_timeout(idle_timeout=5),check_pkt_larger(100)->NXM_NX_REG0[0],p_a',
  'mpls,mpls_label=5 actions=dec_mpls_ttl,pop_mpls:0x0800,p_a',
  'sctp actions=push:reg0[],pop:reg1[],sample(probability=5,collector_set_id=1,obs_domain_id=2,obs_point_id=3,sampling_port=p_a),exit',
  'actset_output=p_a actions=write_actions(output:p-b),goto_table:9',
  'table=3,priority=0,cookie=0x12,idle_timeout=50,hard_timeout=90,send_flow_rem,importance=3 actions=drop',
];

beforeAll(() => vsctl(...NEW_BRIDGE));
afterAll(() => vsctl('--if-exists', 'del-br', BRIDGE));

describe('the canonical form', () => {
  test.each([
    { protocols: [], lines: RICH },
    { protocols: ['OpenFlow14', 'OpenFlow15'], lines: RICH },
    // `importance` came with OpenFlow 1.4.
    { protocols: ['OpenFlow13'], lines: RICH.filter((line) => !line.includes('importance')) },
    // Without bundles, and with what OpenFlow 1.0 and its extensions know.
    { protocols: ['OpenFlow10'], lines: RICH.filter((line) => OF10.test(line)) },
  ])(
    'a flow read back from a bridge of $protocols has the very words of the declared one',
    async ({ protocols, lines: declared }) => {
      await vsctl('del-br', BRIDGE);
      await vsctl(...NEW_BRIDGE);
      await vsctl('set', 'bridge', BRIDGE, `protocols=[${protocols.join(',')}]`);
      const target = { bridge: BRIDGE, rundir, protocols };
      const flows = await accepted(declared);
      const numbers = new Map(PORTS.map((name, index) => [name, index + 1]));
      const withNumbers = (text: string): string =>
        text.replaceAll(/p_a|p-b|p\.c/g, (name) => String(numbers.get(name)));
      const lines = flows.map((flow) => addLine({ ...flow, cookie: BigInt(flow.cookie) })).map(withNumbers);
      await applyFlowBundle(target, lines);
      const names = new Map([...numbers].map(([name, number]) => [number, name]));
      const live = (await dumpFlows(target)).map((line) => canonicalFlow(line, names));
      const printed = live.map(({ cookie, ...flow }) => ({
        ok: true,
        ...flow,
        cookie: `0x${cookie.toString(16)}`,
      }));
      const byText = (flow: object): string => JSON.stringify(flow, Object.keys(flow).sort());
      expect(printed.map(byText).sort()).toEqual(flows.map(byText).sort());
      expect(live).toHaveLength(declared.length);
    },
  );

  test('normalising twice changes nothing', async () => {
    const once = await accepted(RICH);
    const again = await accepted(
      once.map((flow) => addLine({ ...flow, cookie: BigInt(flow.cookie) }).replace(/^add /, '')),
    );
    expect(again).toEqual(once);
  });

  test('names come back as they are, aliases as the device, numbers as numbers', async () => {
    const devices = new Map([['uplink', 'ens1']]);
    const [flow] = await normalize(['in_port=uplink,ip actions=p-b,65279,5,output:uplink'], devices);
    expect(flow).toMatchObject({
      match: 'ip,in_port=ens1',
      actions: 'output:p-b,output:65279,output:5,output:ens1',
    });
  });

  test('comments and blanks are no part of a flow', async () => {
    expect(await accepted([' priority=5 , ip   actions=drop  # why'])).toMatchObject([
      { priority: 5, match: 'ip', actions: 'drop', cookie: '0x0' },
    ]);
  });
});

describe('mistakes', () => {
  test.each([
    ['in_port=nope actions=drop', 'unknown port nope'],
    ['actions=output:nope', 'unknown port nope'],
    ['actions=nope', 'unknown port nope (and no action)'],
    ['actions=resubmit(nope,1)', 'unknown port nope'],
    ['actions=enqueue:nope:1', 'unknown port nope'],
    ['nw_dst=1.2.3.4 actions=drop', 'nw_dst needs ip: OVS would match every packet instead'],
    ['in_port=p_a,ip_dst=1.2.3.4 actions=drop', 'ip_dst needs ip: OVS would match "in_port=p_a" instead'],
    ['ip,tp_dst=443 actions=drop', 'tp_dst needs tcp, udp or sctp: OVS would match "ip" instead'],
    ['tcp,ipv6_dst=2001:db8::1 actions=drop', 'ipv6_dst needs ipv6: OVS would match "tcp" instead'],
    ['ip6,tcp,tp_dst=443 actions=drop', 'ip6 and tcp contradict each other'],
    ['in_port=p_a,in_port=p-b actions=drop', 'in_port=p_a and in_port=p-b contradict each other'],
    [
      'ip,nw_dst=1.1.1.1,ip_dst=2.2.2.2 actions=drop',
      'nw_dst=1.1.1.1 and ip_dst=2.2.2.2 contradict each other',
    ],
    ['dl_vlan=4096 actions=drop', 'dl_vlan=4096: a VLAN is 0 to 4095'],
    ['cookie=0x100000000 actions=drop', 'cookie: more than 32 bits (the upper half names the owner)'],
    ['ip', 'actions= is missing'],
    ['# only a remark', 'the flow is empty'],
    ['ip actions=drop\nip actions=1', 'a flow is one line'],
    ['bogus=1 actions=drop', 'unknown keyword bogus'],
    ['priority=70000 actions=drop', 'invalid priority "70000"'],
    ['actions=set_field:ip_dst=1.2.3.4', "ip_dst=1.2.3.4: missing `->'"],
    ['actions=debug_recirc', expect.stringContaining('OVS cannot encode it')],
  ])('%s', async (line, message) => {
    expect(await messageOf(line)).toEqual(message);
  });

  test('all are found at once, each at its own line, and the others are right', async () => {
    const lines = [
      'in_port=p_a actions=p-b',
      'nw_dst=1.2.3.4 actions=drop',
      'actions=bad',
      'ip actions=drop',
      'tp_dst=4,in_port=p-b actions=drop',
      'bogus actions=drop',
      'arp actions=p_a',
    ];
    const flows = await normalize(lines);
    expect(flows.map((flow) => (flow.ok ? flow.match : flow.message))).toEqual([
      'in_port=p_a',
      'nw_dst needs ip: OVS would match every packet instead',
      'unknown port bad (and no action)',
      'ip',
      'tp_dst needs tcp, udp or sctp: OVS would match "in_port=p-b" instead',
      'field bogus missing value',
      'arp',
    ]);
  });

  test('thousands of mistakes take no thousands of processes', async () => {
    const begun = performance.now();
    const flows = await normalize(
      Array.from({ length: 2_000 }, (_, i) => `nw_dst=1.1.${i >> 8}.${i % 256} actions=drop`),
    );
    expect(flows.every((flow) => !flow.ok)).toBe(true);
    expect(performance.now() - begun).toBeLessThan(10_000);
  });

  test('`null` without ovs-ofctl', async () => {
    const path = process.env.PATH;
    process.env.PATH = '/nowhere';
    try {
      expect(await normalizeFlows([{ text: 'actions=drop' }], [])).toBeNull();
    } finally {
      process.env.PATH = path;
    }
  });
});
