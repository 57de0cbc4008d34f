import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mutateBytes, mutateText } from './mutate-text.ts';
import { mutateTree } from './mutate-tree.ts';
import { Random } from './random.ts';
import type { Source } from './sources.ts';

/** A topology with some of its bytes, lines or values changed. */
export interface Mutant {
  files: ReadonlyMap<string, Buffer>;
  given: readonly string[];
  set: Readonly<Record<string, string>>;
}

/** At most this many changes to one file, and mostly one: with more of them nothing of it is left. */
const MAX_CHANGES = 4;

/** The mutant of that number; the same seed and number make the same one again. */
export function mutantOf(sources: readonly Source[], seed: number, number: number): Mutant {
  const random = new Random(Math.imul(seed, 0x9e37_79b1) ^ Math.imul(number + 1, 0x85eb_ca6b));
  const { files, given, set } = random.pick(sources);
  const changed = random.pick([...files.keys()]);
  const mutated = [...files].map(([name, text]): [string, Buffer] => [
    name,
    name === changed ? mutate(text, random) : Buffer.from(text),
  ]);
  return { files: new Map(mutated), given, set };
}

function mutate(text: string, random: Random): Buffer {
  let changed = text;
  for (let left = 1 + random.below(random.pick([1, MAX_CHANGES])); left > 0; left -= 1) {
    changed = (random.below(2) === 0 ? mutateTree : mutateText)(changed, random);
  }
  const bytes = Buffer.from(changed);
  return random.below(20) === 0 ? mutateBytes(bytes, random) : bytes;
}

/** Writes a mutant into a folder, made anew; returns the paths that the program is given. */
export function writeMutant({ files, given }: Mutant, folder: string): string[] {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, bytes] of files) writeFileSync(join(folder, name), bytes);
  return given.map((name) => join(folder, name));
}
