import {
  type Document,
  isPair,
  isScalar,
  type Node,
  type Pair,
  parseDocument,
  visit,
  type YAMLSeq,
} from 'yaml';
import { nastyValue } from './nasty-values.ts';
import type { Random } from './random.ts';

interface Places {
  pairs: Pair[];
  lists: YAMLSeq[];
}

type TreeMutation = (document: Document, places: Places, random: Random) => void;

function replacement(document: Document, random: Random): Node {
  return document.createNode(nastyValue(random));
}

function onPair(
  change: (pair: Pair, document: Document, places: Places, random: Random) => void,
): TreeMutation {
  return (document, places, random) => {
    if (places.pairs.length > 0) change(random.pick(places.pairs), document, places, random);
  };
}

const MUTATIONS: readonly TreeMutation[] = [
  onPair((pair, document, _, random) => {
    pair.value = replacement(document, random);
  }),
  onPair((pair, document, _, random) => {
    pair.key = replacement(document, random);
  }),
  // A key with a letter too many is what a "did you mean" is for.
  onPair((pair, document) => {
    pair.key = document.createNode(`${isScalar(pair.key) ? pair.key.value : ''}x`);
  }),
  // The key of one place at another: right words in wrong sections.
  onPair((pair, document, { pairs }, random) => {
    const other = random.pick(pairs).key;
    pair.key = document.createNode(isScalar(other) ? other.value : null);
  }),
  onPair((pair, _, { pairs }, random) => {
    const other = random.pick(pairs);
    [pair.value, other.value] = [other.value, pair.value];
  }),
  onPair((pair, document) => {
    pair.value = document.createNode([pair.value]);
  }),
  onPair((pair, document) => {
    pair.value = document.createNode({ a: pair.value });
  }),
  onPair((pair, document) => {
    pair.value = document.createNode(isScalar(pair.value) ? String(pair.value.value) : null);
  }),
  (document, { lists }, random) => {
    if (lists.length === 0) return;
    const list = random.pick(lists);
    list.items.splice(random.below(list.items.length + 1), random.below(2), replacement(document, random));
  },
  (_, { lists }, random) => {
    if (lists.length === 0) return;
    const list = random.pick(lists);
    list.items.push(...list.items);
  },
];

/** Changes a document's structure, so that the outcome is YAML again; text that is none comes back as it is. */
export function mutateTree(text: string, random: Random): string {
  try {
    return mutated(text, random);
  } catch {
    // Nested too deep to be read here, or what was put in cannot be written (an alias before its anchor).
    return text;
  }
}

function mutated(text: string, random: Random): string {
  const document = parseDocument(text, { uniqueKeys: false });
  if (document.errors.length > 0) return text;
  const places: Places = { pairs: [], lists: [] };
  visit(document, {
    Pair: (_, pair) => void places.pairs.push(pair),
    Seq: (_, list) => void (list.items.some(isPair) || places.lists.push(list)),
  });
  random.pick(MUTATIONS)(document, places, random);
  return document.toString();
}
