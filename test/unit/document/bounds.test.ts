import { execFileSync } from 'node:child_process';
import { truncate } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { loadTopology } from '../../../src/compile/index.ts';
import { HEAD, mistakesOf, writeFiles } from './documents.ts';

/** Of processor time: a busy machine makes nothing slower. */
const TIME_LIMIT_MS = 2_000;

function laughs(levels: number): string {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x]'];
  for (let level = 1; level < levels; level += 1) {
    lines.push(
      `a${level}: &a${level} [${Array(9)
        .fill(`*a${level - 1}`)
        .join(', ')}]`,
    );
  }
  return lines.join('\n');
}

function chainOfVariables(levels: number, make: (before: string) => string, first: string): string {
  const lines = [`${HEAD}vars:`, `  v0: ${first}`];
  for (let level = 1; level < levels; level += 1) lines.push(`  v${level}: ${make(`\${v${level - 1}}`)}`);
  return lines.join('\n');
}

describe('what a hostile file costs', () => {
  test.each<[string, string | Uint8Array, RegExp]>([
    ['an empty file', '', /the file is empty/],
    ['only comments', '# nothing\n', /the file is empty/],
    ['a NUL byte', `${HEAD}# a\0b`, /3:4: the control character U\+0000/],
    ['bytes that are no UTF-8', Uint8Array.from([0x61, 0x0a, 0x23, 0xe9]), /2:1: this line is not UTF-8/],
    ['100,000 open brackets', '['.repeat(100_000), /nested more than 100 levels/],
    ['100,000 open maps', '{a: '.repeat(100_000), /nested more than 100 levels/],
    ['100,000 dashes in a line', '- '.repeat(100_000), /nested more than 100 levels/],
    ['100,000 complex keys', '? '.repeat(100_000), /nested more than 100 levels/],
    ['ten levels of aliases', laughs(10), /aliases repeat more than 100000 values/],
    ['a list that contains itself', `${HEAD}vars: { a: &a [*a] }`, /alias \*a has no anchor/],
    [
      'texts that grow tenfold',
      chainOfVariables(12, (v) => `"${v.repeat(10)}"`, 'xxxxxxxxxx'),
      /longer than 1048576/,
    ],
    [
      'lists that grow tenfold',
      chainOfVariables(12, (v) => `["${Array(10).fill(v).join('", "')}"]`, '[x]'),
      /more than 100000 values/,
    ],
    [
      'lists nested by variables',
      chainOfVariables(20_000, (v) => `["${v}"]`, '[x]'),
      /more than 100000 values/,
    ],
    ['a million values', `${HEAD}vars: { a: [${'1,'.repeat(1_000_000)}] }`, /too many values/],
    ['100,000 quotes', '"'.repeat(100_000), /YAML: /],
    ['50,000 equal keys', `${HEAD}${'k: 1\n'.repeat(50_000)}`, /4:1: the key k is there already, in line 3/],
  ])('%s', async (_, content, message) => {
    const before = process.cpuUsage();
    const mistakes = await mistakesOf(content);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000).toBeLessThan(TIME_LIMIT_MS);
    expect(mistakes.join('\n')).toMatch(message);
  });

  test('100 MiB are refused unread', async () => {
    const [file = ''] = await writeFiles('');
    await truncate(file, 100 * 1024 * 1024);
    const before = process.memoryUsage().rss;
    await expect(loadTopology([file], { set: {} })).rejects.toMatchObject({
      code: 'invalid-topology',
      diagnostics: [{ file, line: 1, message: 'is too large: 100 MiB, and at most 8 MiB are read' }],
    });
    expect(process.memoryUsage().rss - before).toBeLessThan(50 * 1024 * 1024);
  });

  test('a named pipe that nobody writes to', async () => {
    const [file = ''] = await writeFiles('');
    execFileSync('mkfifo', [`${file}.pipe`]);
    await expect(loadTopology([`${file}.pipe`], { set: {} })).rejects.toMatchObject({
      diagnostics: [{ message: 'is not a regular file' }],
    });
  });

  test.each([
    ['a missing file', '/nonexistent/topology.yaml', 'cannot be read: no such file'],
    ['a directory', '/', 'is a directory; give the name of a file'],
    ['standard input', '-', 'standard input is not taken; give the name of a file'],
  ])('%s is named', async (_, file, message) => {
    await expect(loadTopology([file], { set: {} })).rejects.toMatchObject({
      code: 'invalid-topology',
      exitCode: 65,
      diagnostics: [{ file, line: 1, column: 1, message }],
    });
  });
});
