import { describe, expect, test } from 'vitest';
import { backoffMs, withJitter } from '../../../src/watch/loop/backoff.ts';
import { Marks } from '../../../src/watch/loop/marks.ts';
import { RepairLimit } from '../../../src/watch/loop/repair-limit.ts';

describe('the pause after a failure', () => {
  test('doubles from 5 ms to 5 minutes', () => {
    const pauses = [1, 2, 3, 4, 10, 17, 100].map((failures) => backoffMs(failures, 0.5));
    expect(pauses).toEqual([5, 10, 20, 40, 2_560, 300_000, 300_000]);
  });

  test('is a fifth longer or shorter by chance', () => {
    expect(withJitter(1_000, 0)).toBe(800);
    expect(withJitter(1_000, 0.5)).toBe(1_000);
    expect(withJitter(1_000, 0.999)).toBeCloseTo(1_200, 0);
  });
});

describe('marks', () => {
  const ovs = { type: 'signal', plugin: 'ovs' } as const;

  test('hold each cause once, and since when there is one', () => {
    const marks = new Marks();
    for (let n = 10; n < 1_000; n += 1) marks.add(ovs, n);
    marks.add({ type: 'resync' }, 2_000);
    expect(marks.take(3_000)).toEqual({ causes: [ovs, { type: 'resync' }], since: 10 });
    expect(marks.isEmpty).toBe(true);
  });

  test('signals from before a reading are dropped, later ones and what people asked for are kept', () => {
    const marks = new Marks();
    marks.add(ovs, 10);
    marks.add({ type: 'signal', plugin: 'netlink' }, 10);
    marks.add({ type: 'signal', plugin: 'netlink' }, 30);
    marks.add({ type: 'request', by: 'SIGHUP' }, 10);
    marks.dropSignalsBefore(20);
    expect(marks.take(40)).toEqual({
      causes: [
        { type: 'signal', plugin: 'netlink' },
        { type: 'request', by: 'SIGHUP' },
      ],
      since: 10,
    });
  });
});

describe('repairs within a minute', () => {
  test('are at most so many; the next one waits until the oldest is a minute old', () => {
    const limit = new RepairLimit(2);
    expect(limit.waitMs(0)).toBe(0);
    limit.note(1_000);
    expect(limit.waitMs(2_000)).toBe(0);
    limit.note(10_000);
    expect(limit.waitMs(20_000)).toBe(62_000 - 20_000);
    expect(limit.waitMs(61_999)).toBeGreaterThan(0);
    expect(limit.waitMs(62_000)).toBe(0);
    limit.note(62_000);
    expect(limit.waitMs(62_001)).toBe(71_000 - 62_001);
  });

  test('of a limit that was never reached cost no memory', () => {
    const limit = new RepairLimit(1_000_000);
    for (let n = 0; n < 100_000; n += 1) limit.note(n * 10);
    expect(limit.waitMs(1_000_000)).toBe(0);
  });
});
