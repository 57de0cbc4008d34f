import type { Alias, Pair, ParsedNode, Scalar, YAMLMap } from 'yaml';
import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { SourceLocation } from '../model/source.ts';
import { type DiagnosticList, otherPlace } from './diagnostic-list.ts';
import { brokenNode, type DocumentNode, type MapNode, type ScalarNode } from './node.ts';

/** What aliases may repeat in all; "billion laughs" repeats 10^9 values. */
const MAX_ALIASED_VALUES = 100_000;

/** Keys that mean something to every JavaScript object: as plain data they are unsafe in comparisons. */
const UNSAFE_KEYS = new Set(['__proto__', 'toString', 'valueOf']);

export interface ConvertOptions {
  locate: (offset: number) => SourceLocation;
  diagnostics: DiagnosticList;
}

/** A parsed YAML document as our tree; what the tree cannot hold is reported and left out. */
export function convertNode(contents: ParsedNode, options: ConvertOptions): DocumentNode {
  return new TreeBuilder(options).node(contents);
}

class TreeBuilder {
  readonly #locate: (offset: number) => SourceLocation;
  readonly #diagnostics: DiagnosticList;
  readonly #anchors = new Map<string, { node: DocumentNode; size: number }>();
  #size = 0;
  #aliased = 0;

  constructor(options: ConvertOptions) {
    this.#locate = options.locate;
    this.#diagnostics = options.diagnostics;
  }

  node(source: ParsedNode): DocumentNode {
    const at = this.#locate(source.range[0]);
    if (isAlias(source)) return this.#alias(source, at);
    const before = this.#size;
    this.#size += 1;
    if (source.tag !== undefined && !source.tag.startsWith('tag:yaml.org,2002:')) {
      this.#diagnostics.error(at, `YAML tags such as ${source.tag} are not taken`);
    }
    const node = this.#content(source, at);
    if (source.anchor !== undefined) {
      this.#anchors.set(source.anchor, { node, size: this.#size - before });
    }
    return node;
  }

  #content(source: Exclude<ParsedNode, Alias.Parsed>, at: SourceLocation): DocumentNode {
    if (isMap(source)) return this.#map(source as YAMLMap.Parsed, at);
    if (isSeq(source)) {
      return { kind: 'list', items: source.items.map((item) => this.node(item as ParsedNode)), at };
    }
    return this.#scalar(source as Scalar.Parsed, at);
  }

  /** Shares the node that the anchor names; one that is still being read would contain itself. */
  #alias(source: Alias, at: SourceLocation): DocumentNode {
    const target = this.#anchors.get(source.source);
    if (target === undefined) {
      this.#diagnostics.error(at, `the alias *${source.source} has no anchor &${source.source} before it`);
      return brokenNode(at);
    }
    const wasWithin = this.#aliased <= MAX_ALIASED_VALUES;
    this.#size += target.size;
    this.#aliased += target.size;
    if (this.#aliased <= MAX_ALIASED_VALUES) return target.node;
    if (wasWithin) this.#diagnostics.error(at, `aliases repeat more than ${MAX_ALIASED_VALUES} values`);
    return brokenNode(at);
  }

  #scalar(source: Scalar, at: SourceLocation): ScalarNode {
    const written = source.source ?? '';
    const { value } = source;
    if (value === null || typeof value === 'boolean' || typeof value === 'string') {
      return { kind: 'scalar', value, written, at };
    }
    if (typeof value === 'number' && Number.isFinite(value)) return { kind: 'scalar', value, written, at };
    this.#diagnostics.error(at, `${written || 'this value'} is neither text nor a number; put it in quotes`);
    return brokenNode(at);
  }

  #map(source: YAMLMap.Parsed, at: SourceLocation): MapNode {
    const map: MapNode = { kind: 'map', entries: new Map(), at };
    let previous: { key: string; pair: Pair } | undefined;
    for (const pair of source.items) {
      const key = this.#key(pair.key, at);
      if (key === undefined) continue;
      const keyAt = this.#locate(pair.key.range[0]);
      if (pair.value === null && source.flow === true) {
        this.#diagnostics.error(keyAt, needsQuotes(key, previous));
        continue;
      }
      previous = { key, pair };
      const value = pair.value === null ? nothing(keyAt) : this.node(pair.value);
      const other = map.entries.get(key);
      if (other === undefined) map.entries.set(key, { keyAt, value });
      else
        this.#diagnostics.error(
          keyAt,
          `the key ${key} is there already, in ${otherPlace(other.keyAt, keyAt)}`,
        );
    }
    return map;
  }

  /** A key as it is written: `0100` and `100` are two keys, whatever numbers they would be. */
  #key(source: ParsedNode | null, mapAt: SourceLocation): string | undefined {
    const at = source === null ? mapAt : this.#locate(source.range[0]);
    if (!isScalar(source)) {
      this.#diagnostics.error(at, 'a key must be plain text');
      return undefined;
    }
    const key = source.type === 'PLAIN' ? (source.source ?? '') : String(source.value);
    if (key === '') this.#diagnostics.error(at, 'a key is missing before the colon');
    else if (key === '<<')
      this.#diagnostics.error(at, 'the merge key << belongs to YAML 1.1; topologies are YAML 1.2');
    else if (UNSAFE_KEYS.has(key)) this.#diagnostics.error(at, `${key} cannot be used as a key`);
    else return key;
    return undefined;
  }
}

function nothing(at: SourceLocation): ScalarNode {
  return { kind: 'scalar', value: null, written: '', at };
}

/** `{ match: in_port=1,tcp }` is read as two keys, of which the second has no value. */
function needsQuotes(key: string, previous: { key: string; pair: Pair } | undefined): string {
  const before = previous?.pair.value;
  if (previous === undefined || !isScalar(before) || typeof before.value !== 'string') {
    return `${key} has no value`;
  }
  return `${key} has no value; in { } a text with a comma needs quotes: ${previous.key}: "${before.value},${key}"`;
}
