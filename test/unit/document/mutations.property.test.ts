// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of topologies are among what is tested
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isMap, isSeq, parseDocument, visit } from 'yaml';
import { OptopoError } from '../../../src/model/error.ts';
import { load } from './documents.ts';

const SOURCES = readdirSync('topologies').map((file) => readFileSync(join('topologies', file), 'utf8'));

/** A topology is taken, or refused with the places of its mistakes: nothing else ever comes of it. */
async function expectTakenOrRefused(content: string | Uint8Array): Promise<void> {
  try {
    await load({}, content);
  } catch (error) {
    expect(error).toBeInstanceOf(OptopoError);
    const { code, diagnostics } = error as OptopoError;
    expect(code).toBe('invalid-topology');
    expect(diagnostics.some((one) => one.severity === 'error')).toBe(true);
    for (const { line, column } of diagnostics) expect(Math.min(line, column)).toBeGreaterThan(0);
  }
}

const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  remove: fc.nat(20),
  insert: fc.oneof(
    fc.string({ maxLength: 5 }),
    fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ': ',
      '- ',
      '\n',
      '  ',
      '"',
      '${',
      '&a ',
      '*a',
      '!',
      '|',
      '\t',
      '#',
      '0x',
      '~',
    ),
  ),
});

test('texts with random edits', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...SOURCES),
      fc.array(edit, { minLength: 1, maxLength: 4 }),
      async (source, edits) => {
        let text = source;
        for (const { at, remove, insert } of edits) {
          const offset = Math.floor(at * text.length);
          text = text.slice(0, offset) + insert + text.slice(offset + remove);
        }
        await expectTakenOrRefused(text);
      },
    ),
    { numRuns: 150, seed: 7 },
  );
});

test('random bytes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), (bytes) => expectTakenOrRefused(bytes)),
    { numRuns: 100, seed: 7 },
  );
});

const strange = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    -1,
    0,
    1e308,
    4096,
    '',
    'x',
    '-',
    '..',
    '10.0.0.1/24',
    '${template}',
    [],
    {},
    [null],
    [[]],
  ),
  fc.jsonValue({ maxDepth: 2 }),
);

test('values replaced by others of any type', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...SOURCES),
      fc.array(fc.tuple(fc.nat(), strange), { minLength: 1, maxLength: 3 }),
      async (source, changes) => {
        const document = parseDocument(source);
        for (const [index, value] of changes) {
          const places: (() => void)[] = [];
          visit(document, {
            Pair: (_, pair) => {
              places.push(() => {
                pair.value = document.createNode(value);
              });
            },
            Seq: (_, list) => {
              if (list.items.length > 0)
                places.push(() => list.set(index % list.items.length, document.createNode(value)));
            },
          });
          places[index % Math.max(1, places.length)]?.();
        }
        expect(isMap(document.contents) || isSeq(document.contents)).toBe(true);
        await expectTakenOrRefused(String(document));
      },
    ),
    { numRuns: 100, seed: 7 },
  );
});
