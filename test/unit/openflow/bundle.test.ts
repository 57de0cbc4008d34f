import { describe, expect, test } from 'vitest';
import { cookieText, markedCookie } from '../../../src/model/cookie.ts';
import { OptopoError } from '../../../src/model/error.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import type { Step, StepOperation } from '../../../src/model/plan.ts';
import type { LiveResource } from '../../../src/model/resource.ts';
import type { FlowBridge } from '../../../src/plugins/openflow/bridges.ts';
import { planBundle } from '../../../src/plugins/openflow/bundle.ts';
import { explainBundleError } from '../../../src/plugins/openflow/bundle-error.ts';
import { parseFlowText } from '../../../src/wire/openflow/flow-text.ts';

const OWNER = 'unit';
const MARK = cookieText(OWNER);
const BRIDGE: FlowBridge = {
  ...{ name: 'br', owner: OWNER, running: true, standalone: false, protocols: [] },
  numberToName: new Map([[1, 'a']]),
  nameToNumber: new Map([
    ['a', '1'],
    ['br', 'LOCAL'],
  ]),
  portOf: new Map([['a', 'a']]),
};

function step(operation: StepOperation, attributes: JsonObject, live: JsonObject | null = null): Step {
  const id = `flow/br/${attributes.table ?? 0}/${attributes.priority}/${attributes.match}`;
  return {
    ...{ key: `${operation}:${id}`, id, plugin: 'openflow', operation, owner: OWNER, attributes, fields: [] },
    live: live && ({ id, attributes: live } as unknown as LiveResource),
    ...{ desired: null, restart: false, deleteData: false, after: [] },
  };
}

const texts = (steps: Step[], present: string[] = [], bridge = BRIDGE): string[] =>
  planBundle(bridge, steps, present.map(parseFlowText)).lines.map(({ text }) => text);

const IP = { priority: 5, match: 'ip,in_port=a', actions: 'output:a,LOCAL' };
const OURS = `cookie=${MARK}00000007, priority=5,ip,in_port=1 actions=output:1,LOCAL`;

describe('the lines of a bundle', () => {
  test('a new flow goes in by numbers, with the mark', () => {
    expect(texts([step('create', { ...IP, cookie: '0x7' })])).toEqual([
      `add table=0,priority=5,cookie=${MARK}00000007,idle_timeout=0,hard_timeout=0,ip,in_port=1 actions=output:1,LOCAL`,
    ]);
  });

  test('what is there already gets no line', () => {
    expect(texts([step('create', { ...IP, cookie: '0x7' })], [OURS])).toEqual([]);
  });

  test('other actions are a modification that keeps the counters; undeclared fields stay', () => {
    expect(texts([step('update', { ...IP, actions: 'drop' })], [OURS])).toEqual([
      `modify_strict table=0,priority=5,cookie=${MARK}00000007/-1,ip,in_port=1 actions=drop`,
    ]);
  });

  test('anything else is a new flow in its place, the user’s half of the cookie kept', () => {
    expect(texts([step('update', { ...IP, idle_timeout: 9 })], [OURS])).toEqual([
      `add table=0,priority=5,cookie=${MARK}00000007,idle_timeout=9,hard_timeout=0,ip,in_port=1 actions=output:1,LOCAL`,
    ]);
  });

  test('deletions come first and name the cookie', () => {
    const lines = texts(
      [
        step('create', IP),
        step('delete', { priority: 4, match: '' }, { priority: 4, match: '', actions: 'drop' }),
      ],
      [`cookie=${MARK}00000001, priority=4 actions=drop`],
    );
    expect(lines.map((line) => line.split(',')[0])).toEqual(['delete_strict table=0', 'add table=0']);
    expect(lines[0]).toBe(`delete_strict table=0,priority=4,cookie=${MARK}00000001/-1`);
  });

  test('a flow that is not ours any more is not deleted', () => {
    expect(texts([step('delete', IP, IP)], ['cookie=0x7, priority=5,ip,in_port=1 actions=drop'])).toEqual([]);
  });

  test('a foreign flow in its place is a conflict', () => {
    expect(() => texts([step('create', IP)], ['cookie=0x7, priority=5,ip,in_port=1 actions=drop'])).toThrow(
      expect.objectContaining({ code: 'conflict' }),
    );
  });

  test('adoption marks, and leaves all else; its undoing writes the whole cookie back', () => {
    const foreign = 'cookie=0xdead00000007, priority=5,idle_timeout=9,ip,in_port=1 actions=drop';
    const live = { ...IP, actions: 'drop', cookie: '0xdead00000007', idle_timeout: 9 };
    expect(texts([step('adopt', IP, live)], [foreign])).toEqual([
      `add table=0,priority=5,cookie=${MARK}00000007,idle_timeout=9,hard_timeout=0,ip,in_port=1 actions=drop`,
    ]);
    const marked = `cookie=${MARK}00000007, priority=5,idle_timeout=9,ip,in_port=1 actions=drop`;
    expect(texts([step('release', IP, live)], [marked])).toEqual([
      'add table=0,priority=5,cookie=0xdead00000007,idle_timeout=9,hard_timeout=0,ip,in_port=1 actions=drop',
    ]);
  });

  test('where the default flow was, it comes back on a standalone bridge', () => {
    const place = { priority: 0, match: '', actions: 'drop' };
    const present = [`cookie=${MARK}00000000, priority=0 actions=drop`];
    expect(texts([step('delete', place, place)], present, { ...BRIDGE, standalone: true })).toEqual([
      'add table=0,priority=0,cookie=0x0,idle_timeout=0,hard_timeout=0 actions=NORMAL',
    ]);
    expect(texts([step('delete', place, place)], present)).toEqual([
      `delete_strict table=0,priority=0,cookie=${MARK}00000000/-1`,
    ]);
  });
});

describe('the error of a bundle', () => {
  const { lines } = planBundle(BRIDGE, [step('create', { ...IP, priority: 4 }), step('create', IP)], []);

  test('OVS’s refusal is laid at the flow that it names', () => {
    const said = `Error OFPBAC_BAD_OUT_GROUP for: OFPT_FLOW_MOD (OF1.5) (xid=0x6): ADD priority=5,ip,in_port=1 actions=output:1,LOCAL\nError OFPBFC_MSG_FAILED for: OFPT_BUNDLE_CONTROL`;
    expect(explainBundleError(new OptopoError('command-failed', said), BRIDGE, lines)).toMatchObject({
      code: 'apply-failed',
      resource: 'flow/br/0/5/ip,in_port=a',
      message: 'Open vSwitch refused the flow: OFPBAC_BAD_OUT_GROUP (ip,in_port=a actions=output:a,LOCAL)',
      hint: 'the group has to be on the bridge first',
    });
  });

  test('so is a line that ovs-ofctl cannot parse', () => {
    const error = new OptopoError('command-failed', 'ovs-ofctl: -:2: unknown action bogus');
    expect(explainBundleError(error, BRIDGE, lines)).toMatchObject({
      resource: 'flow/br/0/5/ip,in_port=a',
      message: 'Open vSwitch refused the flow: unknown action bogus',
    });
  });

  test('what names no flow stays as it is', () => {
    const error = new OptopoError('timeout', 'ovs-ofctl did not answer within 30000 ms');
    expect(explainBundleError(error, BRIDGE, lines)).toBe(error);
  });
});

test('the mark is the first 4 bytes of the name’s SHA-256, the lower half stays the user’s', () => {
  expect(cookieText('privacy-router')).toMatch(/^0x[0-9a-f]{8}$/);
  expect(cookieText('abc')).toBe('0xba7816bf');
  expect(markedCookie('abc', 0xdead_0000_0007n)).toBe(0xba78_16bf_0000_0007n);
});
