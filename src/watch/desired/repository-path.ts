import { posix } from 'node:path';
import { OptopoError } from '../../model/error.ts';

/**
 * Checks `--path`: a file or directory inside a repository, relative to its root; the root itself becomes `.`.
 * Throws `usage` for what could lead out of it.
 */
export function checkRepositoryPath(text: string): string {
  const path = posix.normalize(text).replace(/(?<=.)\/$/, '');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  const isBad = text === '' || path.startsWith('/') || /[\u0000-\u001f\u007f]/.test(path);
  if (isBad || path.split('/').some((part) => part === '..' || part.toLowerCase() === '.git')) {
    throw new OptopoError('usage', `${JSON.stringify(text)} is no path inside a repository`, {
      hint: 'give it relative to the root of the repository, without ".."',
    });
  }
  return path;
}
