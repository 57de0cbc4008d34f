import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const TOPOLOGY_FILE = /^[^.].*\.ya?ml$/;
/** Both keys at the left margin, or in a flow map, as every topology has them; a broken one too. */
const KEYS = [/^[{\s]*["']?version["']?\s*:/m, /^[{\s]*(?:.*,\s*)?["']?name["']?\s*:/m];

/**
 * The topology files of a directory, sorted: `*.yaml` and `*.yml` that have a version and a name, or that are in
 * `known`. Throws what reading the directory comes to.
 */
export async function findTopologies(directory: string, known: ReadonlySet<string>): Promise<string[]> {
  const names = (await readdir(directory)).filter((name) => TOPOLOGY_FILE.test(name)).sort();
  const files = names.map((name) => join(directory, name));
  const chosen = await Promise.all(files.map(async (file) => known.has(file) || (await isTopology(file))));
  return files.filter((_, index) => chosen[index]);
}

/** Says that nothing is found there, and what would be. */
export function holdsNone(where: string): string {
  return `${where} holds no topology: no *.yaml or *.yml directly in it has a version and a name`;
}

async function isTopology(file: string): Promise<boolean> {
  try {
    const text = await readFile(file, 'utf8');
    return KEYS.every((key) => key.test(text));
  } catch {
    // It went away again, or is a directory: nothing that was ever known to be a topology.
    return false;
  }
}
