import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { OptopoError } from '../../../src/model/error.ts';
import type { Json } from '../../../src/model/json.ts';
import { JsonFramer } from '../../../src/wire/ovsdb/json-framer.ts';

const MESSAGES: Json[] = [
  { id: 1, result: ['Open_vSwitch'], error: null },
  { id: null, method: 'update2', params: ['m', { Port: { u: { modify: { name: 'grüße-日本-🙂' } } } }] },
  { 'brackets in strings': '}]{["\\"' },
  [],
  { nested: [[[{}]]] },
];
const STREAM = Buffer.from(MESSAGES.map((message) => JSON.stringify(message)).join(' \n'), 'utf8');

describe('JsonFramer', () => {
  test('gives the same values wherever the stream is cut in two', () => {
    for (let cut = 0; cut <= STREAM.length; cut += 1) {
      const framer = new JsonFramer();
      expect([...framer.push(STREAM.subarray(0, cut)), ...framer.push(STREAM.subarray(cut))]).toEqual(
        MESSAGES,
      );
    }
  });

  test('gives the same values byte by byte, each as soon as it is whole', () => {
    const framer = new JsonFramer();
    const counts = [...STREAM].map((byte) => framer.push(Buffer.from([byte])));
    expect(counts.flat()).toEqual(MESSAGES);
    expect(counts.every((values) => values.length <= 1)).toBe(true);
  });

  test('gives any values back, in any pieces', () => {
    const message = fc.oneof(fc.object({ withNullPrototype: false }), fc.array(fc.jsonValue()));
    fc.assert(
      fc.property(fc.array(message, { maxLength: 5 }), fc.array(fc.nat(2_000)), (messages, cuts) => {
        const texts = messages.map((value) => JSON.stringify(value));
        const stream = Buffer.from(texts.join(''), 'utf8');
        const at = [0, ...cuts.map((cut) => cut % (stream.length + 1)), stream.length].sort((a, b) => a - b);
        const framer = new JsonFramer();
        const values = at.slice(1).flatMap((end, index) => framer.push(stream.subarray(at[index], end)));
        expect(values).toEqual(texts.map((text) => JSON.parse(text)));
      }),
    );
  });

  test.each([
    ['text', 'HTTP/1.1 400 Bad Request'],
    ['a bare number', '42'],
    ['a closing bracket', ']'],
    ['crossed brackets', '{"a":[}]'],
    ['binary', '\u0000\u0001'],
  ])('refuses %s', (_, text) => {
    expect(codeOf(() => new JsonFramer().push(Buffer.from(text)))).toBe('protocol');
  });

  test('refuses bytes that are no UTF-8', () => {
    const bytes = Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]);
    expect(codeOf(() => new JsonFramer().push(bytes))).toBe('protocol');
  });

  test('refuses a message beyond its limit, whole or in pieces', () => {
    const text = Buffer.from(JSON.stringify({ a: 'x'.repeat(100) }));
    expect(codeOf(() => new JsonFramer(50).push(text))).toBe('protocol');
    const framer = new JsonFramer(50);
    framer.push(text.subarray(0, 40));
    expect(codeOf(() => framer.push(text.subarray(40, 60)))).toBe('protocol');
    expect(new JsonFramer(text.length).push(text)).toHaveLength(1);
  });
});

function codeOf(action: () => unknown): string | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    return (error as OptopoError).code;
  }
}
