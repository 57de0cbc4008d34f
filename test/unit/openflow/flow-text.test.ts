import { describe, expect, test } from 'vitest';
import { canonicalFlow, parseFlowText } from '../../../src/wire/openflow/flow-text.ts';

const FULL = {
  table: 3,
  priority: 7,
  match: 'tcp,in_port=5,tp_dst=443',
  actions: 'output:6,group:1',
  cookie: 0x12n,
  idle_timeout: 5,
  hard_timeout: 9,
  importance: 2,
  flags: ['send_flow_rem'],
};

describe('one flow in every form in which OVS prints it', () => {
  test.each([
    ' cookie=0x12, table=3, idle_timeout=5, hard_timeout=9, send_flow_rem importance=2, priority=7,tcp,in_port=5,tp_dst=443 actions=output:6,group:1',
    'cookie=0x12,duration=3.2s,table=3,n_packets=7,n_bytes=9,idle_timeout=5,hard_timeout=9,idle_age=3,hard_age=65534,importance=2,send_flow_rem,priority=7,tcp,in_port=5,tp_dst=443  actions=output:6,group:1',
    ' table:3 priority=7,tcp,in_port=5,tp_dst=443 cookie:0x12 idle:5 hard:9 importance:2 send_flow_rem actions=output:6,group:1',
  ])('%s', (line) => {
    expect(parseFlowText(line)).toEqual(FULL);
  });

  test('what is left out has OpenFlow’s default', () => {
    expect(parseFlowText(' actions=drop')).toEqual({
      ...{ table: 0, priority: 32768, match: '', actions: 'drop', cookie: 0n },
      ...{ idle_timeout: 0, hard_timeout: 0, importance: 0, flags: [] },
    });
  });
});

test('numbers become names where a port has them, and stay where none has', () => {
  const line = 'priority=5,in_port=5,reg0=5 actions=output:5,output:6,LOCAL,set_queue:5,resubmit(5,5)';
  expect(canonicalFlow(line, new Map([[5, 'priv-wg']]))).toMatchObject({
    match: 'in_port=priv-wg,reg0=5',
    actions: 'output:priv-wg,output:6,LOCAL,set_queue:5,resubmit(priv-wg,5)',
  });
});
