import type { DiagnosticList } from './diagnostic-list.ts';
import {
  type DocumentNode,
  type DocumentPath,
  keyLocation,
  type MapNode,
  nodeAt,
  toJson,
  valueLocation,
} from './node.ts';
import { describeViolations } from './schema-errors.ts';
import validate from './schema-validator.generated.js';
import type { TopologyDocument } from './topology.generated.ts';

/** A document that fits the schema, and the tree that knows where each of its values stands. */
export interface ValidDocument {
  value: TopologyDocument;
  root: MapNode;
  /** The tree before what violates the schema was taken out: what is wrong there is still declared. */
  original: MapNode;
}

/** Each round takes out what the one before left without something required; names nest no deeper. */
const MAX_ROUNDS = 8;

/**
 * Checks a document against the schema and reports every violation. What violates it is taken out, so that
 * the checks that follow can look at the rest: one run tells all mistakes.
 */
export function validateSchema(document: MapNode, diagnostics: DiagnosticList): ValidDocument {
  let root = document;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const value = toJson(root);
    if (validate(value)) return { value: value as unknown as TopologyDocument, root, original: document };
    const violations = describeViolations(validate.errors ?? []);
    if (round === 0) {
      for (const { path, atKey, message } of violations) {
        const at = atKey ? keyLocation(root, path) : valueLocation(root, path);
        if (!isBroken(root, path)) diagnostics.error(at, message);
      }
    }
    root = withHead(
      without(
        root,
        violations.map((violation) => violation.path).filter((path) => path.length > 0),
      ) as MapNode,
    );
  }
  const head = withHead({ ...document, entries: new Map() });
  return { value: toJson(head) as unknown as TopologyDocument, root: head, original: document };
}

/** What could not be read has its own message. */
function isBroken(root: MapNode, path: DocumentPath): boolean {
  const node = nodeAt(root, path);
  return node?.kind === 'scalar' && node.broken === true;
}

/** The tree without the values at `paths`. */
function without(node: DocumentNode, paths: readonly DocumentPath[]): DocumentNode {
  if (paths.length === 0 || node.kind === 'scalar') return node;
  const gone = new Set(paths.filter((path) => path.length === 1).map((path) => String(path[0])));
  const deeper = new Map<string, DocumentPath[]>();
  for (const [step, ...rest] of paths) {
    if (step === undefined || rest.length === 0) continue;
    const key = String(step);
    const list = deeper.get(key);
    if (list === undefined) deeper.set(key, [rest]);
    else list.push(rest);
  }
  const keep = (key: string, child: DocumentNode): DocumentNode => without(child, deeper.get(key) ?? []);
  if (node.kind === 'list') {
    const items = node.items.flatMap((item, index) =>
      gone.has(String(index)) ? [] : [keep(String(index), item)],
    );
    return { ...node, items };
  }
  const entries = [...node.entries]
    .filter(([key]) => !gone.has(key))
    .map(([key, entry]) => [key, { ...entry, value: keep(key, entry.value) }] as const);
  return { ...node, entries: new Map(entries), ...(gone.size > 0 ? { incomplete: true as const } : {}) };
}

/** Stand-ins for a version and a name that are missing: the checks that follow need no more of them. */
function withHead(root: MapNode): MapNode {
  const { at } = root;
  const entries = new Map(root.entries);
  if (!entries.has('version'))
    entries.set('version', { keyAt: at, value: { kind: 'scalar', value: 1, written: '1', at } });
  if (!entries.has('name'))
    entries.set('name', { keyAt: at, value: { kind: 'scalar', value: 'unnamed', written: '', at } });
  return { ...root, entries };
}
