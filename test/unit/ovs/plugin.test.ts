import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/model/json.ts';
import type { LiveResource, Resource } from '../../../src/model/resource.ts';
import { withAbsentDevices } from '../../../src/plugins/ovs/absent-devices.ts';
import { diffBridgeOrPort } from '../../../src/plugins/ovs/diff.ts';
import { portFaults } from '../../../src/plugins/ovs/faults.ts';
import { flushesFlows } from '../../../src/plugins/ovs/flow-flush.ts';
import { MARK } from '../../../src/plugins/ovs/marks.ts';
import { BRIDGE_RULES, PORT_RULES } from '../../../src/plugins/ovs/rules.ts';
import type { PortRow, Row } from '../../../src/plugins/ovs/snapshot.ts';
import type { KernelLink } from '../../../src/wire/ip/links.ts';
import { declare } from '../../support/ovs-host.ts';

function live(resource: Resource, attributes: JsonObject = {}): LiveResource {
  const { id, kind, plugin, name } = resource;
  return {
    ...{ id, kind, plugin, name, attributes: { ...resource.attributes, ...attributes } },
    owner: 'me',
    adopted: false,
    retained: false,
    system: false,
    parent: null,
    dependsOn: [],
    faults: [],
  };
}

const PORT = declare('port/a', { bridge: 'br', type: 'internal', state: 'up' });
const BRIDGE = declare('bridge/br', { datapath_type: 'netdev', state: 'up' });

describe('diff', () => {
  test.each([PORT, BRIDGE])('of an object with itself is nothing', (desired) => {
    expect(diffBridgeOrPort({ desired, live: live(desired), last: desired })).toBeNull();
  });

  test.each(Object.keys(PORT_RULES))(
    'of a port whose %s was declared and is omitted goes back to its default',
    (field) => {
      const wanted = PORT_RULES[field]?.default ?? null;
      if (wanted === PORT.attributes[field] || field === 'bridge') return;
      const before: JsonObject = { ...PORT.attributes, [field]: sample(field) };
      const { [field]: _, ...rest } = PORT.attributes;
      const input = {
        desired: { ...PORT, attributes: rest },
        live: live(PORT, before),
        last: { ...PORT, attributes: before },
      };
      const difference = diffBridgeOrPort(input);
      expect(difference?.fields.map((change) => change.field.split(':')[0])).toContain(field);
      const never = diffBridgeOrPort({ ...input, last: undefined });
      expect(never).toBeNull();
    },
  );

  test('a MAC in capitals and an interface that is the name are no difference', () => {
    const desired = declare('port/a', { ...PORT.attributes, hwaddr: '02:00:00:00:AA:01', interface: 'a' });
    const object = live(PORT, { hwaddr: '02:00:00:00:aa:01', interface: null });
    expect(diffBridgeOrPort({ desired, live: object, last: undefined })).toBeNull();
  });

  test.each<[string, JsonObject, string]>([
    ['another bridge', { bridge: 'other' }, 'replace'],
    ['another type', { type: 'system' }, 'replace'],
    ['another device', { interface: 'b' }, 'replace'],
    ['another OpenFlow number', { ofport_request: 9 }, 'replace'],
    ['the OpenFlow number it has', { ofport_request: 3 }, 'update'],
    ['a tag', { tag: 5 }, 'update'],
  ])('%s is a %s', (_, attributes, action) => {
    const desired = declare('port/a', { ...PORT.attributes, ...attributes });
    const difference = diffBridgeOrPort({ desired, live: live(PORT, { ofport: 3 }), last: undefined });
    expect(difference?.action).toBe(action);
  });

  test('a new datapath_type updates the bridge in place and has everything on it follow', () => {
    const desired = declare('bridge/br', { ...BRIDGE.attributes, datapath_type: 'system' });
    const difference = diffBridgeOrPort({ desired, live: live(BRIDGE), last: undefined });
    expect(difference).toMatchObject({ action: 'update', disruption: 'restart' });
    expect(difference?.reason).toMatch(/flushes all flows/);
  });

  test('no field of a bridge replaces it', () => {
    expect(Object.values(BRIDGE_RULES).map(({ change }) => change)).not.toContain('replace');
  });

  test('what is absent is no difference', () => {
    const object = { ...live(PORT, { tag: 7 }), absent: true };
    expect(diffBridgeOrPort({ desired: PORT, live: object, last: undefined })).toBeNull();
  });
});

function sample(field: string): JsonObject[string] {
  const rule = PORT_RULES[field];
  if (rule?.compare === 'map') return { a: '1' };
  if (rule?.compare === 'set') return [1, 2];
  return field === 'state' ? 'down' : 'x';
}

test.each([
  ['secure to standalone', 'fail_mode', 'secure', 'standalone', true],
  ['unset to secure', 'fail_mode', null, 'secure', true],
  ['unset to standalone', 'fail_mode', null, 'standalone', false],
  ['the first controller', 'controller', [], ['tcp:1.2.3.4:6653'], true],
  ['the last controller', 'controller', ['tcp:1.2.3.4:6653'], null, true],
  ['another controller', 'controller', ['tcp:1.2.3.4:6653'], ['tcp:1.2.3.5:6653'], false],
  ['a protocol', 'protocols', [], ['OpenFlow13'], false],
])('flows are flushed: %s', (_, field, before, after, flushed) => {
  expect(flushesFlows([{ field, before, after }])).toBe(flushed);
});

describe('faults', () => {
  const link = (ifindex: number): KernelLink => ({ name: 'a', ifindex }) as KernelLink;
  const device = (columns: JsonObject): Row => ({
    uuid: 'i',
    name: 'a',
    externalIds: {},
    columns: { type: 'internal', ofport: 1, error: [], ...columns },
  });
  const row = (externalIds: Record<string, string> = {}): PortRow => {
    return { uuid: 'p', name: 'a', bridge: 'br', externalIds, columns: {}, interfaces: [] };
  };
  const veth = { [MARK.networkType]: 'veth', [MARK.ifindex]: '7' };

  test.each<[string, Record<string, string>, JsonObject, KernelLink | undefined, string[]]>([
    ['a healthy port', {}, {}, link(7), []],
    [
      'an error text',
      {},
      { error: 'could not open it', ofport: -1 },
      undefined,
      ['refused: could not open it'],
    ],
    ['ofport -1', {}, { ofport: -1 }, link(7), ['refused: ovs-vswitchd could not attach a']],
    ['no ofport', {}, { ofport: [] }, link(7), ['refused: ovs-vswitchd could not attach a']],
    ['a tap that is gone', {}, {}, undefined, ['device-gone: its device a is gone']],
    [
      'a tap inside a container',
      { [MARK.container]: '100', [MARK.networkType]: 'socket' },
      {},
      undefined,
      [],
    ],
    ['a patch port', {}, { type: 'patch' }, undefined, []],
    ['a veth as it was', veth, { type: '' }, link(7), []],
    [
      'a veth made anew',
      veth,
      { type: '' },
      link(9),
      ['stale-device: its veth was made anew and OVS still holds the old one'],
    ],
    ['a veth that is gone', veth, { type: '' }, undefined, ['device-gone: its device a is gone']],
  ])('%s', (_, externalIds, columns, at, expected) => {
    const faults = portFaults(row(externalIds), device(columns), at, true);
    expect(faults.map(({ code, message }) => `${code}: ${message}`)).toEqual(expected);
    expect(faults.every(({ mend }) => mend === 'replace')).toBe(true);
  });

  test('no ofport is no fault while ovs-vswitchd is still at it', () => {
    expect(portFaults(row(), device({ ofport: [] }), link(7), false)).toEqual([]);
  });
});

describe('ports whose device may be absent', () => {
  const optional = declare('port/a', { bridge: 'br', type: 'system', tag: 5 }, { optional: true });
  const broken = { ...live(optional), faults: [{ code: 'refused', message: 'x', mend: 'replace' as const }] };
  const there = new Map([['a', { name: 'a' } as KernelLink]]);

  test('without a device and a row, the declaration stands in', () => {
    const [object] = withAbsentDevices([], [optional], new Map(), 'me');
    expect(object).toMatchObject({
      id: 'port/a',
      absent: true,
      owner: 'me',
      attributes: optional.attributes,
    });
  });

  test('without a device, the row is left as it is', () => {
    const [object] = withAbsentDevices([broken], [optional], new Map(), 'me');
    expect(object).toMatchObject({ absent: true, faults: [] });
  });

  test('with a device, nothing is changed', () => {
    expect(withAbsentDevices([broken], [optional], there, 'me')).toEqual([broken]);
    expect(withAbsentDevices([], [optional], there, 'me')).toEqual([]);
  });

  test('one that is not optional is never absent', () => {
    const needed = declare('port/a', optional.attributes);
    expect(withAbsentDevices([broken], [needed], new Map(), 'me')).toEqual([broken]);
  });

  test('the pair of a container that others start and stop may be gone before the container is', () => {
    const running = declare('port/a', optional.attributes, { comesAndGoes: true });
    expect(withAbsentDevices([broken], [running], new Map(), 'me')).toMatchObject([{ absent: true }]);
    const ended = declare('port/a', optional.attributes, { comesAndGoes: true, withheld: true });
    expect(withAbsentDevices([broken], [ended], new Map(), 'me')).toEqual([broken]);
    const tap = declare('port/a', { bridge: 'br', type: 'internal' }, { comesAndGoes: true });
    expect(withAbsentDevices([broken], [tap], new Map(), 'me')).toEqual([broken]);
  });
});
