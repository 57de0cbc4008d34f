import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The path of a program, as PATH gives it. Throws when it is not installed. */
export function whereIs(program: string): string {
  const found = (process.env.PATH ?? '')
    .split(delimiter)
    .map((directory) => join(directory, program))
    .find(existsSync);
  if (found === undefined) throw new Error(`${program} is not installed`);
  return found;
}
