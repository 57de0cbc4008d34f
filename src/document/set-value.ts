import { parseDocument } from 'yaml';
import { DiagnosticList } from './diagnostic-list.ts';
import { brokenNode, type DocumentNode } from './node.ts';
import { parseYaml } from './parse-yaml.ts';

/**
 * What `--set name=text` stands for. Where `vars` declares plain text it is text as it is, whatever it looks
 * like; elsewhere it is a YAML value (`1400` a number, `[a, b]` a list). It stands at the place of the
 * declared value.
 */
export function parseSetValue(
  name: string,
  text: string,
  declared: DocumentNode,
  diagnostics: DiagnosticList,
): DocumentNode {
  const { at } = declared;
  const isText =
    declared.kind === 'scalar' && typeof declared.value === 'string' && !declared.value.includes('${');
  if (isText) return { kind: 'scalar', value: text, written: text, at };
  if (!/^\s*["'[{]/.test(text)) return { kind: 'scalar', value: plainValue(text), written: text, at };
  const mistakes = new DiagnosticList();
  const node = parseYaml('--set', text, mistakes);
  if (node !== undefined && !mistakes.hasErrors) return relocate(node, declared);
  for (const mistake of mistakes.sorted([])) diagnostics.error(at, `--set ${name}: ${mistake.message}`);
  return brokenNode(at);
}

/** A plain scalar as YAML's core schema reads it, without its syntax: `a: b` and `# c` are text here. */
function plainValue(text: string): string | number | boolean | null {
  if (!/^[\w.+~-]*$/.test(text)) return text;
  const value: unknown = parseDocument(text, { version: '1.2', schema: 'core' }).toJS();
  if (typeof value === 'number') return Number.isFinite(value) ? value : text;
  return value === null || typeof value === 'boolean' ? value : text;
}

function relocate(node: DocumentNode, declared: DocumentNode): DocumentNode {
  const { at } = declared;
  if (node.kind === 'list') return { ...node, at, items: node.items.map((item) => relocate(item, declared)) };
  if (node.kind === 'scalar') return { ...node, at };
  const entries = [...node.entries].map(
    ([key, entry]) => [key, { keyAt: at, value: relocate(entry.value, declared) }] as const,
  );
  return { ...node, at, entries: new Map(entries) };
}
