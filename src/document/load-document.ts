import type { DiagnosticList } from './diagnostic-list.ts';
import { mergeDocuments } from './merge.ts';
import type { MapNode } from './node.ts';
import { parseYaml } from './parse-yaml.ts';
import { readSource } from './read-source.ts';
import { type ValidDocument, validateSchema } from './validate-schema.ts';
import { resolveVariables } from './variables.ts';

/** A topology is written by people; what is larger is a mistake, and would take minutes to read. */
const MAX_TOPOLOGY_BYTES = 8 * 1024 * 1024;

/**
 * Reads, merges and resolves topology files, and checks them against the schema. Mistakes go to
 * `diagnostics`; `undefined` when a file could not be read as YAML, so that there is no document to check.
 */
export async function loadDocument(
  files: readonly string[],
  set: Readonly<Record<string, string>>,
  diagnostics: DiagnosticList,
): Promise<ValidDocument | undefined> {
  const documents: MapNode[] = [];
  for (const file of files) {
    const document = await readDocument(file, diagnostics);
    if (document !== undefined) documents.push(document);
  }
  if (documents.length < files.length) return undefined;
  const merged = mergeDocuments(documents, diagnostics);
  return validateSchema(resolveVariables(merged, set, diagnostics), diagnostics);
}

async function readDocument(file: string, diagnostics: DiagnosticList): Promise<MapNode | undefined> {
  const source = await readSource(file, MAX_TOPOLOGY_BYTES);
  if (!source.ok) {
    diagnostics.error(source.at, source.message);
    return undefined;
  }
  const node = parseYaml(file, source.text, diagnostics);
  if (node === undefined || node.kind === 'map') return node;
  diagnostics.error(node.at, 'a topology is a map: it begins with version: 1 and a name');
  return undefined;
}
