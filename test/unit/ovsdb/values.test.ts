import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../../src/model/json.ts';
import {
  decodeRow,
  decodeValue,
  encodeMap,
  encodeNamedUuid,
  encodeOptional,
  encodeSet,
  encodeUuid,
  mapOf,
  optionalOf,
  setOf,
} from '../../../src/wire/ovsdb/values.ts';

const UUID = '1b909e0b-27a4-4979-90e9-44b0c77b2152';
const atom = fc.oneof(fc.string(), fc.integer(), fc.boolean());

/** A set as the server writes it: one element bare. */
function asServer(elements: Json[]): Json {
  return elements.length === 1 ? (elements[0] as Json) : encodeSet(elements);
}

describe('values', () => {
  test('a set comes back whatever its size, one element bare', () => {
    fc.assert(
      fc.property(fc.array(atom), (elements) => {
        expect(setOf(decodeValue(asServer(elements)))).toEqual(elements);
        expect(setOf(decodeValue(encodeSet(elements)))).toEqual(elements);
      }),
    );
  });

  test('a map comes back, whatever its keys are called', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string()), (entries) => {
        expect(Object.entries(mapOf(decodeValue(encodeMap(entries))))).toEqual(Object.entries(entries));
      }),
    );
    expect(Object.keys(mapOf(decodeValue(['map', [['__proto__', 'x']]])))).toEqual(['__proto__']);
  });

  test('an optional value comes back', () => {
    fc.assert(
      fc.property(fc.option(atom), (value) => {
        expect(optionalOf(decodeValue(encodeOptional(value)))).toBe(value);
      }),
    );
  });

  test('uuids become text, alone, in sets and in maps with integer keys', () => {
    expect(decodeValue(encodeUuid(UUID))).toBe(UUID);
    expect(decodeValue(encodeNamedUuid('row1'))).toBe('row1');
    expect(decodeValue(['set', [['uuid', UUID]]])).toEqual([UUID]);
    expect(decodeValue(['map', [[0, ['uuid', UUID]]]])).toEqual({ '0': UUID });
  });

  test('a row is decoded column by column', () => {
    const row = { _uuid: ['uuid', UUID], tag: ['set', []], name: 'a', external_ids: ['map', [['a', 'b']]] };
    expect(decodeRow(row)).toEqual({ _uuid: UUID, tag: [], name: 'a', external_ids: { a: 'b' } });
  });

  test.each<[Json]>([[['nope', []]], [['set', 1]], [['map', [['a']]]], [['uuid']], [[]]])(
    'refuses %j',
    (value) => {
      expect(() => decodeValue(value)).toThrow(/no known notation/);
    },
  );
});
