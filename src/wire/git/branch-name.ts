import { OptopoError } from '../../model/error.ts';

/** What git-check-ref-format(1) forbids anywhere in a name, control characters and spaces among it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const FORBIDDEN = /[\u0000-\u0020\u007f~^:?*[\\]|\.\.|@\{|\/\/|^\/|\/$|\.$/;

/** Checks a branch's name by the rules of git-check-ref-format(1). Throws `usage`. */
export function checkBranchName(name: string): string {
  const parts = name.split('/');
  const isBad =
    name === '' ||
    name === '@' ||
    name.startsWith('-') ||
    FORBIDDEN.test(name) ||
    parts.some((part) => part.startsWith('.') || part.endsWith('.lock'));
  if (isBad) {
    throw new OptopoError('usage', `${JSON.stringify(name)} is no name of a Git branch`, {
      hint: 'give the name alone, as `git branch` lists it',
    });
  }
  return name;
}
