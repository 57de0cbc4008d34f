import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Generation } from '../../../src/state/generation.ts';
import { GenerationStore } from '../../../src/state/generation-store.ts';
import { takeLock } from '../../../src/state/lock.ts';
import { ownershipIndex } from '../../../src/state/ownership.ts';
import { emptyState, StateStore } from '../../../src/state/topology-state.ts';

let directory: string;
let warnings: string[];
const warn = (message: string): void => void warnings.push(message);
beforeEach(() => {
  warnings = [];
  directory = mkdtempSync(join(tmpdir(), 'optopo-state-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

describe('state of a topology', () => {
  test('is read back as it was written', () => {
    const store = new StateStore(directory, warn);
    const state = {
      ...emptyState('net'),
      generation: 3,
      inventory: { 'address/p1/10.0.0.1/24': { adopted: true } },
    };
    store.save(state);
    expect(store.load('net')).toEqual(state);
    expect(store.names()).toEqual(['net']);
    store.remove('net');
    expect(store.names()).toEqual([]);
    expect(store.load('net')).toEqual(emptyState('net'));
  });

  test.each(['net.json', 'net.copy.json'])('survives the loss of %s', (file) => {
    const store = new StateStore(directory, warn);
    store.save({ ...emptyState('net'), generation: 3 });
    writeFileSync(join(directory, 'topologies', file), '{"format_version":1,"na');
    expect(store.load('net').generation).toBe(3);
    expect(store.isWhole('net')).toBe(false);
    rmSync(join(directory, 'topologies', file));
    expect(store.load('net').generation).toBe(3);
  });

  test.each<[string, (state: object) => object]>([
    ['no inventory', ({ inventory, ...rest }: { inventory?: unknown }) => rest],
    ['an inventory of other things', (state) => ({ ...state, inventory: { a: null } })],
    ['no list of what is pending', (state) => ({ ...state, pending: {} })],
    ['a resource that is none', (state) => ({ ...state, resources: [null] })],
    ['half of what is unconfirmed', (state) => ({ ...state, unconfirmed: { id: 'x' } })],
  ])('that only looks whole is broken: %s', (_, change) => {
    const store = new StateStore(directory, warn);
    store.save({ ...emptyState('net'), generation: 3 });
    const text = JSON.stringify(change(JSON.parse(JSON.stringify(emptyState('net')))));
    for (const file of ['net.json', 'net.copy.json'])
      writeFileSync(join(directory, 'topologies', file), text);
    expect(store.load('net').rebuilt).toBe(true);
  });

  test('of which the files are no files is broken, and can be written again', () => {
    const store = new StateStore(directory, warn);
    for (const file of ['topologies/net.json', 'topologies/net.copy.json', 'generations/net/1.json'])
      mkdirSync(join(directory, file), { recursive: true });
    expect([store.names(), store.load('net').rebuilt, store.isWhole('net')]).toEqual([['net'], true, false]);
    store.save(emptyState('net'));
    expect(store.load('net')).toEqual(emptyState('net'));
  });

  test('whose files are lost is still named when its newest generation owned something', () => {
    const store = new StateStore(directory, warn);
    const append = (number: number, inventory: Generation['inventory']) =>
      new GenerationStore(directory).append({
        ...{
          format_version: 1,
          topology: 'net',
          generation: number,
          applied_at: 'then',
          by: 'root',
          commit: null,
        },
        ...{
          summary: {} as Generation['summary'],
          topology_hash: 'h',
          resources: [],
          inventory,
          previous: null,
        },
      });
    append(1, { 'link/va': { adopted: false } });
    expect([store.names(), store.load('net').inventory]).toEqual([
      ['net'],
      { 'link/va': { adopted: false } },
    ]);
    append(2, {});
    expect([store.names(), store.load('net')]).toEqual([[], emptyState('net')]);
  });

  const spoil = (): void => {
    for (const file of ['net.json', 'net.copy.json']) writeFileSync(join(directory, 'topologies', file), 'x');
  };

  test('with both broken is rebuilt from the newest intact generation, said once, and kept aside', () => {
    const store = new StateStore(directory, warn);
    const inventory = { 'address/p1/10.0.0.1/24': { adopted: true } };
    const generation = new GenerationStore(directory).append({
      ...{ format_version: 1, topology: 'net', generation: 4, applied_at: 'then', by: 'root', commit: null },
      ...{
        summary: {} as Generation['summary'],
        topology_hash: 'h',
        resources: [],
        inventory,
        previous: null,
      },
    });
    writeFileSync(join(directory, 'generations/net/5.json'), '{');
    store.save(emptyState('net'));
    spoil();
    const state = store.load('net');
    expect(state).toMatchObject({
      ...{ generation: 4, generationHash: generation.hash, hash: 'h', lastApplied: 'then', inventory },
      ...{ rebuilt: true, error: expect.stringContaining('rebuilt from generation 4') },
    });
    expect(state.error).toContain('generation 5 is broken too');
    expect(store.load('net')).toEqual(state);
    expect(warnings).toEqual([state.error]);
    expect(readFileSync(join(directory, 'topologies/net.json'), 'utf8')).toBe('x');

    store.save(emptyState('net'));
    expect(store.load('net')).toEqual(emptyState('net'));
    const kept = readdirSync(join(directory, 'topologies')).filter((file) => file.includes('.corrupt-'));
    expect(kept).toHaveLength(2);
    for (const file of kept) expect(readFileSync(join(directory, 'topologies', file), 'utf8')).toBe('x');
    expect(store.names()).toEqual(['net']);
  });

  test('with both gone is lost, not new, while the newest generation declares something', () => {
    const store = new StateStore(directory, warn);
    const generations = new GenerationStore(directory);
    const content = {
      ...{ format_version: 1 as const, topology: 'net', applied_at: 'then', by: 'root', commit: null },
      ...{ summary: {} as Generation['summary'], topology_hash: null, resources: [], previous: null },
    };
    generations.append({ ...content, generation: 1, inventory: { 'link/a': { adopted: false } } });
    expect(store.load('net')).toMatchObject({ rebuilt: true, inventory: { 'link/a': { adopted: false } } });
    expect(warnings).toEqual([expect.stringContaining('missing')]);
    generations.append({ ...content, generation: 2, inventory: {} });
    expect(store.load('net')).toEqual(emptyState('net'));
  });

  test('with both broken and no generation is known to be lost, never empty', () => {
    const store = new StateStore(directory, warn);
    store.save(emptyState('net'));
    spoil();
    expect(store.load('net')).toMatchObject({ rebuilt: true, error: expect.stringContaining('marks') });
    store.remove('net');
    expect(store.names()).toEqual([]);
    expect(readdirSync(join(directory, 'topologies'))).toHaveLength(2);
  });
});

describe('ownership', () => {
  test('tells whose an object is', () => {
    const mine = { ...emptyState('mine'), inventory: { 'link/a': { adopted: true } } };
    const theirs = { ...emptyState('theirs'), inventory: { 'link/b': { adopted: false } } };
    const index = ownershipIndex('mine', [mine, theirs]);
    expect(index.lookup('link/a')).toEqual({ id: 'link/a', owner: 'mine', adopted: true });
    expect(index.lookup('link/b')?.owner).toBe('theirs');
    expect(index.lookup('link/c')).toBeUndefined();
    expect(index.own().map(({ id }) => id)).toEqual(['link/a']);
    expect(index.heir).toBeUndefined();
  });

  test('leaves what is marked without a name to the one topology whose inventory is lost', () => {
    const mine = { ...emptyState('mine'), rebuilt: true as const };
    expect(ownershipIndex('mine', [mine, emptyState('theirs')]).heir).toBe('mine');
    expect(ownershipIndex('theirs', [emptyState('theirs'), mine]).heir).toBeUndefined();
    expect(ownershipIndex('mine', [mine, { ...emptyState('theirs'), rebuilt: true }]).heir).toBeUndefined();
  });
});

describe('lock', () => {
  test('the second one is refused and told who has it, until it is released', async () => {
    const release = await takeLock(directory);
    await expect(takeLock(directory)).rejects.toMatchObject({
      code: 'locked',
      exitCode: 75,
      message: expect.stringContaining(`pid ${process.pid}`),
    });
    release();
    (await takeLock(directory))();
  });

  test('waits as long as it is told to', async () => {
    const release = await takeLock(directory);
    const begun = performance.now();
    await expect(takeLock(directory, { seconds: 0.3 })).rejects.toMatchObject({ code: 'locked' });
    expect(performance.now() - begun).toBeGreaterThan(250);
    const waiting = takeLock(directory, { seconds: 10 });
    release();
    (await waiting)();
  });

  test('stops waiting when the user asks to', async () => {
    const release = await takeLock(directory);
    const abort = new AbortController();
    const stopped = takeLock(directory, { seconds: 10, stopped: () => true });
    await expect(stopped).rejects.toMatchObject({ code: 'interrupted', exitCode: 130 });
    const aborted = takeLock(directory, { seconds: 10, signal: abort.signal });
    abort.abort();
    await expect(aborted).rejects.toMatchObject({ code: 'interrupted' });
    release();
  });
});

test('what a killed writer left is gone after the next write, and after removal', () => {
  const store = new StateStore(directory, warn);
  store.save(emptyState('net'));
  const left = join(directory, 'topologies', 'net.json.tmp');
  writeFileSync(left, '{"half');
  store.save(emptyState('net'));
  expect(existsSync(left)).toBe(false);
  writeFileSync(left, '{"half');
  store.remove('net');
  expect(readdirSync(join(directory, 'topologies'))).toEqual([]);
});
