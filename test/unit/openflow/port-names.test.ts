import { describe, expect, test } from 'vitest';
import { mapActionPorts, mapMatchPorts, quotePort } from '../../../src/wire/openflow/port-names.ts';

const shout = (word: string): string => `<${word}>`;

describe('ports in a match', () => {
  test.each([
    ['in_port=a,ip,nw_dst=1.2.3.4', 'in_port=<a>,ip,nw_dst=1.2.3.4'],
    ['in_port="a b",tcp', 'in_port=<a b>,tcp'],
    ['ip actset_output=a-1 , in_port:b', 'ip actset_output=<a-1> , in_port:<b>'],
    ['ip,dl_src=02:00:00:00:00:01,in_port_x=3', 'ip,dl_src=02:00:00:00:00:01,in_port_x=3'],
    ['', ''],
  ])('%s', (match, expected) => {
    expect(mapMatchPorts(match, shout)).toBe(expected);
  });
});

describe('ports in actions', () => {
  test.each([
    ['a,output:b-c,drop', '<a>,output:<b-c>,drop'],
    ['output(port=a,max_len=64)', 'output(port=<a>,max_len=64)'],
    ['output:"a b",5', 'output:<a b>,<5>'],
    [
      'resubmit:a,resubmit(a,3),resubmit(,3),resubmit(a)',
      'resubmit:<a>,resubmit(<a>,3),resubmit(,3),resubmit(<a>)',
    ],
    ['enqueue:a:4,enqueue(a,4)', 'enqueue:<a>:4,enqueue(<a>,4)'],
    ['bundle(eth_src,0,hrw,ofport,members:a,b)', 'bundle(eth_src,0,hrw,ofport,members:<a>,<b>)'],
    ['bundle_load(eth_src,0,hrw,ofport,reg0,slaves:a)', 'bundle_load(eth_src,0,hrw,ofport,reg0,slaves:<a>)'],
    [
      'learn(table=1,in_port=a,eth_dst=eth_src,output:reg0[])',
      'learn(table=1,in_port=<a>,eth_dst=eth_src,output:reg0[])',
    ],
    ['clone(a,set_field:1->reg0,clone(b))', 'clone(<a>,set_field:1->reg0,clone(<b>))'],
    [
      'ct(commit,table=1,nat(src=1.1.1.1),exec(set_field:1->ct_mark))',
      'ct(commit,table=1,nat(src=1.1.1.1),exec(set_field:1->ct_mark))',
    ],
    ['set_field:a->in_port,set_field:5->tun_id', 'set_field:<a>->in_port,set_field:5->tun_id'],
    ['sample(probability=5,sampling_port=a)', 'sample(probability=5,sampling_port=<a>)'],
    ['write_actions(output:a,group:3),goto_table:4', 'write_actions(output:<a>,group:3),goto_table:4'],
    [
      'group:1,meter:2,conjunction(1,1/2),note:00.11,set_queue:4',
      'group:1,meter:2,conjunction(1,1/2),note:00.11,set_queue:4',
    ],
    ['check_pkt_larger(100)->NXM_NX_REG0[0],a', 'check_pkt_larger(100)->NXM_NX_REG0[0],<a>'],
    ['dec_ttl,dec_ttl(1,2),pop_vlan,ct_clear,exit', 'dec_ttl,dec_ttl(1,2),pop_vlan,ct_clear,exit'],
  ])('%s', (actions, expected) => {
    expect(mapActionPorts(actions, shout)).toBe(expected);
  });

  test('cut anywhere, nothing is lost', () => {
    const actions = 'a,output(port="b c",max_len=4),clone(resubmit(d,1),learn(in_port=e)),enqueue:f:1';
    for (let end = 0; end <= actions.length; end++) {
      const part = actions.slice(0, end).replaceAll('"', '');
      expect(mapActionPorts(part, (word) => word)).toBe(part);
    }
  });
});

test('only a name that OVS would tear apart is quoted', () => {
  expect(['priv-wg', 'eth0.5', 'a b', 'a,b', 'a->b'].map(quotePort)).toEqual([
    'priv-wg',
    'eth0.5',
    '"a b"',
    '"a,b"',
    '"a->b"',
  ]);
});
