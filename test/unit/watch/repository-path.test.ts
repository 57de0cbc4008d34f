import { expect, test } from 'vitest';
import { checkRepositoryPath } from '../../../src/watch/desired/repository-path.ts';

test.each([
  ['.', '.'],
  ['./', '.'],
  ['hosts/', 'hosts'],
  ['./hosts//a.yaml', 'hosts/a.yaml'],
  ['hosts/x/../a', 'hosts/a'],
  ['-o', '-o'],
])('%s is %s', (text, path) => {
  expect(checkRepositoryPath(text)).toBe(path);
});

test.each(['', '/etc', '..', '../x', 'a/../../x', '.git', '.GIT/config', 'a/.git/x', 'a\nb', 'a\u0000'])(
  '%j is refused',
  (text) => {
    expect(() => checkRepositoryPath(text)).toThrow(expect.objectContaining({ code: 'usage' }));
  },
);
