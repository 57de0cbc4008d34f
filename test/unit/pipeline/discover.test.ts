import { describe, expect, test } from 'vitest';
import type { DiscoverTemplate, Guest } from '../../../src/model/discover.ts';
import type { Difference } from '../../../src/model/plan.ts';
import type { Resource } from '../../../src/model/resource.ts';
import { declaredAnew } from '../../../src/pipeline/declared-anew.ts';
import { endedIds } from '../../../src/pipeline/dynamic/ended.ts';
import { expandTarget } from '../../../src/pipeline/dynamic/expand-target.ts';
import { rememberedDiscoveries } from '../../../src/pipeline/dynamic/remembered.ts';
import { isSelected, templateFor } from '../../../src/pipeline/dynamic/select-guests.ts';
import { takenDevices } from '../../../src/pipeline/dynamic/taken-devices.ts';
import { makePlan } from '../../../src/pipeline/plan.ts';
import { declared, live, planInput } from './objects.ts';

function template(parts: Partial<DiscoverTemplate> = {}): DiscoverTemplate {
  const networkType = parts.networkType ?? 'socket';
  return {
    ...{ name: 'web', select: ['web-*'], networkType, interfaceName: 'eth0' },
    port: declared(
      'port/{port_name}',
      {
        ...{ bridge: 'br0', container: '{container}', network_type: networkType, tag: 200 },
        external_ids: { vm: 'vm {container} at {port_name}' },
      },
      ['bridge/br0'],
    ),
    flows: [
      declared(
        'flow/br0/0/10/in_port={port_name}',
        {
          bridge: 'br0',
          table: 0,
          priority: 10,
          match: 'in_port={port_name}',
          actions: 'output:{port_name}',
        },
        ['bridge/br0', 'port/{port_name}'],
      ),
    ],
    source: { file: 't.yaml', line: 9, column: 3 },
    ...parts,
  };
}

function guest(name: string, parts: Partial<Guest> = {}): Guest {
  return { name, owner: null, run: '7/1', interfaces: [], hostEnd: null, ...parts };
}

const ids = (resources: readonly Resource[]): string[] => resources.map(({ id }) => id);

describe('selectors', () => {
  test.each([
    ['web-*', 'web-', true],
    ['web-*', 'web-1.a', true],
    ['web-*', 'my-web-1', false],
    ['w?b', 'web', true],
    ['w?b', 'wb', false],
    ['a.b', 'axb', false],
    ['*', 'anything', true],
  ])('%s and %s: %s', (pattern, name, selected) => {
    expect(isSelected([pattern], name)).toBe(selected);
  });

  test('the first entry that names a container counts; marks and declarations keep it out', () => {
    const entries = [template(), template({ name: 'rest', select: ['*'] })];
    const none = new Set<string>();
    expect(templateFor(guest('web-1'), entries, none)?.name).toBe('web');
    expect(templateFor(guest('app'), entries, none)?.name).toBe('rest');
    expect(templateFor(guest('web-1'), entries, new Set(['container/web-1']))).toBeUndefined();
    expect(templateFor(guest('web-1', { owner: 'other' }), entries, none)).toBeUndefined();
  });
});

describe('what a template comes to', () => {
  test('port, device inside and flows of a socket', () => {
    const { discovered } = expandTarget([], [template()], [guest('web-1'), guest('web-2', { run: null })]);
    expect(ids(discovered)).toEqual([
      'port/sock_web-1',
      'container/web-1',
      'flow/br0/0/10/in_port=sock_web-1',
    ]);
    const [port, inside, flow] = discovered;
    expect(port?.attributes).toMatchObject({
      ...{ bridge: 'br0', container: 'web-1', tag: 200 },
      external_ids: { vm: 'vm web-1 at sock_web-1' },
      hwaddr: expect.stringMatching(/^02(:[0-9a-f]{2}){5}$/),
    });
    expect(inside).toMatchObject({
      attributes: {
        plugged: [
          { name: 'eth0', port: 'sock_web-1', network_type: 'socket', hwaddr: port?.attributes.hwaddr },
        ],
      },
      dependsOn: [{ on: 'port/sock_web-1', whenRebuilt: 'restart' }],
      policy: { unowned: true },
    });
    expect(flow).toMatchObject({
      attributes: { match: 'in_port=sock_web-1', actions: 'output:sock_web-1' },
      dependsOn: [{ on: 'bridge/br0' }, { on: 'port/sock_web-1' }],
      name: 'in_port=sock_web-1',
    });
  });

  test('a veth is known by its device, and one without an end here is left out', () => {
    const entries = [template({ networkType: 'veth' })];
    const found = guest('web-1', { hostEnd: { name: 'vethX1', master: null } });
    const { discovered } = expandTarget([], entries, [found, guest('web-2')]);
    expect(ids(discovered)).toEqual(['port/veth_web-1', 'container/web-1', 'flow/br0/0/10/in_port=vethX1']);
    expect(discovered[0]?.attributes).toMatchObject({ interface: 'vethX1' });
    expect(discovered[0]?.attributes).not.toHaveProperty('hwaddr');
  });

  test("its port and the device inside have the entry's word on drift, flows their own, all their container's run", () => {
    const { port, flows } = template();
    const [flow] = flows as [Resource];
    const spoken = template({
      port: { ...port, policy: { ...port.policy, heal: 'report', ignore: ['tag'] } },
      flows: [flow, { ...flow, id: 'other', policy: { ...flow.policy, heal: 'enforce' } }],
    });
    const { discovered } = expandTarget([], [spoken], [guest('web-1', { run: '9/3' })]);
    const policies = discovered.map(({ policy: { heal, ignore, run } }) => ({ heal, ignore, run }));
    expect(policies).toEqual([
      { heal: 'report', ignore: ['tag'], run: '9/3' },
      { heal: 'report', ignore: undefined, run: '9/3' },
      { heal: undefined, ignore: undefined, run: '9/3' },
      { heal: 'enforce', ignore: undefined, run: '9/3' },
    ]);
  });

  test('in another run of its container all of it is wanted anew, in the same one nothing', () => {
    const inRun = (run: string) => expandTarget([], [template()], [guest('web-1', { run })]).discovered;
    const of = (resources: readonly Resource[]) => [...declaredAnew(resources, inRun('7/1'))];
    expect(of(inRun('7/1'))).toEqual([]);
    expect(of(inRun('7/2'))).toEqual(ids(inRun('7/2')));
    expect(of([])).toEqual(ids(inRun('7/1')));
  });

  test('a name past 15 characters is shortened, and the full one is kept', () => {
    const [port] = expandTarget([], [template()], [guest('web-with-a-long-name')]).discovered;
    expect(port?.name).toHaveLength(15);
    expect(port?.attributes.external_ids).toMatchObject({ 'optopo-name': 'sock_web-with-a-long-name' });
  });

  test('the same whatever the order in which containers are read', () => {
    const some = [guest('web-2'), guest('web-1')];
    const turned = some.toReversed();
    expect(expandTarget([], [template()], some)).toEqual(expandTarget([], [template()], turned));
  });

  test.each<[string, Guest, string]>([
    ['a declared name', guest('web-1'), 'port/sock_web-1'],
    ['a device of its own', guest('web-2', { interfaces: ['eth0'] }), 'eth0 of its own'],
    [
      'a port of another kind of bridge',
      guest('v', { hostEnd: { name: 'vethV', master: 'lxcbr0' } }),
      'lxcbr0',
    ],
  ])('%s is a conflict at the entry, and nothing is made', (_what, found, named) => {
    const ports = [declared('port/sock_web-1', { bridge: 'br0' })];
    const entries = [template(), template({ name: 'v', select: ['v'], networkType: 'veth' })];
    const { discovered, conflicts } = expandTarget(ports, entries, [found]);
    expect(discovered).toEqual([]);
    expect(conflicts).toMatchObject([{ line: 9, message: expect.stringContaining(named) }]);
  });

  test("the kernel's Open vSwitch is the master of its own ports", () => {
    const found = guest('web-1', { hostEnd: { name: 'vethX1', master: 'ovs-system' } });
    expect(expandTarget([], [template({ networkType: 'veth' })], [found]).conflicts).toEqual([]);
  });
});

test('a veth that somebody put into a bridge under another name is a conflict', () => {
  const found = guest('web-1', { hostEnd: { name: 'vethX1', master: null } });
  const { discovered } = expandTarget([], [template({ networkType: 'veth' })], [found]);
  const theirs = live('port/vethX1', { owner: null, attributes: { bridge: 'br9', interface: null } });
  expect(takenDevices('net', discovered, [theirs])).toMatchObject([{ id: 'port/veth_web-1', line: 9 }]);
  expect(takenDevices('net', discovered, [{ ...theirs, owner: 'net' }])).toEqual([]);
});

describe('unmanaged containers', () => {
  const container = declared('container/c', { state: 'unmanaged' });
  const pair = declared('port/veth_c', { network_type: 'veth', container: 'c' }, ['container/c']);
  const tap = declared('port/sock_c', { network_type: 'socket', container: 'c' });

  test.each([
    [true, [false, false]],
    [false, [true, false]],
  ])('running: %s; a pair is withheld while it is stopped, a tap never', (running, expected) => {
    const { resources } = expandTarget(
      [container, pair, tap],
      [],
      [guest('c', { run: running ? '7/1' : null })],
    );
    expect(resources.slice(1).map(({ policy }) => policy.withheld)).toEqual(expected);
  });

  test.each([
    ['stopped', undefined],
    ['running', { action: 'update', disruption: 'brief' }],
  ])('when its port is made anew while it is %s it is never restarted', (state, expected) => {
    const user = declared('container/c', { state: 'unmanaged' }, [
      { on: 'port/sock_c', whenRebuilt: 'restart' },
    ]);
    const objects = [live('container/c', { attributes: { state } })];
    const plan = makePlan(
      planInput({ desired: [tap, user], live: objects, diff: ({ live: there }) => (there ? null : CREATED) }),
    );
    const change = plan.changes.find(({ id }) => id === 'container/c');
    if (expected) expect(change).toMatchObject(expected);
    else expect(change).toBeUndefined();
  });
});

const CREATED: Difference = { action: 'create', reason: 'does not exist', fields: [], disruption: 'none' };

test('what a plan leaves to be done stays remembered as it was before', () => {
  const inRun = (name: string, run: string) =>
    expandTarget([], [template()], [guest(name, { run })]).discovered;
  const [bridge, before] = [declared('bridge/br0'), inRun('web-1', '7/1')];
  const discovered = [...inRun('web-1', '7/2'), ...inRun('web-2', '8/1')];
  const diff = ({ desired: { kind } }: { desired: Resource }) => (kind === 'flow' ? CREATED : null);
  const objects = [bridge, ...discovered].map(({ id, policy }) =>
    live(id, policy.unowned ? { owner: null } : {}),
  );
  const plan = makePlan(planInput({ desired: [bridge, ...discovered], discovered, live: objects, diff }));
  const remembered = rememberedDiscoveries(plan, before).map(({ id, policy }) => `${id} ${policy.run}`);
  expect(remembered).toEqual([
    ...['port/sock_web-1 7/2', 'container/web-1 7/2', 'port/sock_web-2 8/1', 'container/web-2 8/1'],
    'flow/br0/0/10/in_port=sock_web-1 7/1',
  ]);
});

test('what was discovered goes with its container, and says so', () => {
  const bridge = declared('bridge/br0');
  const objects = [live('bridge/br0'), live('port/sock_web-1', { parent: 'bridge/br0' })];
  const ended = new Set(['port/sock_web-1']);
  const plan = makePlan(planInput({ desired: [bridge], live: objects, ended }));
  expect(plan.changes).toMatchObject([
    { id: 'port/sock_web-1', action: 'delete', reason: 'its container has ended' },
  ]);
});

test('what is left of a container that has ended is told by its port, whatever was remembered', () => {
  const objects = [
    live('port/sock_web-1', { attributes: { container: 'web-1' } }),
    live('flow/br0/0/10/in_port=sock_web-1', { dependsOn: ['port/sock_web-1'] }),
    live('flow/br0/0/10/in_port=vethOld', { dependsOn: ['port/veth_web-2'] }),
    live('port/other', { attributes: { container: 'web-1' }, owner: null }),
    live('port/gone', { attributes: { container: null } }),
  ];
  const web2 = guest('web-2', { hostEnd: { name: 'vethNew', master: null } });
  const expanded = expandTarget([], [template({ networkType: 'veth' })], [web2]);
  expect([...endedIds('net', expanded, objects)]).toEqual([
    'port/sock_web-1',
    'flow/br0/0/10/in_port=sock_web-1',
    'flow/br0/0/10/in_port=vethOld',
  ]);
  expect(endedIds('net', { ...expanded, running: null }, objects)).toEqual(new Set());
});
