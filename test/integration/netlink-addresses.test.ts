import { readFile, writeFile } from 'node:fs/promises';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addressId } from '../../src/model/ids.ts';
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

const { context, inventory } = kernelContext('nla');
const DEV = 'nla-a';
const PROMOTE = `/proc/sys/net/ipv4/conf/${DEV}/promote_secondaries`;

beforeAll(requireLab);
beforeEach(async () => {
  await ip('link', 'add', 'name', DEV, 'up', 'type', 'veth', 'peer', 'name', 'nla-b');
  await ip('link', 'set', 'dev', 'nla-b', 'up');
});
afterEach(async () => {
  inventory.entries.clear();
  await ip('link', 'delete', 'dev', DEV);
});

const address = (cidr: string, dev = DEV): Resource =>
  declareNet(addressId(dev, cidr), { dev, address: cidr });

async function converge(desired: readonly Resource[]): Promise<Record<string, string>> {
  return applyNet(context, await stepsTowards(context, desired));
}

/** What `ip` shows on the device, link-local ones left out. */
async function shown(): Promise<string[]> {
  const [device] = await ip('address', 'show', 'dev', DEV);
  const list = (device?.addr_info ?? []) as { local: string; prefixlen: number; scope: string }[];
  return list
    .filter(({ scope }) => scope === 'global')
    .map(({ local, prefixlen }) => `${local}/${prefixlen}`);
}

async function infoOf(local: string): Promise<unknown> {
  const [device] = await ip('address', 'show', 'dev', DEV);
  const list = (device?.addr_info ?? []) as { local: string }[];
  return list.find((entry) => entry.local === local);
}

describe('addresses', () => {
  test('of both families are set, usable at once, and then nothing is left to do', async () => {
    const declared = [address('198.18.0.1/24'), address('198.18.9.0/31'), address('2001:db8:a::1/64')];
    expect(new Set(Object.values(await converge(declared)))).toEqual(new Set(['done']));
    expect(await shown()).toEqual(['198.18.0.1/24', '198.18.9.0/31', '2001:db8:a::1/64']);
    expect(await infoOf('198.18.0.1')).toMatchObject({ broadcast: '198.18.0.255' });
    expect(await infoOf('198.18.9.0')).not.toHaveProperty('broadcast');
    expect(await infoOf('2001:db8:a::1')).not.toHaveProperty('tentative');
    expect(await stepsTowards(context, declared)).toEqual([]);
  });

  test('1,000 of them go in with one batch and out with another', async () => {
    const declared = Array.from({ length: 1_000 }, (_, n) => address(`198.18.${n >> 8}.${n & 255}/32`));
    const begun = performance.now();
    const created = await converge(declared);
    expect(performance.now() - begun).toBeLessThan(5_000);
    expect(Object.values(created).filter((status) => status === 'done')).toHaveLength(1_000);
    expect(await shown()).toHaveLength(1_000);
    await applyNet(
      context,
      declared.map((one) => netStep('delete', one)),
    );
    expect(await shown()).toEqual([]);
  });

  test('that were flushed by hand come back, foreign ones stay', async () => {
    const declared = [address('198.18.0.1/24'), address('2001:db8:a::1/64')];
    await converge(declared);
    await ip('address', 'flush', 'dev', DEV, 'scope', 'global');
    await ip('address', 'add', '198.19.0.1/24', 'dev', DEV);
    expect(await converge(declared)).toEqual({
      [`create:${declared[0]?.id}`]: 'done',
      [`create:${declared[1]?.id}`]: 'done',
    });
    expect((await shown()).sort()).toEqual(['198.18.0.1/24', '198.19.0.1/24', '2001:db8:a::1/64']);
  });

  test('a failing one in the middle: those before it are done, those behind it skipped', async () => {
    const declared = [
      address('198.18.0.1/24'),
      address('198.18.1.1/24', 'nla-none'),
      address('198.18.2.1/24'),
    ];
    expect(Object.values(await converge(declared))).toEqual([
      'done',
      'failed: ip address add 198.18.1.1/24 dev nla-none broadcast +: Cannot find device "nla-none"',
      'skipped',
    ]);
    expect(await shown()).toEqual(['198.18.0.1/24']);
  });

  test('deleting what is gone is done, and the rest is deleted too', async () => {
    const declared = ['198.18.0.1/24', '198.18.1.1/24', '198.18.2.1/24'].map((cidr) => address(cidr));
    await converge(declared);
    await ip('address', 'delete', '198.18.1.1/24', 'dev', DEV);
    const results = await applyNet(
      context,
      declared.map((one) => netStep('delete', one)),
    );
    expect(Object.values(results)).toEqual(['done', 'done', 'done']);
    expect(await shown()).toEqual([]);
  });
});

describe('a foreign address in the same network', () => {
  test.each(['0', '1'])(
    'stays when ours, the primary one, goes (promote_secondaries %s)',
    async (setting) => {
      await writeFile(PROMOTE, setting);
      const ours = address('198.18.0.1/24');
      await converge([ours]);
      await ip('address', 'add', '198.18.0.2/24', 'dev', DEV);
      await ip('route', 'add', '198.51.100.0/24', 'via', '198.18.0.9', 'dev', DEV);
      expect(await applyNet(context, [netStep('delete', ours)])).toEqual({ [`delete:${ours.id}`]: 'done' });
      expect(await shown()).toEqual(['198.18.0.2/24']);
      expect(await ip('route', 'show', '198.51.100.0/24')).toHaveLength(1);
      expect((await readFile(PROMOTE, 'utf8')).trim()).toBe(setting);
    },
  );

  test('both of one network can be deleted in one batch', async () => {
    await writeFile(PROMOTE, '0');
    const declared = [address('198.18.0.1/24'), address('198.18.0.2/24')];
    await converge(declared);
    const steps = declared.map((one) => netStep('delete', one));
    expect(new Set(Object.values(await applyNet(context, steps)))).toEqual(new Set(['done']));
    expect(await shown()).toEqual([]);
  });
});

test('a new prefix length is set before the old one goes: routes over the device stay', async () => {
  const [before, after] = [address('198.18.0.1/24'), address('198.18.0.1/16')];
  await converge([before]);
  await ip('route', 'add', '198.51.100.0/24', 'via', '198.18.0.9', 'dev', DEV);
  await applyNet(context, [netStep('delete', before), netStep('create', after)]);
  expect(await shown()).toEqual(['198.18.0.1/16']);
  expect(await ip('route', 'show', '198.51.100.0/24')).toHaveLength(1);
});

describe('observed addresses', () => {
  test('belong to whom the inventory says, and to the object that has the device', async () => {
    await converge([address('198.18.0.1/24'), address('198.18.1.1/24')]);
    inventory.own(addressId(DEV, '198.18.0.1/24'));
    const port = declareNet('port/named', { interface: DEV });
    const live = await observeNet(context, [port]);
    expect(live.get(addressId(DEV, '198.18.0.1/24'))).toMatchObject({ owner: 'nla', parent: 'port/named' });
    expect(live.get(addressId(DEV, '198.18.1.1/24'))).toMatchObject({ owner: null, system: false });
    expect([...live.values()].find(({ id }) => id.startsWith(`address/${DEV}/fe80`))).toMatchObject({
      system: true,
    });
  });

  test('a duplicate is a fault that a replacement mends', async () => {
    await ip('address', 'add', '2001:db8:b::1/64', 'dev', 'nla-b', 'nodad');
    await ip('address', 'add', '2001:db8:b::1/64', 'dev', DEV);
    const declared = address('2001:db8:b::1/64');
    const isDuplicate = async (): Promise<boolean> =>
      ((await observeNet(context)).get(declared.id)?.faults ?? []).length > 0;
    await expect.poll(isDuplicate, { timeout: 5_000 }).toBe(true);
    const steps = await stepsTowards(context, [declared]);
    expect(steps.map(({ operation }) => operation)).toEqual(['delete', 'create']);
    expect(new Set(Object.values(await applyNet(context, steps)))).toEqual(new Set(['done']));
    expect(await stepsTowards(context, [declared])).toEqual([]);
  });
});

test('a rollback puts a deleted address back and takes a created one away', async () => {
  const [old, fresh] = [address('198.18.0.1/24'), address('198.18.1.1/24')];
  await converge([old]);
  const live = (await observeNet(context)).get(old.id) ?? null;
  const steps = [netStep('delete', old, { live }), netStep('create', fresh)];
  const checkpoint = netlinkPlugin.createCheckpoint(steps);
  await applyNet(context, steps);
  expect(await shown()).toEqual(['198.18.1.1/24']);
  await netlinkPlugin.rollback(context, checkpoint, steps);
  expect(await shown()).toEqual(['198.18.0.1/24']);
});
