import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type JournalEntry, type JournalHeader, parseJournal } from '../../../src/state/journal.ts';
import { progressOf, progressText } from '../../../src/state/journal-progress.ts';
import { JournalStore } from '../../../src/state/journal-store.ts';

const HEADER: JournalHeader = {
  ...{ format_version: 1, topology: 'net', pid: 123, startTime: '4567', bootId: 'b' },
  ...{ command: 'optopo apply net.yaml', since: '2026-11-28T10:00:00.000Z' },
  steps: ['create:bridge/br0', 'create:port/p1', 'create:container/100'],
};
const ENTRIES: JournalEntry[] = [
  { step: 'create:bridge/br0', now: 'begun' },
  { child: { pid: 9, startTime: '5' }, argv: ['ip', '-batch', '-'] },
  { step: 'create:bridge/br0', now: 'done' },
  { step: 'create:container/100', now: 'begun' },
];

let stateDir: string;
let store: JournalStore;
beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), 'optopo-journal-'));
  store = new JournalStore(stateDir);
});
afterEach(() => rmSync(stateDir, { recursive: true }));

/** Text of a journal with all entries, as it stands on disk. */
const TEXT = [HEADER, ...ENTRIES].map((line) => `${JSON.stringify(line)}\n`).join('');

describe('the journal of a run', () => {
  test('is read as it was written, only by root, and gone after its end', () => {
    const writer = store.prepare(HEADER).begin();
    for (const entry of ENTRIES) writer.append(entry);
    expect(store.read('net')).toEqual({ header: HEADER, entries: ENTRIES });
    expect(store.names()).toEqual(['net']);
    expect(statSync(store.path('net')).mode & 0o777).toBe(0o600);
    writer.close();
    store.remove('net');
    expect(store.read('net')).toBeUndefined();
    expect(store.names()).toEqual([]);
  });

  test('takes its place only when it begins; the one before stays until then', () => {
    store
      .prepare({ ...HEADER, pid: 99 })
      .begin()
      .close();
    const prepared = store.prepare(HEADER);
    expect(store.read('net')?.header?.pid).toBe(99);
    prepared.discard();
    expect(store.read('net')?.header?.pid).toBe(99);
    store.prepare(HEADER).begin().close();
    expect(store.read('net')).toEqual({ header: HEADER, entries: [] });
    expect(readdirSync(join(stateDir, 'journal'))).toEqual(['net.jsonl']);
  });

  test('cannot be written: state-unusable, naming the file', () => {
    writeFileSync(join(stateDir, 'journal'), 'in the way');
    expect(() => store.prepare(HEADER)).toThrowError(
      expect.objectContaining({ code: 'state-unusable', tried: `write ${store.path('net')}` }),
    );
  });
});

test('cut at any byte behind its header, a journal tells what was whole by then', () => {
  const bytes = Buffer.from(TEXT);
  for (let length = TEXT.indexOf('\n') + 1; length <= bytes.length; length += 1) {
    const text = bytes.subarray(0, length).toString();
    const lines = text.split('\n').length - 1;
    expect(parseJournal(text, 'net')).toEqual({ header: HEADER, entries: ENTRIES.slice(0, lines - 1) });
  }
});

test.each([
  ['a line in the middle', TEXT.replace('"now":"done"', '"now":'), 4],
  ['an unknown line', TEXT.replace('{"step":"create:bridge/br0","now":"begun"}', '{"stop":1}'), 2],
  ['a line of zeros', TEXT.replace(/\{"child.*\n/, '\0\0\0\n'), 3],
  ['a child without its start time', TEXT.replace('"startTime":"5"', '"startTime":null'), 3],
])('%s is broken', (_what, text, brokenLine) => {
  expect(parseJournal(text, 'net')).toMatchObject({ header: HEADER, brokenLine });
});

test.each([
  ['nothing', ''],
  ['half a header', TEXT.slice(0, 30)],
  ['the journal of another topology', TEXT.replace('"net"', '"other"')],
])('%s is broken from its first line on', (_what, text) => {
  const { header, brokenLine } = parseJournal(text, 'net');
  expect([header, brokenLine]).toEqual([undefined, 1]);
});

describe('where a run is', () => {
  const at = (...entries: JournalEntry[]): string =>
    progressText(progressOf({ header: HEADER, entries: [...ENTRIES, ...entries] }));

  test.each<[string, JournalEntry[]]>([
    ['after 1 of 3 steps, in create:container/100', []],
    ['after 1 of 3 steps, in create:container/100 and 1 more', [{ step: 'create:port/p1', now: 'begun' }]],
    ['after 1 of 3 steps', [{ step: 'create:container/100', now: 'failed' }]],
    [
      'after 2 of 2 steps, before it had come to its end',
      [
        { step: 'create:container/100', now: 'done' },
        { steps: ['update:port/p1', 'update:port/p2'] },
        { step: 'update:port/p1', now: 'done' },
        { step: 'update:port/p2', now: 'done' },
      ],
    ],
    [
      'while taking back what it did, 1 of 2 steps undone',
      [{ undoing: 2 }, { step: 'create:container/100', now: 'undone' }],
    ],
  ])('%s', (text, entries) => {
    expect(at(...entries)).toBe(` ${text}`);
  });
});
