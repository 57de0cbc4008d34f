import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ChangeAction } from '../../../src/model/plan.ts';
import { type Generation, sealGeneration } from '../../../src/state/generation.ts';
import { GenerationStore, KEPT_GENERATIONS } from '../../../src/state/generation-store.ts';

const SUMMARY = { create: 1 } as Record<ChangeAction, number>;

let directory: string;
let store: GenerationStore;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'optopo-generations-'));
  store = new GenerationStore(directory);
});
afterEach(() => rmSync(directory, { recursive: true }));

const path = (number: number): string => join(directory, 'generations', 'net', `${number}.json`);

function append(number: number, before: Generation | undefined): Generation {
  return store.append({
    ...{ format_version: 1, topology: 'net', generation: number, applied_at: `at ${number}`, by: 'root' },
    ...{ commit: null, summary: SUMMARY, topology_hash: null, resources: [], inventory: {} },
    previous: before?.hash ?? null,
  });
}

function appendMany(count: number): Generation[] {
  const all: Generation[] = [];
  for (let number = 1; number <= count; number += 1) all.push(append(number, all.at(-1)));
  return all;
}

describe('the chain of generations', () => {
  test('is read back as it was written, and private', () => {
    const written = appendMany(3);
    expect(store.chain('net')).toEqual(written);
    expect(written.map(({ previous }) => previous)).toEqual([null, written[0]?.hash, written[1]?.hash]);
    expect(statSync(path(1)).mode & 0o777).toBe(0o600);
    expect(store.chain('other')).toEqual([]);
  });

  test(`keeps ${KEPT_GENERATIONS}; the check starts at the oldest kept`, () => {
    appendMany(KEPT_GENERATIONS + 5);
    const kept = store.chain('net');
    expect(kept.map(({ generation }) => generation).slice(0, 2)).toEqual([6, 7]);
    expect(kept).toHaveLength(KEPT_GENERATIONS);
  });

  test('sorts by number, not by name', () => {
    appendMany(11);
    expect(store.numbers('net').slice(-2)).toEqual([10, 11]);
  });

  test.each([
    [
      'a changed byte',
      () => writeFileSync(path(2), readFileSync(path(2), 'utf8').replace('at 2', 'at 9')),
      2,
    ],
    ['a cut file', () => writeFileSync(path(2), readFileSync(path(2), 'utf8').slice(0, 40)), 2],
    ['null', () => writeFileSync(path(2), 'null'), 2],
    ['a missing file', () => rmSync(path(2)), 2],
    ['a file under another number', () => writeFileSync(path(2), readFileSync(path(1))), 2],
    [
      'a generation that was changed and sealed again',
      () => {
        const { hash: _, ...content } = store.load('net', 2) as Generation;
        writeFileSync(path(2), JSON.stringify(sealGeneration({ ...content, by: 'nobody' })));
      },
      2,
    ],
  ])('%s is an error that names the file', (_, tamper, number) => {
    appendMany(3);
    tamper();
    expect(() => store.chain('net')).toThrow(
      expect.objectContaining({ code: 'state-corrupt', message: expect.stringContaining(path(number)) }),
    );
  });

  test('its end has to be the one that the state remembers, or one written just before a crash', () => {
    const [first, second] = appendMany(2);
    expect(store.head('net', second?.hash ?? null)).toEqual(second);
    expect(store.head('net', first?.hash ?? null)).toEqual(second);
    rmSync(path(2));
    expect(() => store.head('net', second?.hash ?? null)).toThrow(
      expect.objectContaining({ code: 'state-corrupt', message: expect.stringContaining(path(2)) }),
    );
    expect(store.head('net', null)).toEqual(first);
  });

  test('gives the newest one that is whole, and says which are not', () => {
    const [first] = appendMany(3);
    writeFileSync(path(3), '{');
    writeFileSync(path(2), '');
    expect(store.newestIntact('net')).toEqual({ generation: first, broken: [3, 2] });
  });
});
