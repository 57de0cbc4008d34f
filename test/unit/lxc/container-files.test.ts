import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeContainerFile } from '../../../src/wire/lxc/container-files.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'optopo-container-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

test('a file of a container is written whole', () => {
  writeContainerFile(directory, 'config', 'lxc.uts.name = a\n');
  expect(readFileSync(join(directory, 'config'), 'utf8')).toBe('lxc.uts.name = a\n');
});

test('a container that somebody has destroyed meanwhile is not there again', () => {
  rmSync(directory, { recursive: true });
  expect(() => writeContainerFile(directory, 'config', 'x')).toThrowError('the container is gone');
  expect(existsSync(directory)).toBe(false);
});
