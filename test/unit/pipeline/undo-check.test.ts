import { expect, test } from 'vitest';
import type { Step } from '../../../src/model/plan.ts';
import type { LiveResource } from '../../../src/model/resource.ts';
import type { Session } from '../../../src/pipeline/session.ts';
import { notPutBack } from '../../../src/pipeline/undo-check.ts';
import { compareFields } from '../../../src/plugins/field-rules.ts';
import { live, RULES } from './objects.ts';

const rules = { ...RULES, hwaddr: { ...RULES.tag, default: null } } as typeof RULES;
const session = {
  plugin: () => ({ calculateDiff: (input: never) => compareFields(rules, input) }),
} as unknown as Session;

const check = (touched: string[], before: LiveResource[], after: LiveResource[]): string[] =>
  notPutBack(session, 'net', touched.map((id) => ({ id })) as Step[], before, after);

test('what is as it was is not named; fields, absence, ownership and left-overs are', () => {
  const same = live('port/same', { attributes: { tag: 1 } });
  const before = [same, live('port/a', { attributes: { tag: 1 } }), live('port/b'), live('port/c')];
  const after = [
    ...[same, live('port/a', { attributes: { tag: 2 } })],
    ...[live('port/c', { owner: 'other' }), live('port/d'), live('port/foreign', { owner: null })],
  ];
  const touched = ['port/same', 'port/a', 'port/b', 'port/c', 'port/d', 'port/foreign'];
  expect(check(touched, before, after)).toEqual([
    'port/a: tag differ',
    'port/b is gone',
    'port/c belongs to other, not net',
    'port/d is left over',
  ]);
});

test('a number or a MAC address that was chosen anew counts, where both are known', () => {
  const port = (ofport: number | null, mac: string | null): LiveResource =>
    live('port/p', { attributes: { ofport, mac_in_use: mac } });
  expect(check(['port/p'], [port(3, 'a')], [port(4, 'b')])).toEqual(['port/p: mac_in_use, ofport differ']);
  expect(check(['port/p'], [port(3, 'a')], [port(3, null)])).toEqual([]);
});

test('a bridge keeps its MAC address by a request for it, and for no other', () => {
  const bridge = (hwaddr: string | null): LiveResource =>
    live('bridge/b', { attributes: { hwaddr, mac_in_use: 'aa' } });
  expect(check(['bridge/b'], [bridge(null)], [bridge('aa')])).toEqual([]);
  expect(check(['bridge/b'], [bridge(null)], [bridge('bb')])).toEqual(['bridge/b: hwaddr differ']);
});

test('what nobody touched is looked at where it is ours, or stands on what was touched', () => {
  const route = live('route/main/10.0.0.0/8');
  const foreign = live('address/b/10.1.1.1/24', { owner: null, parent: 'bridge/b' });
  const elsewhere = live('address/c/10.1.1.1/24', { owner: null, parent: 'bridge/c' });
  const flow = live('flow/b/0/1/ip', { owner: null, parent: 'bridge/b' });
  const before = [live('bridge/b'), route, foreign, elsewhere, flow];
  expect(check(['bridge/b'], before, [live('bridge/b')])).toEqual([
    'route/main/10.0.0.0/8 is gone',
    'address/b/10.1.1.1/24 is gone',
  ]);
});

test('an entry of a map that was not there before counts, a request that keeps a datapath id does not', () => {
  const bridge = (ids: Record<string, string>): LiveResource =>
    live('bridge/b', { attributes: { external_ids: ids, datapath_id: '01' } });
  expect(check(['bridge/b'], [bridge({})], [bridge({ 'datapath-id': '01' })])).toEqual([]);
  expect(check(['bridge/b'], [bridge({})], [bridge({ added: 'x' })])).toEqual([
    'bridge/b: external_ids:added differ',
  ]);
});

test('what is ours now and was not there before counts, under whatever id it goes', () => {
  const flow = live('flow/b/0/1/in_port=26');
  expect(check([], [], [flow, live('flow/b/0/2/ip', { owner: null })])).toEqual([`${flow.id} is left over`]);
});
