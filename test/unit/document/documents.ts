import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { loadTopology, type Topology } from '../../../src/compile/index.ts';
import { OptopoError } from '../../../src/model/error.ts';

const folders: string[] = [];

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

/** Writes files of the given contents and returns their paths. */
export async function writeFiles(...contents: (string | Uint8Array)[]): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'optopo-document-'));
  folders.push(folder);
  const files = contents.map((_, index) => join(folder, `${index}.yaml`));
  for (const [index, file] of files.entries()) await writeFile(file, contents[index] ?? '');
  return files;
}

/** Loads documents laid over each other. */
export async function load(
  set: Record<string, string>,
  ...contents: (string | Uint8Array)[]
): Promise<Topology> {
  return await loadTopology(await writeFiles(...contents), { set });
}

/** What is wrong with a document: `line:column: message` each. Fails when nothing is. */
export async function mistakesOf(
  content: string | Uint8Array,
  set: Record<string, string> = {},
): Promise<string[]> {
  try {
    await load(set, content);
  } catch (error) {
    if (!(error instanceof OptopoError) || error.code !== 'invalid-topology') throw error;
    return error.diagnostics.map((one) => `${one.line}:${one.column}: ${one.message}`);
  }
  throw new Error('the topology was accepted');
}

export const HEAD = 'version: 1\nname: test\n';
