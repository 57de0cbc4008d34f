import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { nextDelay, Poller } from '../../../src/watch/desired/poller.ts';

describe('the wait until the next look', () => {
  test('is the interval, a tenth more or less', () => {
    expect([0, 0.5, 0.999].map((random) => nextDelay(60_000, 0, random))).toEqual([54_000, 60_000, 65_988]);
  });

  test('grows with every failure, is never longer than the interval, and never the same on two hosts', () => {
    const waits = (random: number) => [1, 2, 3, 6, 7, 99, 5_000].map((n) => nextDelay(60_000, n, random));
    expect(waits(0)).toEqual([500, 1_000, 2_000, 16_000, 30_000, 30_000, 30_000]);
    expect(waits(0.5)).toEqual([750, 1_500, 3_000, 24_000, 45_000, 45_000, 45_000]);
    expect(Math.max(...waits(0.9999))).toBeLessThanOrEqual(60_000);
    expect(nextDelay(500, 1, 0.9999)).toBeLessThanOrEqual(500);
  });
});

describe('looking', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** A poller whose looks end when the test says how. */
  function controlled() {
    const looks: ((found: boolean) => void)[] = [];
    const look = (): Promise<boolean> => new Promise((resolve) => looks.push(resolve));
    const poller = new Poller({ intervalMs: 10_000, look, random: () => 0.5 });
    const end = async (found: boolean): Promise<void> => {
      looks.at(-1)?.(found);
      await vi.advanceTimersByTimeAsync(0);
    };
    return { poller, looks, end };
  }

  test('goes on at the interval, sooner after a failure, and at the interval again after success', async () => {
    const { poller, looks, end } = controlled();
    void poller.now();
    const countAfter = async (ms: number): Promise<number> => {
      await vi.advanceTimersByTimeAsync(ms);
      return looks.length;
    };
    await end(true);
    expect([await countAfter(9_999), await countAfter(1)]).toEqual([1, 2]);
    await end(false);
    expect([await countAfter(749), await countAfter(1)]).toEqual([2, 3]);
    await end(false);
    expect([await countAfter(1_499), await countAfter(1)]).toEqual([3, 4]);
    await end(true);
    expect([await countAfter(9_999), await countAfter(1)]).toEqual([4, 5]);
  });

  test('requests during a look lead to exactly one more, which they wait for', async () => {
    const { poller, looks, end } = controlled();
    void poller.now();
    let done = 0;
    for (let i = 0; i < 3; i += 1) void poller.now().then(() => (done += 1));
    expect(looks).toHaveLength(1);
    await end(true);
    expect([looks.length, done]).toEqual([2, 0]);
    await end(true);
    expect([looks.length, done]).toEqual([2, 3]);
    expect(vi.getTimerCount()).toBe(1);
  });

  test('stopped, none begins any more, and the one that runs is waited for', async () => {
    const { poller, looks, end } = controlled();
    void poller.now();
    void poller.now();
    let stopped = false;
    void poller.stop().then(() => {
      stopped = true;
    });
    await vi.advanceTimersByTimeAsync(60_000);
    expect([looks.length, stopped]).toEqual([1, false]);
    await end(true);
    await poller.now();
    await vi.advanceTimersByTimeAsync(60_000);
    expect([looks.length, stopped, vi.getTimerCount()]).toEqual([1, true, 0]);
  });
});
