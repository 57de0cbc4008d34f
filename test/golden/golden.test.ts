import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadTopology } from '../../src/compile/index.ts';
import { readForDisplay, renderDiagnostics } from '../../src/document/render-diagnostics.ts';
import { OptopoError } from '../../src/model/error.ts';

// Relative to the project, so that the places in what is expected are the same in every clone.
const ROOT = 'test/golden';

interface Case {
  files: string[];
  set: Record<string, string>;
}

/** A folder holds `topology.yaml`, or several files and `case.json`, and what is expected of them. */
function readCase(folder: string): Case {
  const description = join(folder, 'case.json');
  const given = existsSync(description) ? JSON.parse(readFileSync(description, 'utf8')) : {};
  const files: string[] = given.files ?? ['topology.yaml'];
  return { files: files.map((file) => join(folder, file)), set: given.set ?? {} };
}

/** What a user gets: the objects and remarks, or every mistake with its line. */
async function outcomeOf({ files, set }: Case): Promise<{ file: string; text: string }> {
  try {
    const { name, resources, discover, expectations, warnings } = await loadTopology(files, { set });
    const expected = expectations.length > 0 ? { expectations } : {};
    const templates = discover.length > 0 ? { discover } : {};
    const answer = { name, warnings, resources, ...templates, ...expected };
    return { file: 'resources.json', text: `${JSON.stringify(answer, null, 2)}\n` };
  } catch (error) {
    if (!(error instanceof OptopoError) || error.code !== 'invalid-topology') throw error;
    return { file: 'errors.txt', text: `${renderDiagnostics(error.diagnostics, readForDisplay)}\n` };
  }
}

const cases = readdirSync(ROOT, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

describe('golden topologies', () => {
  test.each(cases)('%s', async (name) => {
    const outcome = await outcomeOf(readCase(join(ROOT, name)));
    await expect(outcome.text).toMatchFileSnapshot(join(name, outcome.file));
  });

  test.each(readdirSync('topologies'))('topologies/%s compiles without a remark', async (file) => {
    const { warnings, resources } = await loadTopology([join('topologies', file)], { set: {} });
    expect(warnings).toEqual([]);
    expect(resources.length).toBeGreaterThan(0);
  });
});
