// Makes what is derived from schemas/topology.schema.json: the validator and the types.
// With --check it writes nothing and fails when a committed file is stale.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Ajv2020 from 'ajv/dist/2020.js';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';
import { compile } from 'json-schema-to-typescript';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SCHEMA = 'schemas/topology.schema.json';
const NOTICE = `made by scripts/generate.mjs from ${SCHEMA}; change that and run: npm run generate`;
const VARIABLE = '#/$defs/variable';

/**
 * The schema of a document whose variables are resolved: without the "or a variable" that editors need, and
 * without the `null` that removes a named object when files are merged.
 */
function resolvedSchema(node) {
  if (Array.isArray(node)) return node.map(resolvedSchema);
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node).filter(([key]) => key !== 'variable');
  const { anyOf, ...rest } = Object.fromEntries(entries.map(([key, value]) => [key, resolvedSchema(value)]));
  if (rest.title !== undefined && Array.isArray(rest.type)) rest.type = 'object';
  if (anyOf === undefined) return rest;
  const kept = anyOf.filter((choice) => choice.$ref !== VARIABLE);
  return kept.length === 1 ? { ...rest, ...kept[0] } : { ...rest, anyOf: kept };
}

/** Bundled, because ajv's ESM output still requires parts of ajv. */
async function validatorSource(schema) {
  const ajv = new Ajv2020({
    allErrors: true,
    verbose: true,
    ownProperties: true,
    allowUnionTypes: true,
    strictTypes: false,
    code: { source: true, esm: true },
  });
  const code = standaloneCode(ajv, ajv.compile(schema));
  const directory = await mkdtemp(join(ROOT, 'node_modules', '.generate-'));
  try {
    const entry = join(directory, 'validator.mjs');
    await writeFile(entry, code);
    const { outputFiles } = await build({
      entryPoints: [entry],
      bundle: true,
      format: 'esm',
      target: 'node20',
      minifySyntax: true,
      legalComments: 'none',
      logLevel: 'error',
      absWorkingDir: directory,
      write: false,
    });
    return `// ${NOTICE}\n${outputFiles[0].text}`;
  } finally {
    await rm(directory, { recursive: true });
  }
}

const VALIDATOR_TYPES = `// ${NOTICE}
import type { ErrorObject } from 'ajv';

interface Validate {
  (data: unknown): boolean;
  errors?: ErrorObject[] | null;
}

declare const validate: Validate;
export default validate;
`;

async function generate() {
  const schema = resolvedSchema(JSON.parse(await readFile(join(ROOT, SCHEMA), 'utf8')));
  const types = await compile(structuredClone(schema), 'TopologyDocument', {
    bannerComment: `// ${NOTICE}`,
    style: { singleQuote: true, printWidth: 110 },
  });
  return {
    'src/document/schema-validator.generated.js': await validatorSource(schema),
    'src/document/schema-validator.generated.d.ts': VALIDATOR_TYPES,
    'src/document/topology.generated.ts': types,
  };
}

async function isFresh(path, text) {
  const current = await readFile(join(ROOT, path), 'utf8').catch(() => '');
  return current === text;
}

const check = process.argv.includes('--check');
for (const [path, text] of Object.entries(await generate())) {
  if (await isFresh(path, text)) continue;
  if (check) {
    process.stderr.write(`${path} is stale; run: npm run generate\n`);
    process.exitCode = 1;
  } else {
    await writeFile(join(ROOT, path), text);
    process.stderr.write(`${path} written\n`);
  }
}
