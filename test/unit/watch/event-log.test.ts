import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { MemoryEventLog } from '../../../src/watch/event-log.ts';
import { EventFiles, eventDirectory, readEventFiles } from '../../../src/watch/events/event-files.ts';
import { FileEventLog } from '../../../src/watch/events/file-event-log.ts';
import { repairEvent } from '../../support/fake-daemon.ts';

const root = mkdtempSync(join(tmpdir(), 'optopo-events-'));
afterAll(() => rmSync(root, { recursive: true }));

let made = 0;
function newStateDir(): string {
  made += 1;
  return join(root, String(made));
}

const noTrouble = (message: string): void => expect.fail(message);

function openLog(stateDir: string): FileEventLog {
  return new FileEventLog(stateDir, noTrouble);
}

const numbers = (events: readonly { seq: number }[]): number[] => events.map(({ seq }) => seq);

describe('the event log', () => {
  test('numbers events over restarts and hands out what it has', () => {
    const stateDir = newStateDir();
    const first = openLog(stateDir);
    first.append(repairEvent());
    first.append(repairEvent({ message: 'second' }));
    first.close();

    const second = openLog(stateDir);
    expect(second.append(repairEvent()).seq).toBe(3);
    expect(numbers(second.after(0))).toEqual([1, 2, 3]);
    expect(second.after(1)[0]).toMatchObject({ seq: 2, message: 'second', drift: [{ id: 'port/p1' }] });
    expect(readEventFiles(eventDirectory(stateDir))).toEqual(second.after(0));
    second.close();
  });

  test('is readable by its owner alone', () => {
    const stateDir = newStateDir();
    const log = openLog(stateDir);
    log.append(repairEvent());
    const directory = eventDirectory(stateDir);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    expect(statSync(join(directory, 'events.jsonl')).mode & 0o777).toBe(0o600);
    log.close();
  });

  test('passes over a line that was cut off, at whatever byte, and goes on behind it', () => {
    const whole = newStateDir();
    const log = openLog(whole);
    log.append(repairEvent());
    log.append(repairEvent({ message: 'naïve' }));
    log.close();
    const text = readFileSync(join(eventDirectory(whole), 'events.jsonl'));
    const firstLine = text.indexOf('\n') + 1;
    for (let cut = firstLine; cut < text.length - 1; cut += 7) {
      const stateDir = newStateDir();
      mkdirSync(eventDirectory(stateDir), { recursive: true });
      writeFileSync(join(eventDirectory(stateDir), 'events.jsonl'), text.subarray(0, cut));
      const again = openLog(stateDir);
      expect(again.append(repairEvent({ message: 'after' })).seq).toBe(2);
      again.close();
      const kept = readEventFiles(eventDirectory(stateDir));
      expect(kept.map(({ seq, message }) => [seq, message])).toEqual([
        [1, '1 object repaired'],
        [2, 'after'],
      ]);
    }
  });

  test('keeps two files of bounded size', () => {
    const directory = join(newStateDir(), 'events');
    const files = new EventFiles(directory, 2_000);
    const log = new MemoryEventLog();
    for (let count = 0; count < 50; count += 1) files.append(log.append(repairEvent()));
    files.close();
    expect(readdirSync(directory).sort()).toEqual(['events.1.jsonl', 'events.jsonl']);
    for (const name of readdirSync(directory)) {
      expect(statSync(join(directory, name)).size).toBeLessThanOrEqual(2_000);
    }
    const kept = numbers(readEventFiles(directory));
    expect(kept.at(-1)).toBe(50);
    expect(kept.length).toBeGreaterThan(5);
    expect(kept).toEqual(Array.from(kept, (_, index) => (kept[0] as number) + index));
  });

  test('says once that it cannot write, keeps going, and says when it can again', () => {
    const stateDir = newStateDir();
    mkdirSync(stateDir);
    // A file where the directory should be: every write fails.
    const said: string[] = [];
    const log = new FileEventLog(stateDir, (message) => said.push(message));
    writeFileSync(eventDirectory(stateDir), '');
    for (let count = 0; count < 3; count += 1) log.append(repairEvent());
    expect(said).toEqual([expect.stringMatching(/memory only, from 1 on: .*E/)]);
    expect(numbers(log.after(0))).toEqual([1, 2, 3]);

    rmSync(eventDirectory(stateDir));
    log.append(repairEvent());
    expect(said[1]).toBe('events are written to disk again, from 4 on');
    expect(numbers(readEventFiles(eventDirectory(stateDir)))).toEqual([4]);
    log.close();
  });

  test('a full disk that took half a line costs that line only', () => {
    const directory = join(newStateDir(), 'events');
    const log = new MemoryEventLog();
    const files = new EventFiles(directory);
    files.append(log.append(repairEvent()));
    files.close();
    appendFileSync(join(directory, 'events.jsonl'), '{"seq":2,"ty');
    files.append(log.append(repairEvent()));
    files.close();
    truncateSync(join(directory, 'events.jsonl'), statSync(join(directory, 'events.jsonl')).size - 3);
    files.append(log.append(repairEvent({ message: 'third' })));
    files.close();
    expect(numbers(readEventFiles(directory))).toEqual([1, 3]);
  });

  test('keeps a bounded number of events and drifted objects in memory', () => {
    const log = new MemoryEventLog();
    for (let count = 0; count < 1_500; count += 1) log.append(repairEvent());
    expect(numbers(log.after(0))).toHaveLength(250);
    expect(log.after(0)[0]?.seq).toBe(1_251);
    const drift = Array.from({ length: 15_000 }, () => repairEvent().drift?.[0] as never);
    log.append(repairEvent({ drift }));
    log.append(repairEvent({ drift }));
    expect(numbers(log.after(0))).toEqual([1_502]);
  });
});
