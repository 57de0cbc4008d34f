import { expect, test } from 'vitest';
import { doublingPause } from '../../../src/model/doubling-pause.ts';

test('pauses double up to the longest, and stay there', () => {
  const pauses = [0, 1, 2, 3, 4, 5_000].map((before) =>
    doublingPause({ firstMs: 50, longestMs: 300 }, before),
  );
  expect(pauses).toEqual([50, 100, 200, 300, 300, 300]);
});
