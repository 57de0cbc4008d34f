import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadTopology } from '../../../src/compile/index.ts';

test('links that sit on each other are a mistake with its line', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'optopo-circle-'));
  try {
    const file = join(directory, 'circle.yaml');
    writeFileSync(
      file,
      'version: 1\nname: circle\nlinks:\n  a0: { kind: macvlan, link: b0 }\n  b0: { kind: macvlan, link: a0 }\n',
    );
    await expect(loadTopology([file], { set: {} })).rejects.toMatchObject({
      code: 'invalid-topology',
      diagnostics: [
        { line: 4, column: 3, message: expect.stringContaining('link/a0 -> link/b0 -> link/a0') },
      ],
    });
  } finally {
    rmSync(directory, { recursive: true });
  }
});
