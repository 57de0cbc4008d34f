import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A topology as a user has it: its files, flow files included, and how they are given to the program. */
export interface Source {
  /** By name, as they refer to each other. */
  files: ReadonlyMap<string, string>;
  /** Names of those that the program is given. */
  given: readonly string[];
  set: Readonly<Record<string, string>>;
}

/**
 * Every example and every golden input. The sound ones come three times: what is made of a wrong one is nearly
 * always refused for the mistakes that it has already.
 */
export function allSources(): Source[] {
  const examples = readdirSync('topologies').map((name) => ({
    files: new Map([[name, readFileSync(join('topologies', name), 'utf8')]]),
    given: [name],
    set: {},
  }));
  const folders = readdirSync('test/golden', { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const golden = folders.flatMap(({ name }) => goldenSource(join('test/golden', name)));
  const sound = [...examples, ...golden.filter(({ isSound }) => isSound)];
  return [...sound, ...sound, ...examples, ...golden];
}

/** Nothing for a folder that only points to an example. */
function goldenSource(folder: string): (Source & { isSound: boolean })[] {
  const inputs = readdirSync(folder).filter((name) => /\.yaml$|^flows\.txt$/.test(name));
  const files = new Map(inputs.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
  const description = join(folder, 'case.json');
  const { files: listed, set = {} } = existsSync(description)
    ? JSON.parse(readFileSync(description, 'utf8'))
    : {};
  const given: string[] = listed ?? ['topology.yaml'];
  const isSound = !existsSync(join(folder, 'errors.txt'));
  return given.every((name) => files.has(name)) ? [{ files, given, set, isSound }] : [];
}
