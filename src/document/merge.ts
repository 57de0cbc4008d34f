import type { DiagnosticList } from './diagnostic-list.ts';
import type { DocumentNode, MapEntry, MapNode } from './node.ts';

/** Top-level maps whose keys name objects: `null` takes such an object out. */
const NAMED_SECTIONS = new Set(['bridges', 'ports', 'links', 'containers', 'discover']);

/**
 * Lays the documents over each other in the order given: maps merge by key, everything else is replaced,
 * `null` takes out a named object. A field's `null` stays, since it means "cleared".
 */
export function mergeDocuments(documents: readonly MapNode[], diagnostics: DiagnosticList): MapNode {
  const [first, ...rest] = documents;
  let merged: MapNode = {
    kind: 'map',
    entries: new Map(),
    at: first?.at ?? { file: '', line: 1, column: 1 },
  };
  if (first !== undefined) {
    merged = mergeMaps(merged, first, [], (name, entry) =>
      diagnostics.error(
        entry.keyAt,
        `${name} is null, which takes out what an earlier file declares; write {} for an object without fields`,
      ),
    );
  }
  for (const document of rest) {
    merged = mergeMaps(merged, document, [], (name, entry) =>
      diagnostics.warning(entry.keyAt, `no earlier file declares ${name}, so null takes out nothing`),
    );
  }
  return merged;
}

type NothingToRemove = (name: string, entry: MapEntry) => void;

function mergeMaps(base: MapNode, over: MapNode, path: string[], nothingToRemove: NothingToRemove): MapNode {
  const entries = new Map(base.entries);
  const named = holdsNamedObjects(path);
  for (const [key, entry] of over.entries) {
    const present = entries.get(key);
    if (named && isNull(entry.value)) {
      if (present === undefined) nothingToRemove(key, entry);
      entries.delete(key);
    } else {
      entries.set(key, mergeEntry(present, entry, [...path, key], nothingToRemove));
    }
  }
  return { kind: 'map', entries, at: base.entries.size === 0 ? over.at : base.at };
}

function mergeEntry(
  present: MapEntry | undefined,
  entry: MapEntry,
  path: string[],
  nothingToRemove: NothingToRemove,
): MapEntry {
  if (entry.value.kind !== 'map') return entry;
  const base = present?.value.kind === 'map' ? present.value : emptyMap(entry.value);
  const keyAt = present?.value.kind === 'map' ? present.keyAt : entry.keyAt;
  return { keyAt, value: mergeMaps(base, entry.value, path, nothingToRemove) };
}

function emptyMap(like: MapNode): MapNode {
  return { kind: 'map', entries: new Map(), at: like.at };
}

function isNull(node: DocumentNode): boolean {
  return node.kind === 'scalar' && node.value === null;
}

function holdsNamedObjects(path: readonly string[]): boolean {
  const [section, , field] = path;
  if (section === undefined || !NAMED_SECTIONS.has(section)) return false;
  return path.length === 1 || (path.length === 3 && section === 'containers' && field === 'interfaces');
}
