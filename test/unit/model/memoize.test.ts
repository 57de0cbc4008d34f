import { describe, expect, test } from 'vitest';
import { keepEqual, memoize, memoizeFor } from '../../../src/model/memoize.ts';

describe('memoize', () => {
  test('computes once for a text, and anew when it holds too many', () => {
    const computed: string[] = [];
    const length = memoize((text) => {
      computed.push(text);
      return text.length;
    }, 2);
    expect([length('a'), length('a'), length('bb'), length('ccc'), length('a')]).toEqual([1, 1, 2, 3, 1]);
    expect(computed).toEqual(['a', 'bb', 'ccc', 'a']);
  });
});

describe('memoizeFor', () => {
  test('gives the same answer for the very same arguments, and a new one for equal ones', () => {
    const wrap = memoizeFor((list: readonly number[], text: string) => ({ list, text }));
    const list = [1];
    const first = wrap(list, 'x');
    expect(wrap(list, ['x'].join(''))).toBe(first);
    expect(wrap([1], 'x')).not.toBe(first);
    expect(wrap(list, 'y')).toEqual({ list, text: 'y' });
  });

  test('keeps one answer for each object', () => {
    const wrap = memoizeFor((of: { name: string }, value: number) => ({ of, value }));
    const [one, other] = [{ name: 'a' }, { name: 'b' }];
    const [a, b] = [wrap(one, 1), wrap(other, 1)];
    expect(wrap(one, 1)).toBe(a);
    expect(wrap(other, 1)).toBe(b);
    expect(wrap(one, 2)).toEqual({ of: one, value: 2 });
    expect(wrap(one, 1)).not.toBe(a);
  });

  test('tells a longer list of arguments from its beginning', () => {
    const all = memoizeFor((of: { name: string }, ...more: number[]) => ({ of, more }));
    const one = { name: 'a' };
    expect(all(one, 1).more).toEqual([1]);
    expect(all(one, 1, 2).more).toEqual([1, 2]);
    expect(all(one).more).toEqual([]);
  });
});

describe('keepEqual', () => {
  test('gives the earlier value where the new one is equal, maps and sets included', () => {
    const keep = keepEqual<unknown>();
    const first = { rows: [{ tag: 1 }], names: new Map([[1, 'a']]), owners: new Set(['net']) };
    expect(keep('k', first)).toBe(first);
    expect(keep('k', structuredClone(first))).toBe(first);
    expect(keep('other', structuredClone(first))).not.toBe(first);
  });

  test.each([
    ['another value', { tag: 2, names: new Map([[1, 'a']]) }],
    ['a field less', { names: new Map([[1, 'a']]) }],
    ['another entry of a map', { tag: 1, names: new Map([[1, 'b']]) }],
  ])('takes the new value for %s', (_what, changed) => {
    const keep = keepEqual<unknown>();
    keep('k', { tag: 1, names: new Map([[1, 'a']]) });
    expect(keep('k', changed)).toBe(changed);
  });
});
