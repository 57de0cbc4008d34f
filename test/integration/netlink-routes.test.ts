import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addressId, linkId, routeId } from '../../src/model/ids.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { Resource } from '../../src/model/resource.ts';
import { netlinkPlugin } from '../../src/plugins/netlink/index.ts';
import {
  applyNet,
  declareNet,
  ip,
  kernelContext,
  netStep,
  observeNet,
  requireLab,
  stepsTowards,
} from '../support/kernel-host.ts';

const { context, inventory } = kernelContext('nlr');
const DEV = 'nlr-a';
const NET = '203.0.113.0/24';

beforeAll(requireLab);
beforeEach(async () => {
  await ip('link', 'add', 'name', DEV, 'up', 'type', 'veth', 'peer', 'name', 'nlr-b');
  await ip('link', 'set', 'dev', 'nlr-b', 'up');
  await ip('address', 'add', '198.18.100.1/24', 'dev', DEV);
  await ip('address', 'add', '198.18.101.1/24', 'dev', DEV);
  await ip('address', 'add', '2001:db8:100::1/64', 'dev', DEV, 'nodad');
});
afterEach(async () => {
  inventory.entries.clear();
  await ip('link', 'delete', 'dev', DEV);
});

/** A route as the compiler declares it. */
function route(to: string, attributes: JsonObject = {}): Resource {
  const all: JsonObject = { to, table: 'main', ...attributes };
  const id = routeId(String(all.table), to, all.metric as number | undefined);
  return declareNet(id, all);
}

async function converge(
  desired: readonly Resource[],
  last: readonly Resource[] = [],
): Promise<Record<string, string>> {
  const results = await applyNet(context, await stepsTowards(context, desired, last));
  inventory.own(...desired.map(({ id }) => id));
  return results;
}

async function shown(to: string, table = 'main'): Promise<JsonObject[]> {
  const family = to.includes(':') ? ['-6'] : ['-4'];
  return ip('-details', ...family, 'route', 'show', 'to', 'exact', to, 'table', table);
}

describe('a declared route', () => {
  test.each<[string, string, JsonObject, JsonObject]>([
    ['through a gateway', NET, { via: '198.18.100.9' }, { gateway: '198.18.100.9', dev: DEV }],
    ['on a device', NET, { dev: DEV }, { dev: DEV }],
    ['with a source', NET, { dev: DEV, src: '198.18.101.1' }, { prefsrc: '198.18.101.1' }],
    ['with a metric', NET, { dev: DEV, metric: 50 }, { metric: 50 }],
    ['to one host', '203.0.113.7/32', { dev: DEV }, { dst: '203.0.113.7' }],
    ['of IPv6', '2001:db8:200::/48', { via: '2001:db8:100::9', dev: DEV }, { gateway: '2001:db8:100::9' }],
    ['of IPv6 with a metric', '2001:db8:200::/48', { dev: DEV, metric: 7 }, { metric: 7 }],
    ['of IPv4 through IPv6', NET, { via: '2001:db8:100::9', dev: DEV }, { dev: DEV }],
    ['to everywhere in a table of its own', 'default', { dev: DEV, table: '1234' }, { dst: 'default' }],
    ['to everywhere of IPv6', '::/0', { dev: DEV, table: '1234' }, { dst: 'default' }],
  ])('%s is made with proto 79, and then nothing is left to do', async (_, to, attributes, expected) => {
    const declared = route(to, attributes);
    expect(await converge([declared])).toEqual({ [`create:${declared.id}`]: 'done' });
    const [found] = await shown(to, String(attributes.table ?? 'main'));
    expect(found).toMatchObject({ protocol: '79', ...expected });
    expect(await stepsTowards(context, [declared])).toEqual([]);
    expect(await applyNet(context, [netStep('delete', declared)])).toEqual({
      [`delete:${declared.id}`]: 'done',
    });
    expect((await observeNet(context)).has(declared.id)).toBe(false);
  });

  test.each<[string, JsonObject, JsonObject, JsonObject]>([
    ['via', { via: '198.18.100.9' }, { via: '198.18.101.9' }, { gateway: '198.18.101.9' }],
    ['dev', { dev: DEV }, { dev: 'nlr-b' }, { dev: 'nlr-b' }],
    [
      'src',
      { dev: DEV, src: '198.18.100.1' },
      { dev: DEV, src: '198.18.101.1' },
      { prefsrc: '198.18.101.1' },
    ],
  ])('changes its %s in place', async (field, first, second, expected) => {
    await converge([route(NET, first)]);
    const steps = await stepsTowards(context, [route(NET, second)]);
    expect(
      steps.map(({ fields, operation }) => [operation, ...fields.map((change) => change.field)]),
    ).toEqual([['update', field]]);
    await applyNet(context, steps);
    expect(await shown(NET)).toEqual([expect.objectContaining({ protocol: '79', ...expected })]);
  });

  test('gives back a source and a gateway that are no longer declared', async () => {
    const first = route(NET, { dev: DEV, via: '198.18.100.9', src: '198.18.101.1' });
    await converge([first]);
    await converge([route(NET, { dev: DEV })], [first]);
    const [found] = await shown(NET);
    expect(found).not.toHaveProperty('gateway');
    expect(found).not.toHaveProperty('prefsrc');
  });

  test('that somebody wrote anew is ours again after the next apply', async () => {
    const declared = route(NET, { via: '198.18.100.9' });
    await converge([declared]);
    await ip('route', 'replace', NET, 'via', '198.18.100.9');
    const steps = await stepsTowards(context, [declared]);
    expect(steps.map(({ operation }) => operation)).toEqual(['update']);
    await applyNet(context, steps);
    expect(await shown(NET)).toMatchObject([{ protocol: '79' }]);
  });

  test('comes back after its device was down', async () => {
    const declared = route(NET, { via: '198.18.100.9', dev: DEV });
    await converge([declared]);
    await ip('link', 'set', 'dev', DEV, 'down');
    expect(await shown(NET)).toEqual([]);
    const down = declareNet(linkId(DEV), { state: 'up' }, { unowned: true });
    expect(await converge([declared, down])).toEqual({
      [`update:${down.id}`]: 'done',
      [`create:${declared.id}`]: 'done',
    });
    expect(await shown(NET)).toHaveLength(1);
  });

  test('is made after the address that reaches its gateway, and goes before it', async () => {
    const reach = declareNet(addressId(DEV, '198.18.102.1/24'), { dev: DEV, address: '198.18.102.1/24' });
    const declared = route(NET, { via: '198.18.102.9' });
    const both = [declared, reach];
    expect(new Set(Object.values(await converge(both)))).toEqual(new Set(['done']));
    const removal = await applyNet(context, [netStep('delete', reach), netStep('delete', declared)]);
    expect(new Set(Object.values(removal))).toEqual(new Set(['done']));
    expect(await shown(NET)).toEqual([]);
  });
});

test('what goes along with something else is done, and the batch goes on behind it', async () => {
  const source = declareNet(addressId(DEV, '198.18.101.1/24'), { dev: DEV, address: '198.18.101.1/24' });
  const [along, behind] = [
    route(NET, { dev: DEV, src: '198.18.101.1' }),
    route('192.0.2.0/24', { dev: DEV }),
  ];
  await converge([along, behind]);
  const first = netStep('delete', source);
  const steps = [first, ...[along, behind].map((one) => netStep('delete', one, { after: [first.key] }))];
  expect(Object.values(await applyNet(context, steps))).toEqual(['done', 'done', 'done']);
  expect(await shown('192.0.2.0/24')).toEqual([]);
});

describe('foreign routes', () => {
  test('are not touched by a creation that meets them', async () => {
    await ip('route', 'add', NET, 'via', '198.18.101.9');
    const declared = route(NET, { via: '198.18.100.9' });
    const results = await applyNet(context, [netStep('create', declared)]);
    expect(results[`create:${declared.id}`]).toMatch(/^failed: .*File exists/);
    expect(await shown(NET)).toMatchObject([{ gateway: '198.18.101.9', protocol: 'boot' }]);
  });

  test('of our destination stay when ours is deleted', async () => {
    const declared = route(NET, { via: '198.18.100.9' });
    await converge([declared]);
    await ip('route', 'append', NET, 'via', '198.18.101.9');
    await applyNet(context, [netStep('delete', declared)]);
    expect(await shown(NET)).toMatchObject([{ gateway: '198.18.101.9', protocol: 'boot' }]);
  });

  test('of our destination and metric keep ours from being changed', async () => {
    const declared = route(NET, { via: '198.18.100.9' });
    await converge([declared]);
    await ip('route', 'append', NET, 'via', '198.18.101.9');
    const results = await converge([route(NET, { via: '198.18.101.8' })]);
    expect(results[`update:${declared.id}`]).toMatch(/^failed: several routes have this destination/);
    expect(await shown(NET)).toHaveLength(2);
  });

  test('are marked when they are adopted, and unmarked when they are released', async () => {
    await ip('route', 'add', NET, 'via', '198.18.100.9');
    const declared = route(NET, { via: '198.18.100.9' });
    await applyNet(context, [netStep('adopt', declared)]);
    expect(await shown(NET)).toMatchObject([{ gateway: '198.18.100.9', protocol: '79' }]);
    await applyNet(context, [netStep('release', declared)]);
    expect(await shown(NET)).toMatchObject([{ gateway: '198.18.100.9', protocol: 'static' }]);
  });

  test('with proto 79 belong to nobody while no inventory knows them, and the reading says so', async () => {
    await ip('route', 'add', NET, 'via', '198.18.100.9', 'proto', '79');
    const live = (await observeNet(context)).get(route(NET).id);
    expect(live).toMatchObject({ owner: null, system: false });
    expect(live?.faults[0]?.message).toContain('no topology');
  });

  test('of the kernel are the system’s', async () => {
    const live = await observeNet(context);
    expect(live.get(route('198.18.100.0/24').id)).toMatchObject({ owner: null, system: true });
  });
});

test('a rollback puts routes back as they were', async () => {
  const old = route(NET, { via: '198.18.100.9', src: '198.18.101.1' });
  await converge([old]);
  const steps = await stepsTowards(context, [route(NET, { via: '198.18.101.9' })]);
  const checkpoint = netlinkPlugin.createCheckpoint(steps);
  await applyNet(context, steps);
  expect(await shown(NET)).toMatchObject([{ gateway: '198.18.101.9' }]);
  const undone = await netlinkPlugin.rollback(context, checkpoint, steps);
  expect(undone).toMatchObject([{ status: 'done' }]);
  expect(await shown(NET)).toMatchObject([{ gateway: '198.18.100.9', prefsrc: '198.18.101.1' }]);
});
