import { describe, expect, test } from 'vitest';
import { Fights } from '../../../src/watch/loop/fights.ts';

const MINUTE = 60_000;
const START = Date.parse('2026-11-28T12:00:00Z');

/** Repairs an object so often, a second apart; returns the last answer. */
function repair(fights: Fights, times: number, from: number) {
  let last: ReturnType<Fights['repaired']>;
  for (let n = 0; n < times; n += 1)
    last = fights.repaired('port/p1', 'tag 33 instead of 10', from + n * 1_000);
  return last;
}

describe('a fight', () => {
  test('begins with one repair too many within the window, and names both values and the end', () => {
    const fights = new Fights({ count: 20, windowMs: MINUTE });
    expect(repair(fights, 20, START)).toBeUndefined();
    expect(fights.holds('port/p1')).toBe(false);
    const fight = fights.repaired('port/p1', 'tag 33 instead of 10', START + 21_000);
    expect(fight?.message).toBe(
      'somebody else keeps changing it: tag 33 instead of 10, 21 times within 60 s; left alone until 2026-11-28T12:01:21.000Z',
    );
    expect(fights.holds('port/p1')).toBe(true);
    expect(fights.holds('port/p2')).toBe(false);
  });

  test('is none when the repairs are spread over more than the window', () => {
    const fights = new Fights({ count: 3, windowMs: MINUTE });
    for (let n = 0; n < 100; n += 1) {
      expect(fights.repaired('port/p1', 'tag', START + n * (MINUTE / 3 + 1))).toBeUndefined();
    }
  });

  test('ends after a time that doubles from one to the next, up to an hour', () => {
    const fights = new Fights({ count: 1, windowMs: MINUTE });
    let now = START;
    const truces: number[] = [];
    for (let n = 0; n < 9; n += 1) {
      const fight = repair(fights, 2, now);
      expect(fight).toBeDefined();
      truces.push(((fight?.until ?? 0) - now - 1_000) / MINUTE);
      expect(fights.nextEnd).toBe(fight?.until);
      expect(fights.end((fight?.until ?? 0) - 1)).toEqual([]);
      now = fight?.until ?? 0;
      expect(fights.end(now)).toEqual(['port/p1']);
      expect(fights.holds('port/p1')).toBe(false);
    }
    expect(truces).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
  });

  test('is forgotten when the object has been calm for long, or is declared anew', () => {
    const fights = new Fights({ count: 1, windowMs: MINUTE });
    const first = repair(fights, 2, START);
    fights.end(first?.until ?? 0);
    const later = repair(fights, 2, START + 60 * MINUTE);
    expect((later?.until ?? 0) - (START + 60 * MINUTE + 1_000)).toBe(MINUTE);
    fights.forget(['port/p1']);
    expect(fights.holds('port/p1')).toBe(false);
    expect(fights.nextEnd).toBe(Number.POSITIVE_INFINITY);
  });
});
