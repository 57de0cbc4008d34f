import { createHash } from 'node:crypto';
import { DiagnosticList } from '../document/diagnostic-list.ts';
import { loadDocument } from '../document/load-document.ts';
import { toJson } from '../document/node.ts';
import { canonicalJson, type JsonObject } from '../model/json.ts';
import { compile } from './compile.ts';
import type { FlowFile } from './flow-lines.ts';
import { Scope } from './scope.ts';
import type { LoadOptions, Topology } from './topology.ts';

export type { LoadOptions, Topology } from './topology.ts';

/**
 * Reads, merges, checks and translates topology files. Throws `invalid-topology` with every mistake at once,
 * each at its place; what else cannot be done (ovs-ofctl hangs) throws its own code.
 */
export async function loadTopology(files: readonly string[], options: LoadOptions): Promise<Topology> {
  const diagnostics = new DiagnosticList();
  const document = await loadDocument(files, options.set, diagnostics);
  if (document === undefined) {
    diagnostics.throwIfErrors(files);
    throw new Error('a topology file was not read, and nothing was said about it');
  }
  const scope = new Scope(document, diagnostics, options.onFile);
  const { resources, discover, expectations, flowFiles } = await compile(scope, options.signal);
  diagnostics.throwIfErrors(files);
  const resolved = toJson(document.root) as JsonObject;
  return {
    name: document.value.name,
    files: [...files],
    document: resolved,
    resources,
    expectations,
    heal: document.value.heal ?? 'enforce',
    discover,
    warnings: diagnostics.warnings(files),
    hash: hashOf(resolved, flowFiles),
  };
}

function hashOf(document: JsonObject, flowFiles: readonly FlowFile[]): string {
  const content = canonicalJson([document, ...flowFiles.map(({ name, text }) => [name, text])]);
  return createHash('sha256').update(content).digest('hex');
}
