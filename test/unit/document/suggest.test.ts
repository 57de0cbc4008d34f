import { describe, expect, test } from 'vitest';
import { didYouMean, editDistance } from '../../../src/document/suggest.ts';

describe('did you mean', () => {
  test.each([
    ['fail-mode', ['fail_mode', 'mtu'], 'fail_mode'],
    ['failMode', ['fail_mode', 'mtu'], 'fail_mode'],
    ['adresses', ['addresses', 'adopt'], 'addresses'],
    ['tga', ['tag', 'trunks'], 'tag'],
    ['Bridges', ['bridges'], 'bridges'],
  ])('%s', (word, candidates, expected) => {
    expect(didYouMean(word, candidates)).toBe(`; did you mean ${expected}?`);
  });

  test('nothing where nothing is near', () => {
    expect(didYouMean('qos', ['bridges', 'ports'])).toBe('');
  });

  test.each([
    ['', '', 0],
    ['abc', 'abc', 0],
    ['abc', 'acb', 1],
    ['abc', 'ab', 1],
    ['kitten', 'sitting', 3],
    ['abcdef', 'x', 4],
  ])('%j to %j in %i steps, counted up to 3', (a, b, distance) => {
    expect(editDistance(a, b, 3)).toBe(distance);
    expect(editDistance(b, a, 3)).toBe(distance);
  });
});
