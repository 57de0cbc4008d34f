import { describe, expect, test } from 'vitest';
import { contentHash, movedBetween, type PlanBasis } from '../../../src/pipeline/plan-basis.ts';

const BASIS: PlanBasis = { state: 's', objects: { 'port/a': '1', 'port/b': '2' }, plan: 'p' };

describe('what has moved between two bases', () => {
  test.each<[Partial<PlanBasis>, string[]]>([
    [{}, []],
    [{ objects: { 'port/b': '2', 'port/a': '1' } }, []],
    [{ objects: { 'port/a': '9', 'port/b': '2' } }, ['port/a is not as it was']],
    [{ objects: { 'port/b': '2' } }, ['port/a is gone']],
    [{ objects: { ...BASIS.objects, 'port/c': '3' } }, ['port/c is there now']],
    [{ state: 't' }, ['the last applied topology or the inventory is another one']],
    [{ plan: 'q' }, ['what others have beside it would change the plan']],
    [{ plan: 'q', objects: { 'port/a': '1' } }, ['port/b is gone']],
  ])('%j', (change, moved) => expect(movedBetween(BASIS, { ...BASIS, ...change })).toEqual(moved));

  test('does not depend on the order of keys or on absent ones', () => {
    expect(contentHash({ a: 1, b: { c: 2, d: undefined } })).toBe(contentHash({ b: { c: 2 }, a: 1 }));
    expect(contentHash([1, 2])).not.toBe(contentHash([2, 1]));
  });
});
