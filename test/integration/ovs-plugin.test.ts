import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import type { Step } from '../../src/model/plan.ts';
import type { LiveResource, Resource } from '../../src/model/resource.ts';
import { ovsPlugin } from '../../src/plugins/ovs/index.ts';
import { stateQuery } from '../../src/plugins/state-query.ts';
import { runCommand } from '../../src/wire/subprocess.ts';
import { declare, ovsContext, rowOf } from '../support/ovs-host.ts';
import { stepOf } from '../support/step-of.ts';

const OWNER = 'ovs-test';
const BRIDGE = 'ovt-br';
let context: Awaited<ReturnType<typeof ovsContext>>;

beforeAll(async () => {
  context = await ovsContext(OWNER);
});
afterEach(async () => {
  await vsctl('--if-exists', 'del-br', BRIDGE, '--', '--if-exists', 'del-br', 'ovt-other');
  for (const name of await kernelNames())
    if (/^ovt-v/.test(name)) await ip('link', 'del', name).catch(() => '');
});
afterAll(() => context.close());

function vsctl(...args: string[]): Promise<string> {
  return runCommand('ovs-vsctl', ['--timeout=10', ...args]).then(({ stdout }) => stdout.trim());
}

function ip(...args: string[]): Promise<string> {
  return runCommand('ip', args).then(({ stdout }) => stdout);
}

function ofctl(command: string, ...args: string[]): Promise<string> {
  const target = `unix:${context.host.ovsRundir}/${BRIDGE}.mgmt`;
  return runCommand('ovs-ofctl', ['-O', 'OpenFlow15', command, target, ...args]).then(({ stdout }) => stdout);
}

async function kernelNames(): Promise<string[]> {
  return (JSON.parse(await ip('-j', 'link', 'show')) as { ifname: string }[]).map(({ ifname }) => ifname);
}

const bridge = (attributes: JsonObject = {}): Resource =>
  declare(`bridge/${BRIDGE}`, { datapath_type: 'netdev', state: 'up', ...attributes });
const port = (name: string, attributes: JsonObject = {}, policy = {}): Resource =>
  declare(`port/${name}`, { bridge: BRIDGE, type: 'internal', state: 'up', ...attributes }, policy);

async function observe(desired: readonly Resource[] = []): Promise<Map<string, LiveResource>> {
  const live = await ovsPlugin.queryCurrentState(context, stateQuery(context, desired));
  return new Map(live.map((object) => [object.id, object]));
}

async function apply(steps: readonly Step[]): Promise<Record<string, string>> {
  const results = await ovsPlugin.applyState(context, steps);
  return Object.fromEntries(
    results.map(({ key, status, error }) => [key, error ? `${status}: ${error.message}` : status]),
  );
}

/** Does what the engine does for these objects: plan by difference, then apply. */
async function converge(
  desired: readonly Resource[],
  last: readonly Resource[] = [],
): Promise<Record<string, string>> {
  const live = await observe(desired);
  const before = new Map(last.map((resource) => [resource.id, resource]));
  const steps = desired.flatMap((resource): Step[] => {
    const object = live.get(resource.id);
    const difference = ovsPlugin.calculateDiff({
      desired: resource,
      live: object,
      last: before.get(resource.id),
    });
    if (!difference) return [];
    const at = object ?? null;
    if (difference.action !== 'replace') return [stepOf(OWNER, difference.action, resource, at, difference)];
    return [stepOf(OWNER, 'delete', resource, at), stepOf(OWNER, 'create', resource, at)];
  });
  return apply(steps);
}

/** All of this test's rows that a change elsewhere must not touch, without what changes by itself. */
async function databaseWithout(...names: string[]): Promise<string> {
  const lines: string[] = [];
  for (const table of ['bridge', 'port', 'interface']) {
    const json = JSON.parse(await vsctl('--format=json', 'list', table)) as {
      headings: string[];
      data: unknown[][];
    };
    const skip = new Set(['statistics', 'status', 'rstp_statistics', 'link_resets', 'ports']);
    const name = json.headings.indexOf('name');
    for (const row of json.data) {
      if (names.includes(String(row[name])) || !String(row[name]).startsWith('ovt-')) continue;
      lines.push(JSON.stringify(row.filter((_, at) => !skip.has(json.headings[at] as string))));
    }
  }
  return lines.sort().join('\n');
}

describe('creating', () => {
  test('a bridge and its ports come in one transaction, up, marked, and equal to what is declared', async () => {
    const desired = [
      bridge({ fail_mode: 'secure', external_ids: { site: 'lab' } }),
      port('ovt-a', { tag: 100, hwaddr: '02:00:00:00:AA:01', mtu_request: 1400, ofport_request: 42 }),
      port('ovt-b', { trunks: [20, 30], vlan_mode: 'trunk', external_ids: { x: 'y' }, state: 'down' }),
    ];
    expect(await converge(desired)).toEqual({
      [`create:bridge/${BRIDGE}`]: 'done',
      'create:port/ovt-a': 'done',
      'create:port/ovt-b': 'done',
    });
    expect(await rowOf(context.client, 'Bridge', BRIDGE)).toMatchObject({
      fail_mode: 'secure',
      external_ids: { site: 'lab', 'optopo-owner': OWNER },
    });
    expect(await rowOf(context.client, 'Port', 'ovt-a')).toMatchObject({ tag: 100 });
    expect(await rowOf(context.client, 'Interface', 'ovt-a')).toMatchObject({
      ofport: 42,
      mac_in_use: '02:00:00:00:aa:01',
      external_ids: { 'optopo-owner': OWNER },
    });
    const links = JSON.parse(await ip('-j', 'link', 'show')) as {
      ifname: string;
      flags: string[];
      mtu: number;
    }[];
    const link = (name: string) => links.find(({ ifname }) => ifname === name);
    expect(link(BRIDGE)?.flags).toContain('UP');
    expect(link('ovt-a')).toMatchObject({ mtu: 1400, flags: expect.arrayContaining(['UP']) });
    expect(link('ovt-b')?.flags).not.toContain('UP');
    expect(await converge(desired)).toEqual({});
    expect(await ovsPlugin.verifyState(context, desired)).toEqual([]);
  });

  test('a port that ovs-vswitchd refuses is a failure and leaves nothing, the others are there', async () => {
    const result = await converge([bridge(), port('ovt-a'), port('ovt-nope', { type: 'system' })]);
    expect(result['create:port/ovt-nope']).toMatch(
      /failed: ovs-vswitchd refused port\/ovt-nope: could not open network device ovt-nope \(No such device\)/,
    );
    expect(result['create:port/ovt-a']).toBe('done');
    expect(await rowOf(context.client, 'Port', 'ovt-nope')).toBeUndefined();
    expect(await rowOf(context.client, 'Interface', 'ovt-nope')).toBeUndefined();
    expect(await rowOf(context.client, 'Port', 'ovt-a')).toBeDefined();
  });

  test('a bridge that ovs-vswitchd cannot make is a failure, with its ports, and leaves nothing', async () => {
    const result = await converge([bridge({ datapath_type: 'system' }), port('ovt-a')]);
    expect(result[`create:bridge/${BRIDGE}`]).toMatch(/failed: .*datapath_type system/);
    expect(result['create:port/ovt-a']).toMatch(/failed: .*its bridge was refused/);
    expect(await rowOf(context.client, 'Bridge', BRIDGE)).toBeUndefined();
    expect(await rowOf(context.client, 'Port', 'ovt-a')).toBeUndefined();
  });

  test('an OpenFlow number that is taken is a failure', async () => {
    await converge([bridge(), port('ovt-a', { ofport_request: 7 })]);
    const result = await converge([port('ovt-b', { ofport_request: 7 })]);
    expect(result['create:port/ovt-b']).toMatch(/OpenFlow port 7 is not to be had/);
    expect(await rowOf(context.client, 'Port', 'ovt-b')).toBeUndefined();
  });

  test('a port on a bridge that does not exist fails by name', async () => {
    const result = await converge([port('ovt-a', { bridge: 'ovt-none' })]);
    expect(result['create:port/ovt-a']).toBe('failed: bridge ovt-none does not exist');
    expect(await rowOf(context.client, 'Port', 'ovt-a')).toBeUndefined();
  });
});

describe('changing one field converges, keeps the rows, and touches nothing else', () => {
  const portCases: [string, JsonObject, JsonObject][] = [
    ['tag set', {}, { tag: 7 }],
    ['tag cleared', { tag: 7 }, { tag: null }],
    ['trunks', { trunks: [1, 2] }, { trunks: [2, 3] }],
    ['vlan_mode', {}, { vlan_mode: 'access' }],
    ['mtu_request', { mtu_request: 1400 }, { mtu_request: 1300 }],
    ['mtu_request cleared', { mtu_request: 1400 }, { mtu_request: null }],
    ['hwaddr', {}, { hwaddr: '02:00:00:00:aa:09' }],
    ['state', {}, { state: 'down' }],
    ['external_ids', { external_ids: { a: '1', b: '2' } }, { external_ids: { a: '9', c: '3' } }],
    ['other_config', {}, { other_config: { 'priority-tags': 'if-nonzero' } }],
    ['container', {}, { container: '100', network_type: 'socket' }],
  ];
  test.each(portCases)('port: %s', async (_, before, after) => {
    // OVS itself lowers the MTU of devices without a request to that of the smallest.
    const first = [bridge({ mtu_request: 1500 }), port('ovt-a', before)];
    await converge([...first, port('ovt-b', { mtu_request: 1500 })]);
    const untouched = await databaseWithout('ovt-a');
    const { _uuid: uuid } = (await rowOf(context.client, 'Port', 'ovt-a')) ?? {};
    const second = [bridge({ mtu_request: 1500 }), port('ovt-a', after)];
    expect(await converge(second, first)).toEqual({ 'update:port/ovt-a': 'done' });
    expect(await converge(second, second)).toEqual({});
    expect((await rowOf(context.client, 'Port', 'ovt-a'))?._uuid).toBe(uuid);
    expect(await databaseWithout('ovt-a')).toBe(untouched);
  });

  const bridgeCases: [string, JsonObject, JsonObject][] = [
    ['fail_mode', {}, { fail_mode: 'secure' }],
    ['fail_mode omitted again', { fail_mode: 'secure' }, {}],
    ['protocols', {}, { protocols: ['OpenFlow13', 'OpenFlow15'] }],
    ['controller', {}, { controller: ['tcp:127.0.0.1:6699'] }],
    [
      'another controller',
      { controller: ['tcp:127.0.0.1:6699', 'tcp:127.0.0.1:6698'] },
      { controller: ['tcp:127.0.0.1:6698'] },
    ],
    ['stp_enable', {}, { stp_enable: true }],
    ['rstp_enable', {}, { rstp_enable: true }],
    ['mcast_snooping_enable', { mcast_snooping_enable: true }, {}],
    ['mtu_request', {}, { mtu_request: 1400 }],
    ['hwaddr', {}, { hwaddr: '02:00:00:00:bb:01' }],
    ['hwaddr omitted again', { hwaddr: '02:00:00:00:bb:01' }, {}],
    ['state', {}, { state: 'down' }],
    ['external_ids', { external_ids: { a: '1' } }, { external_ids: { b: '2' } }],
    ['other_config', {}, { other_config: { 'mac-aging-time': '60' } }],
  ];
  test.each(bridgeCases)('bridge: %s', async (_, before, after) => {
    const first = [bridge(before), port('ovt-a')];
    await converge(first);
    const { _uuid: uuid, datapath_id: id } = (await rowOf(context.client, 'Bridge', BRIDGE)) ?? {};
    const { mac_in_use: mac } = (await rowOf(context.client, 'Interface', 'ovt-a')) ?? {};
    const second = [bridge(after), port('ovt-a')];
    expect(await converge(second, first)).toEqual({ [`update:bridge/${BRIDGE}`]: 'done' });
    expect(await converge(second, second)).toEqual({});
    const row = await rowOf(context.client, 'Bridge', BRIDGE);
    expect(row?._uuid).toBe(uuid);
    if (!('hwaddr' in before) && !('hwaddr' in after)) expect(row?.datapath_id).toBe(id);
    expect((await rowOf(context.client, 'Interface', 'ovt-a'))?.mac_in_use).toBe(mac);
  });

  test.each<[string, JsonObject, JsonObject]>([
    ['type and interface', {}, { type: 'system', interface: 'ovt-v1' }],
    ['bridge', {}, { bridge: 'ovt-other' }],
    ['ofport_request', {}, { ofport_request: 9 }],
  ])('port: %s is a replacement', async (_, before, after) => {
    await ip('link', 'add', 'ovt-v1', 'type', 'veth', 'peer', 'name', 'ovt-v2');
    const other = declare('bridge/ovt-other', { datapath_type: 'netdev', state: 'up' });
    const first = [bridge(), other, port('ovt-a', before)];
    await converge(first);
    const second = [bridge(), other, port('ovt-a', after)];
    expect(await converge(second, first)).toEqual({
      'delete:port/ovt-a': 'done',
      'create:port/ovt-a': 'done',
    });
    expect(await converge(second, second)).toEqual({});
  });

  test('a MAC or a state changed by hand is seen and mended', async () => {
    const desired = [bridge(), port('ovt-a', { hwaddr: '02:00:00:00:aa:01' })];
    await converge(desired);
    await ip('link', 'set', 'dev', 'ovt-a', 'down');
    expect(await converge(desired)).toEqual({ 'update:port/ovt-a': 'done' });
    expect(await converge(desired)).toEqual({});
  });
});

describe('what is not ours', () => {
  test('foreign bridges and ports stay byte for byte, and a port on our bridge is listed', async () => {
    await converge([bridge(), port('ovt-a')]);
    await vsctl('add-br', 'ovt-other', '--', 'set', 'bridge', 'ovt-other', 'datapath_type=netdev');
    await vsctl('add-port', BRIDGE, 'ovt-foreign', '--', 'set', 'interface', 'ovt-foreign', 'type=internal');
    const before = await databaseWithout('ovt-a');
    const live = await observe();
    expect(live.get('port/ovt-foreign')).toMatchObject({ owner: null, parent: `bridge/${BRIDGE}` });
    await apply([stepOf(OWNER, 'delete', port('ovt-a'), live.get('port/ovt-a'))]);
    expect(await rowOf(context.client, 'Port', 'ovt-a')).toBeUndefined();
    expect(await databaseWithout('ovt-a')).toBe(before);
  });

  test('a bridge that carries a foreign port is not deleted, and nothing else of the batch is', async () => {
    await converge([bridge(), port('ovt-a')]);
    await vsctl('add-port', BRIDGE, 'ovt-foreign', '--', 'set', 'interface', 'ovt-foreign', 'type=internal');
    const live = await observe();
    const result = await apply([
      stepOf(OWNER, 'delete', port('ovt-a'), live.get('port/ovt-a')),
      stepOf(OWNER, 'delete', bridge(), live.get(`bridge/${BRIDGE}`)),
    ]);
    expect(result[`delete:bridge/${BRIDGE}`]).toMatch(/failed: .*ovt-foreign/);
    expect(result['delete:port/ovt-a']).toBe('skipped');
    expect(await rowOf(context.client, 'Port', 'ovt-a')).toBeDefined();
  });

  test('an object whose mark changed since the plan is not deleted', async () => {
    await converge([bridge(), port('ovt-a')]);
    const live = await observe();
    await vsctl('set', 'port', 'ovt-a', 'external_ids:optopo-owner=somebody');
    const result = await apply([stepOf(OWNER, 'delete', port('ovt-a'), live.get('port/ovt-a'))]);
    expect(result['delete:port/ovt-a']).toMatch(/failed: port\/ovt-a was changed by someone else/);
    expect(await rowOf(context.client, 'Port', 'ovt-a')).toBeDefined();
  });

  test('adopting writes the mark only, releasing takes it off again', async () => {
    await vsctl('add-br', BRIDGE, '--', 'set', 'bridge', BRIDGE, 'datapath_type=netdev');
    await vsctl('add-port', BRIDGE, 'ovt-a', '--', 'set', 'interface', 'ovt-a', 'type=internal');
    const before = await databaseWithout();
    const steps = (operation: 'adopt' | 'release', live: Map<string, LiveResource>) => [
      stepOf(OWNER, operation, bridge(), live.get(`bridge/${BRIDGE}`)),
      stepOf(OWNER, operation, port('ovt-a'), live.get('port/ovt-a')),
    ];
    await apply(steps('adopt', await observe()));
    const adopted = await observe();
    expect(adopted.get(`bridge/${BRIDGE}`)).toMatchObject({ owner: OWNER, adopted: true });
    expect(adopted.get('port/ovt-a')).toMatchObject({ owner: OWNER, adopted: true });
    await apply(steps('release', adopted));
    expect(await databaseWithout()).toBe(before);
  });
});

describe('faults', () => {
  test('a tap deleted by hand is said and mended', async () => {
    const desired = [bridge(), port('ovt-a')];
    await converge(desired);
    const { ofport } = (await rowOf(context.client, 'Interface', 'ovt-a')) ?? {};
    await ip('link', 'del', 'ovt-a');
    expect((await observe(desired)).get('port/ovt-a')?.faults).toMatchObject([{ code: 'device-gone' }]);
    expect(await converge(desired)).toEqual({ 'delete:port/ovt-a': 'done', 'create:port/ovt-a': 'done' });
    expect(await kernelNames()).toContain('ovt-a');
    expect((await rowOf(context.client, 'Interface', 'ovt-a'))?.ofport).toBe(ofport);
    expect(await converge(desired)).toEqual({});
  });

  test('the tap of a bridge deleted by hand: the bridge is made anew with its datapath id', async () => {
    const desired = [bridge()];
    await converge(desired);
    const { datapath_id: id } = (await rowOf(context.client, 'Bridge', BRIDGE)) ?? {};
    await ip('link', 'del', BRIDGE);
    expect(await converge(desired)).toEqual({
      [`delete:bridge/${BRIDGE}`]: 'done',
      [`create:bridge/${BRIDGE}`]: 'done',
    });
    expect((await rowOf(context.client, 'Bridge', BRIDGE))?.datapath_id).toBe(id);
    expect(await converge(desired)).toEqual({});
  });

  test('a veth made anew under its port is said and mended', async () => {
    await ip('link', 'add', 'ovt-v1', 'type', 'veth', 'peer', 'name', 'ovt-v2');
    const desired = [bridge(), port('ovt-v1', { type: 'system' })];
    await converge(desired);
    await ip('link', 'del', 'ovt-v1');
    expect((await observe(desired)).get('port/ovt-v1')?.faults).toMatchObject([{ code: 'device-gone' }]);
    await ip('link', 'add', 'ovt-v1', 'type', 'veth', 'peer', 'name', 'ovt-v2');
    expect((await observe(desired)).get('port/ovt-v1')?.faults).toMatchObject([{ code: 'stale-device' }]);
    expect(await converge(desired)).toEqual({ 'delete:port/ovt-v1': 'done', 'create:port/ovt-v1': 'done' });
    expect(await converge(desired)).toEqual({});
  });

  test('a replacement without a device fails before anything is taken away', async () => {
    await ip('link', 'add', 'ovt-v1', 'type', 'veth', 'peer', 'name', 'ovt-v2');
    const desired = [bridge(), port('ovt-v1', { type: 'system' })];
    await converge(desired);
    await ip('link', 'del', 'ovt-v1');
    const result = await converge(desired);
    expect(result['create:port/ovt-v1']).toMatch(/failed: .*there is no device ovt-v1/);
    expect(await rowOf(context.client, 'Port', 'ovt-v1')).toBeDefined();
  });

  test('an optional port waits for its device, and is left alone when that goes away', async () => {
    const desired = [bridge(), port('ovt-v1', { type: 'system' }, { optional: true })];
    await converge([bridge()]);
    expect((await observe(desired)).get('port/ovt-v1')).toMatchObject({ absent: true, owner: OWNER });
    expect(await converge(desired)).toEqual({});
    await ip('link', 'add', 'ovt-v1', 'type', 'veth', 'peer', 'name', 'ovt-v2');
    expect(await converge(desired)).toEqual({ 'create:port/ovt-v1': 'done' });
    await ip('link', 'del', 'ovt-v1');
    expect(await converge(desired)).toEqual({});
    expect(await rowOf(context.client, 'Port', 'ovt-v1')).toBeDefined();
    await ip('link', 'add', 'ovt-v1', 'type', 'veth', 'peer', 'name', 'ovt-v2');
    expect(await converge(desired)).toEqual({ 'delete:port/ovt-v1': 'done', 'create:port/ovt-v1': 'done' });
    expect(await converge(desired)).toEqual({});
  });
});

describe('flows', () => {
  const FLOWS =
    'cookie=0x123400000001,table=3,priority=7,ip,nw_dst=10.0.0.1 actions=drop\nin_port=1 actions=group:5\n';

  async function dump(): Promise<string[]> {
    const dumps = [
      await ofctl('dump-flows', '--no-stats'),
      await ofctl('dump-groups'),
      await ofctl('dump-meters'),
    ];
    return dumps.flatMap((text) => text.split('\n').filter((line) => !line.includes('reply'))).sort();
  }

  test.each<[string, JsonObject, JsonObject]>([
    ['fail_mode', { fail_mode: 'secure' }, { fail_mode: 'standalone' }],
    [
      'the first controller',
      { fail_mode: 'secure' },
      { fail_mode: 'secure', controller: ['tcp:127.0.0.1:6699'] },
    ],
    [
      'the last controller',
      { fail_mode: 'secure', controller: ['tcp:127.0.0.1:6699'] },
      { fail_mode: 'secure' },
    ],
  ])('%s: all flows, groups and meters are there afterwards', async (_, before, after) => {
    const first = [bridge(before)];
    await converge(first);
    await ofctl('add-group', 'group_id=5,type=all,bucket=actions=LOCAL');
    await ofctl('add-meter', 'meter=2,pktps,burst,stats,bands=type=drop,rate=1000,burst_size=9');
    await ofctl('add-flow', 'table=4,priority=1,arp actions=meter:2,LOCAL');
    await runCommand(
      'ovs-ofctl',
      ['-O', 'OpenFlow15', 'add-flows', `unix:${context.host.ovsRundir}/${BRIDGE}.mgmt`, '-'],
      {
        input: FLOWS,
      },
    );
    const saved = await dump();
    expect(saved.length).toBeGreaterThanOrEqual(5);
    const second = [bridge(after)];
    const difference = ovsPlugin.calculateDiff({
      desired: second[0] as Resource,
      live: (await observe()).get(`bridge/${BRIDGE}`),
      last: first[0],
    });
    expect(difference?.reason).toMatch(/OVS flushes all flows for this: ours and foreign ones are put back/);
    expect(await converge(second, first)).toEqual({ [`update:bridge/${BRIDGE}`]: 'done' });
    const now = await dump();
    expect(now.filter((line) => line !== ' priority=0 actions=NORMAL')).toEqual(saved);
  });

  test('from standalone to secure the default flow of OVS goes', async () => {
    await converge([bridge()]);
    await ofctl('add-flow', 'in_port=1 actions=LOCAL');
    await converge([bridge({ fail_mode: 'secure' })]);
    expect(await ofctl('dump-flows', '--no-stats')).toBe(' in_port=1 actions=LOCAL\n');
  });

  test('another datapath_type is refused by name where it would make foreign ports anew', async () => {
    await converge([bridge()]);
    await vsctl('add-port', BRIDGE, 'ovt-foreign', '--', 'set', 'interface', 'ovt-foreign', 'type=internal');
    const before = await databaseWithout();
    const result = await converge([bridge({ datapath_type: 'system' })]);
    expect(result[`update:bridge/${BRIDGE}`]).toMatch(/failed: .*ovt-foreign/);
    expect(await databaseWithout()).toBe(before);
  });

  test('a datapath_type that the host does not have is a failure and taken back, flows included', async () => {
    await converge([bridge({ fail_mode: 'secure' })]);
    await ofctl('add-flow', 'in_port=1 actions=LOCAL');
    const result = await converge([bridge({ fail_mode: 'secure', datapath_type: 'system' })]);
    expect(result[`update:bridge/${BRIDGE}`]).toMatch(/failed: .*datapath_type system/);
    expect((await observe()).get(`bridge/${BRIDGE}`)?.attributes.datapath_type).toBe('netdev');
    expect(await kernelNames()).toContain(BRIDGE);
    expect(await ofctl('dump-flows', '--no-stats')).toBe(' in_port=1 actions=LOCAL\n');
  });
});

describe('removing and undoing', () => {
  test('100 ports and their bridge go in one batch', async () => {
    const ports = Array.from({ length: 100 }, (_, index) => port(`ovt-p${index}`));
    await converge([bridge(), ...ports]);
    const live = await observe();
    expect(live.size).toBeGreaterThan(100);
    const begun = performance.now();
    const steps = [...ports, bridge()].map((resource) =>
      stepOf(OWNER, 'delete', resource, live.get(resource.id)),
    );
    const result = await apply(steps);
    expect(new Set(Object.values(result))).toEqual(new Set(['done']));
    // One by one they take 1,200 to 1,700 ms.
    expect(performance.now() - begun).toBeLessThan(1_000);
    expect((await kernelNames()).filter((name) => name.startsWith('ovt-'))).toEqual([]);
    expect(await rowOf(context.client, 'Bridge', BRIDGE)).toBeUndefined();
  });

  test('deleting what is gone is done', async () => {
    await converge([bridge(), port('ovt-a')]);
    const live = await observe();
    await vsctl('del-br', BRIDGE);
    const steps = [port('ovt-a'), bridge()].map((resource) =>
      stepOf(OWNER, 'delete', resource, live.get(resource.id)),
    );
    expect(new Set(Object.values(await apply(steps)))).toEqual(new Set(['done']));
  });

  test('rollback puts back bridge and ports with MAC, ofport and datapath id', async () => {
    const desired = [bridge(), port('ovt-a', { tag: 5 }), port('ovt-b')];
    await converge(desired);
    const live = await observe();
    const steps = [...desired]
      .reverse()
      .map((resource) => stepOf(OWNER, 'delete', resource, live.get(resource.id)));
    const last = steps.at(-1) as Step;
    last.after = steps.slice(0, -1).map(({ key }) => key);
    const checkpoint = ovsPlugin.createCheckpoint(steps);
    await apply(steps);
    expect((await observe()).has('port/ovt-a')).toBe(false);
    const results = await ovsPlugin.rollback(context, checkpoint, steps);
    expect(results.map(({ status }) => status)).toEqual(['done', 'done', 'done']);
    const back = await observe();
    for (const { id } of desired) {
      const kept = ['ofport', 'mac_in_use', 'datapath_id', 'tag', 'state', 'type', 'datapath_type'];
      for (const field of kept) {
        expect([id, field, back.get(id)?.attributes[field]]).toEqual([
          id,
          field,
          live.get(id)?.attributes[field],
        ]);
      }
    }
  });

  test('rollback of updates and creations ends equal to before', async () => {
    await converge([bridge(), port('ovt-a', { tag: 5, external_ids: { a: '1' } })]);
    const before = await databaseWithout();
    const live = await observe();
    const changed = port('ovt-a', { tag: 6, external_ids: { a: '2', b: '3' }, state: 'down' });
    const difference = ovsPlugin.calculateDiff({
      desired: changed,
      live: live.get('port/ovt-a'),
      last: undefined,
    });
    const steps = [
      stepOf(OWNER, 'update', changed, live.get('port/ovt-a'), difference ?? undefined),
      stepOf(OWNER, 'create', port('ovt-b')),
    ];
    const checkpoint = ovsPlugin.createCheckpoint(steps);
    await apply(steps);
    expect(await databaseWithout()).not.toBe(before);
    await ovsPlugin.rollback(context, checkpoint, steps);
    expect(await databaseWithout()).toBe(before);
  });
});

test('a change by others is signalled', async () => {
  await converge([bridge(), port('ovt-a')]);
  let signalled = (): void => undefined;
  const changed = new Promise<void>((resolve) => {
    signalled = resolve;
  });
  const stop = await ovsPlugin.watchChanges(context, () => signalled());
  await vsctl('set', 'port', 'ovt-a', 'tag=9');
  await changed;
  await stop();
});
