import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import type { Resource } from '../../src/model/resource.ts';
import { netlinkPlugin } from '../../src/plugins/netlink/index.ts';
import { readLinks } from '../../src/wire/ip/links.ts';
import { writeBatch } from '../../src/wire/ip/write-batch.ts';
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

const { context, inventory } = kernelContext('nll');
const A = 'nll-a';
const B = 'nll-b';

beforeAll(requireLab);
afterEach(async () => {
  inventory.entries.clear();
  for (const { name } of await readLinks()) {
    // The other end of a pair has gone with the first.
    if (name.startsWith('nll-') && (await linkOf(name))) await ip('link', 'delete', 'dev', name);
  }
});

async function linkOf(name: string): Promise<JsonObject | undefined> {
  return (await ip('-details', 'link', 'show')).find(({ ifname }) => ifname === name);
}

async function isUp(name: string): Promise<boolean> {
  const flags = (await linkOf(name))?.flags;
  return Array.isArray(flags) && flags.includes('UP');
}

const link = (name: string, attributes: JsonObject, policy = {}): Resource =>
  declareNet(`link/${name}`, { state: 'up', ...attributes }, policy);
const pair = (attributes: JsonObject = {}): Resource => link(A, { kind: 'veth', peer: B, ...attributes });

async function converge(desired: readonly Resource[], last: readonly Resource[] = []): Promise<unknown> {
  return applyNet(context, await stepsTowards(context, desired, last));
}

describe('a created link', () => {
  test.each([
    ['veth', { peer: B }],
    ['bridge', {}],
    ['ifb', {}],
  ])('of kind %s is made with all its fields, and then nothing is left to do', async (kind, more) => {
    const declared = link(A, { kind, mtu: 1400, hwaddr: '02:00:00:00:0A:01', ...more });
    expect(await converge([declared])).toEqual({ [`create:link/${A}`]: 'done' });
    const made = await linkOf(A);
    expect(made).toMatchObject({ mtu: 1400, address: '02:00:00:00:0a:01', linkinfo: { info_kind: kind } });
    expect(await isUp(A)).toBe(true);
    expect(await stepsTowards(context, [declared])).toEqual([]);
  });

  test('both ends of a pair can be declared', async () => {
    const ends = [pair(), link(B, { kind: 'veth', peer: A, mtu: 1300 })];
    expect(await converge(ends)).toEqual({ [`create:link/${A}`]: 'done', [`create:link/${B}`]: 'done' });
    expect(await linkOf(B)).toMatchObject({ mtu: 1300, link: A });
    expect(await stepsTowards(context, ends)).toEqual([]);
    const deletions = ends.map((end) => netStep('delete', end));
    expect(await applyNet(context, deletions)).toEqual({
      [`delete:link/${A}`]: 'done',
      [`delete:link/${B}`]: 'done',
    });
    expect(await linkOf(B)).toBeUndefined();
  });

  test.each([
    ['mtu', 1400, { mtu: 1400 }],
    ['hwaddr', '02:00:00:00:00:09', { address: '02:00:00:00:00:09' }],
    ['state', 'down', { operstate: 'DOWN' }],
  ])('changes its %s in place', async (field, value, shown) => {
    await converge([pair()]);
    const before = await linkOf(A);
    const steps = await stepsTowards(context, [pair({ [field]: value })]);
    expect(steps.map(({ fields, operation }) => [operation, fields[0]?.field])).toEqual([['update', field]]);
    await applyNet(context, steps);
    expect(await linkOf(A)).toMatchObject({ ...shown, ifindex: before?.ifindex });
  });

  test('an omitted MTU goes back to 1500, an omitted MAC address stays', async () => {
    const declared = pair({ mtu: 1400, hwaddr: '02:00:00:00:00:08' });
    await converge([declared]);
    await converge([pair()], [declared]);
    expect(await linkOf(A)).toMatchObject({ mtu: 1500, address: '02:00:00:00:00:08' });
    expect(await stepsTowards(context, [pair()], [declared])).toEqual([]);
  });

  test('of another kind is made anew', async () => {
    await converge([pair()]);
    await converge([link(A, { kind: 'bridge' })]);
    expect(await linkOf(A)).toMatchObject({ linkinfo: { info_kind: 'bridge' } });
    expect(await linkOf(B)).toBeUndefined();
  });

  test('with another peer is made anew', async () => {
    await converge([pair()]);
    await converge([pair({ peer: 'nll-c' })]);
    expect(await linkOf(A)).toMatchObject({ link: 'nll-c' });
    expect(await linkOf(B)).toBeUndefined();
  });

  test('does not take the place of a link of another kind that somebody made', async () => {
    await ip('link', 'add', 'name', A, 'type', 'ifb');
    const result = await applyNet(context, [netStep('create', pair())]);
    expect(result[`create:link/${A}`]).toMatch(/^failed: .*another kind exists/);
    expect(await linkOf(A)).toMatchObject({ linkinfo: { info_kind: 'ifb' } });
  });

  test('a peer in another namespace is no difference', async () => {
    await converge([pair()]);
    const holder = String(process.pid);
    await ip('netns', 'add', `nll-${holder}`);
    try {
      await ip('link', 'set', 'dev', B, 'netns', `nll-${holder}`);
      expect((await observeNet(context)).get(`link/${A}`)?.attributes.peer).toBeUndefined();
      expect(await stepsTowards(context, [pair()])).toEqual([]);
    } finally {
      await ip('netns', 'delete', `nll-${holder}`);
    }
  });
});

describe('a link that exists anyway', () => {
  test('gets its declared fields and keeps the others', async () => {
    await ip('link', 'add', 'name', A, 'mtu', '1450', 'type', 'ifb');
    const declared = declareNet(`link/${A}`, { state: 'up' }, { unowned: true });
    expect(await converge([declared])).toEqual({ [`update:link/${A}`]: 'done' });
    expect(await linkOf(A)).toMatchObject({ mtu: 1450 });
    expect(await isUp(A)).toBe(true);
  });

  test('is not created when it is missing', async () => {
    const declared = declareNet(`link/${A}`, { state: 'up' }, { unowned: true });
    const result = await applyNet(context, [netStep('create', declared)]);
    expect(result[`create:link/${A}`]).toBe(`failed: the link ${A} does not exist`);
  });
});

describe('setting a link down', () => {
  test('keeps the IPv6 addresses that people set', async () => {
    await converge([pair()]);
    await ip('address', 'add', '2001:db8:aa::1/64', 'dev', A, 'nodad');
    await converge([pair({ state: 'down' })]);
    expect(await isUp(A)).toBe(false);
    expect((await observeNet(context)).has(`address/${A}/2001:db8:aa::1/64`)).toBe(true);
  });
});

describe('deleting links', () => {
  test('many at once takes exactly the named ones, and what is gone counts as done', async () => {
    const names = Array.from({ length: 30 }, (_, index) => `nll-m${index}`);
    await writeBatch([...names, 'nll-other'].map((name) => ['link', 'add', 'name', name, 'type', 'ifb']));
    await ip('link', 'delete', 'dev', 'nll-m7');
    const steps = names.map((name) => netStep('delete', link(name, { kind: 'ifb' })));
    const results = await applyNet(context, steps);
    expect(new Set(Object.values(results))).toEqual(new Set(['done']));
    const left = (await readLinks()).map(({ name }) => name).filter((name) => name.startsWith('nll-'));
    expect(left).toEqual(['nll-other']);
    expect((await linkOf('nll-other'))?.group).toBe('default');
  });

  test('is undone by a rollback, with the fields that it had', async () => {
    const declared = pair({ mtu: 1400, hwaddr: '02:00:00:00:00:07' });
    await converge([declared]);
    const live = (await observeNet(context)).get(declared.id) ?? null;
    const steps = [netStep('delete', declared, { live })];
    const checkpoint = netlinkPlugin.createCheckpoint(steps);
    await applyNet(context, steps);
    expect(await linkOf(A)).toBeUndefined();
    const undone = await netlinkPlugin.rollback(context, checkpoint, steps);
    expect(undone).toEqual([{ key: `delete:link/${A}`, status: 'done' }]);
    expect(await linkOf(A)).toMatchObject({ mtu: 1400, address: '02:00:00:00:00:07', link: B });
  });
});

test('a change of a link is told', async () => {
  let changes = 0;
  const stop = await netlinkPlugin.watchChanges(context, () => {
    changes += 1;
  });
  try {
    expect(changes).toBe(0);
    await ip('link', 'add', 'name', A, 'type', 'ifb');
    await expect.poll(() => changes, { timeout: 5_000 }).toBeGreaterThan(0);
  } finally {
    await stop();
  }
});
