import type { Json, JsonObject } from '../model/json.ts';
import type { SourceLocation } from '../model/source.ts';

/** A value of a topology file that knows where it stands. Nodes are never changed; merge and variables make new ones. */
export type DocumentNode = ScalarNode | ListNode | MapNode;

export interface ScalarNode {
  kind: 'scalar';
  value: string | number | boolean | null;
  /** As it is written in the file, for values that are taken as text (`0100`, `1.10`). */
  written: string;
  at: SourceLocation;
  /** What stands here could not be read, and that has been told: nothing that follows from it is. */
  broken?: true;
}

/** A stand-in for a value that is wrong. */
export function brokenNode(at: SourceLocation): ScalarNode {
  return { kind: 'scalar', value: null, written: '', at, broken: true };
}

export interface ListNode {
  kind: 'list';
  items: DocumentNode[];
  at: SourceLocation;
}

export interface MapNode {
  kind: 'map';
  entries: Map<string, MapEntry>;
  at: SourceLocation;
  /** An entry that violates the schema was taken out: what is missing here need not be told. */
  incomplete?: true;
}

export interface MapEntry {
  keyAt: SourceLocation;
  value: DocumentNode;
}

/** Steps from the document's root: keys of maps, indexes of lists. */
export type DocumentPath = readonly (string | number)[];

/** The plain value. Keys that would reach an object's prototype were refused when the file was read. */
export function toJson(node: DocumentNode): Json {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(toJson);
  const result: JsonObject = {};
  for (const [key, entry] of node.entries) result[key] = toJson(entry.value);
  return result;
}

/** The node at `path`, or `undefined` where there is none. */
export function nodeAt(root: DocumentNode, path: DocumentPath): DocumentNode | undefined {
  let node: DocumentNode | undefined = root;
  for (const step of path) node = node === undefined ? undefined : childOf(node, step);
  return node;
}

function childOf(node: DocumentNode, step: string | number): DocumentNode | undefined {
  if (node.kind === 'map') return node.entries.get(String(step))?.value;
  return node.kind === 'list' ? node.items[Number(step)] : undefined;
}

/** Where the value at `path` stands; for a path that is not there, the nearest value around it. */
export function valueLocation(root: DocumentNode, path: DocumentPath): SourceLocation {
  let node = root;
  for (const step of path) {
    const child = childOf(node, step);
    if (child === undefined) break;
    node = child;
  }
  return node.at;
}

/** Where the key at `path` stands; the value's place for an item of a list. */
export function keyLocation(root: DocumentNode, path: DocumentPath): SourceLocation {
  const parent = nodeAt(root, path.slice(0, -1));
  const entry = parent?.kind === 'map' ? parent.entries.get(String(path.at(-1))) : undefined;
  return entry?.keyAt ?? valueLocation(root, path);
}
