import { expect, test } from 'vitest';
import {
  bundleLines,
  isDefaultFlow,
  listedLines,
  meterSpecs,
} from '../../../src/wire/openflow/saved-flows-text.ts';

test('entries of a dump are its indented lines', () => {
  const dump =
    'OFPST_FLOW reply (OF1.5) (xid=0x2):\n cookie=0x5, in_port=3 actions=LOCAL\n priority=0 actions=NORMAL\n';
  expect(listedLines(dump)).toEqual(['cookie=0x5, in_port=3 actions=LOCAL', 'priority=0 actions=NORMAL']);
});

test.each([
  ['priority=0 actions=NORMAL', true],
  ['cookie=0x0, table=0, priority=0 actions=NORMAL', true],
  ['cookie=0x1, priority=0 actions=NORMAL', false],
  ['table=1, priority=0 actions=NORMAL', false],
  ['priority=0,ip actions=NORMAL', false],
  ['priority=0 actions=NORMAL,LOCAL', false],
])('%s: default flow %s', (flow, is) => {
  expect(isDefaultFlow(flow)).toBe(is);
});

test('groups come before the flows that use them', () => {
  expect(bundleLines(['group_id=1,type=all'], ['in_port=1 actions=group:1'])).toBe(
    'group add_or_mod group_id=1,type=all\nflow add in_port=1 actions=group:1\n',
  );
});

test('meters are written as they are taken', () => {
  const dump = [
    'OFPST_METER_CONFIG reply (OF1.5) (xid=0x2):',
    'meter=1 kbps burst stats bands=',
    'type=drop rate=1000 burst_size=10',
    'type=dscp_remark rate=5 burst_size=1 prec_level=1',
    '',
    'meter=2 pktps bands=',
    'type=drop rate=7',
  ].join('\n');
  expect(meterSpecs(dump)).toEqual([
    'meter=1,kbps,burst,stats,bands=type=drop,rate=1000,burst_size=10,type=dscp_remark,rate=5,burst_size=1,prec_level=1',
    'meter=2,pktps,bands=type=drop,rate=7',
  ]);
});
