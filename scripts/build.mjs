// Bundles src/cli/main.ts into dist/: one file that starts quickly, and a part for each late import.
import { chmod, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PARTS = 'dist/parts';

/** CommonJS packages in the bundle call `require`, which a module has to make for itself. */
const BANNER = `#!/usr/bin/env node
import { createRequire as createBundleRequire } from 'node:module';
const require = createBundleRequire(import.meta.url);`;

const { metafile } = await build({
  absWorkingDir: ROOT,
  entryPoints: { optopo: 'src/cli/main.ts' },
  outdir: 'dist',
  chunkNames: 'parts/[name]-[hash]',
  bundle: true,
  splitting: true,
  metafile: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  banner: { js: BANNER },
  legalComments: 'none',
  minifyWhitespace: true,
  minifySyntax: true,
  logLevel: 'warning',
}).catch(() => process.exit(1)); // esbuild has printed what is wrong
await chmod(join(ROOT, 'dist/optopo.js'), 0o755);

// Parts of earlier builds go last: a program that runs may still import one late.
for (const part of await readdir(join(ROOT, PARTS))) {
  if (!(`${PARTS}/${part}` in metafile.outputs)) await rm(join(ROOT, PARTS, part));
}
