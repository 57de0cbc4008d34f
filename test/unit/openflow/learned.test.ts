import { expect, test } from 'vitest';
import { learnedBy } from '../../../src/plugins/openflow/learned.ts';
import { parseFlowText } from '../../../src/wire/openflow/flow-text.ts';

const isLearned = learnedBy(
  [
    'priority=1 actions=learn(table=10,idle_timeout=300,priority=20,cookie=0x99,NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[],output:NXM_OF_IN_PORT[]),NORMAL',
    'priority=2 actions=clone(learn(NXM_OF_VLAN_TCI[0..11],output:NXM_OF_IN_PORT[]))',
  ].map(parseFlowText),
);

test.each([
  ['cookie=0x99, table=10, idle_timeout=300, priority=20,dl_dst=02:00:00:00:00:01 actions=output:1', true],
  ['table=1, dl_vlan=5 actions=output:3', true],
  ['cookie=0x98, table=10, idle_timeout=300, priority=20,dl_dst=02:00:00:00:00:01 actions=output:1', false],
  ['cookie=0x99, table=10, priority=20,dl_dst=02:00:00:00:00:01 actions=output:1', false],
  ['cookie=0x99, table=11, idle_timeout=300, priority=20,dl_dst=02:00:00:00:00:01 actions=output:1', false],
  ['table=1, priority=5,dl_vlan=5 actions=output:3', false],
])('%s: %s', (line, expected) => {
  expect(isLearned(parseFlowText(line))).toBe(expected);
});
