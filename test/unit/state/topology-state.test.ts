import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { takeLock } from '../../../src/state/lock.ts';
import { ownershipIndex } from '../../../src/state/ownership.ts';
import { emptyState, StateStore } from '../../../src/state/topology-state.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'optopo-state-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

describe('state of a topology', () => {
  test('is read back as it was written', () => {
    const store = new StateStore(directory);
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
    const store = new StateStore(directory);
    store.save({ ...emptyState('net'), generation: 3 });
    writeFileSync(join(directory, 'topologies', file), '{"format_version":1,"na');
    expect(store.load('net').generation).toBe(3);
    expect(store.isWhole('net')).toBe(false);
    rmSync(join(directory, 'topologies', file));
    expect(store.load('net').generation).toBe(3);
  });

  test('with both broken is an error, never empty', () => {
    const store = new StateStore(directory);
    store.save(emptyState('net'));
    for (const file of ['net.json', 'net.copy.json']) writeFileSync(join(directory, 'topologies', file), 'x');
    expect(() => store.load('net')).toThrow(expect.objectContaining({ code: 'state-corrupt' }));
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
  const store = new StateStore(directory);
  store.save(emptyState('net'));
  const left = join(directory, 'topologies', 'net.json.tmp');
  writeFileSync(left, '{"half');
  store.save(emptyState('net'));
  expect(existsSync(left)).toBe(false);
  writeFileSync(left, '{"half');
  store.remove('net');
  expect(readdirSync(join(directory, 'topologies'))).toEqual([]);
});
