import type { SourceLocation } from '../model/source.ts';
import { type DiagnosticList, otherPlace } from './diagnostic-list.ts';
import { brokenNode, type DocumentNode, type MapEntry, type MapNode, type ScalarNode } from './node.ts';
import { parseSetValue } from './set-value.ts';
import { didYouMean } from './suggest.ts';

/** What variables may put in, in all: as with YAML's aliases, each may repeat others. */
const MAX_INSERTED_VALUES = 100_000;
const MAX_TEXT_LENGTH = 1024 * 1024;
const MAX_CHAIN = 100;

const NAME = /^[A-Za-z_][A-Za-z0-9_-]*$/;
const WHOLE = /^\$\{([^{}]*)\}$/;
const REFERENCE = /\$\$\{|\$\{([^{}]*)(\}?)/g;

/**
 * The document with every `${name}` replaced, and without `vars`. `set` overrides what `vars` declares.
 * Unknown names, circles and values that do not fit into a text are reported at the place of use.
 */
export function resolveVariables(
  document: MapNode,
  set: Readonly<Record<string, string>>,
  diagnostics: DiagnosticList,
): MapNode {
  const resolver = new VariableResolver(declaredVariables(document, set, diagnostics), diagnostics);
  resolver.resolveAll();
  const rest = new Map(document.entries);
  rest.delete('vars');
  return resolver.map({ ...document, entries: rest });
}

function declaredVariables(
  document: MapNode,
  set: Readonly<Record<string, string>>,
  diagnostics: DiagnosticList,
): Map<string, MapEntry> {
  const vars = document.entries.get('vars');
  const declared = vars?.value.kind === 'map' ? new Map(vars.value.entries) : new Map<string, MapEntry>();
  for (const [name, entry] of declared) {
    if (!NAME.test(name)) {
      diagnostics.error(
        entry.keyAt,
        `${name} is no name for a variable: letters, digits, _ and -, a letter first`,
      );
    }
  }
  for (const [name, text] of Object.entries(set)) {
    const entry = declared.get(name);
    if (entry === undefined) {
      const hint = didYouMean(name, declared.keys());
      diagnostics.error(vars?.keyAt ?? document.at, `--set ${name}: vars declares no ${name}${hint}`);
    } else {
      declared.set(name, { ...entry, value: parseSetValue(name, text, entry.value, diagnostics) });
    }
  }
  return declared;
}

class VariableResolver {
  readonly #declared: Map<string, MapEntry>;
  readonly #diagnostics: DiagnosticList;
  readonly #resolved = new Map<string, DocumentNode | undefined>();
  readonly #underway: string[] = [];
  #inserted = 0;

  constructor(declared: Map<string, MapEntry>, diagnostics: DiagnosticList) {
    this.#declared = declared;
    this.#diagnostics = diagnostics;
  }

  /** Also those that nothing uses, so that their mistakes are found. */
  resolveAll(): void {
    for (const [name, entry] of this.#declared) this.#variable(name, entry.keyAt);
  }

  node(node: DocumentNode): DocumentNode {
    if (node.kind === 'list') return { ...node, items: node.items.map((item) => this.node(item)) };
    if (node.kind === 'map') return this.map(node);
    return typeof node.value === 'string' && node.value.includes('${') ? this.#text(node, node.value) : node;
  }

  map(node: MapNode): MapNode {
    const entries = new Map<string, MapEntry>();
    for (const [key, entry] of node.entries) {
      const name = key.includes('${') ? this.#interpolate(key, entry.keyAt) : key;
      if (name === undefined) continue;
      const other = entries.get(name);
      if (other !== undefined) {
        this.#diagnostics.error(
          entry.keyAt,
          `the key ${name} is there already, in ${otherPlace(other.keyAt, entry.keyAt)}`,
        );
      }
      entries.set(name, { ...entry, value: this.node(entry.value) });
    }
    return { ...node, entries };
  }

  /** A string that is one reference becomes the value itself; any other string gets its text. */
  #text(node: ScalarNode, text: string): DocumentNode {
    const whole = WHOLE.exec(text);
    if (whole === null) {
      const value = this.#interpolate(text, node.at);
      return value === undefined ? brokenNode(node.at) : { ...node, value, written: value };
    }
    const value = this.#variable(whole[1] ?? '', node.at);
    if (value === undefined || !this.#insert(value, node.at)) return brokenNode(node.at);
    return { ...value, at: node.at };
  }

  /** `undefined` when any of it is wrong, which has been told then. */
  #interpolate(text: string, at: SourceLocation): string | undefined {
    let isWhole = true;
    const result = text.replace(REFERENCE, (found: string, name: string | undefined, end: string) => {
      if (found === '$${') return '${';
      const value = end === '}' ? this.#textOf(name ?? '', at) : this.#unclosed(found, at);
      isWhole &&= value !== undefined;
      return value ?? '';
    });
    if (!isWhole) return undefined;
    if (result.length <= MAX_TEXT_LENGTH) return result;
    this.#diagnostics.error(at, `variables make this text longer than ${MAX_TEXT_LENGTH} characters`);
    return undefined;
  }

  #unclosed(found: string, at: SourceLocation): undefined {
    this.#diagnostics.error(at, `${found} is not closed with }; write $\${ for a literal \${`);
  }

  #textOf(name: string, at: SourceLocation): string | undefined {
    const value = this.#variable(name, at);
    if (value === undefined || (value.kind === 'scalar' && value.broken)) return undefined;
    if (value.kind === 'scalar' && value.value !== null) {
      return typeof value.value === 'string' ? value.value : value.written;
    }
    const what = value.kind === 'scalar' ? 'null' : `a ${value.kind}`;
    this.#diagnostics.error(at, `\${${name}} is ${what} and cannot stand inside a text`);
    return undefined;
  }

  #variable(name: string, at: SourceLocation): DocumentNode | undefined {
    if (this.#resolved.has(name)) return this.#resolved.get(name);
    const entry = this.#declared.get(name);
    if (entry === undefined && name.trim() === '') {
      this.#diagnostics.error(at, "a variable's name is missing");
      return undefined;
    }
    if (entry === undefined) {
      this.#diagnostics.error(at, () => `unknown variable ${name}${didYouMean(name, this.#declared.keys())}`);
      return undefined;
    }
    if (this.#underway.includes(name)) {
      const circle = [...this.#underway.slice(this.#underway.indexOf(name)), name].join(' -> ');
      this.#diagnostics.error(at, `variables refer to each other in a circle: ${circle}`);
      return undefined;
    }
    if (this.#underway.length >= MAX_CHAIN) {
      this.#diagnostics.error(at, `more than ${MAX_CHAIN} variables refer to one another`);
      return undefined;
    }
    this.#underway.push(name);
    const value = this.node(entry.value);
    this.#underway.pop();
    this.#resolved.set(name, value);
    return value;
  }

  #insert(value: DocumentNode, at: SourceLocation): boolean {
    if (this.#inserted > MAX_INSERTED_VALUES) return false;
    this.#inserted += countValues(value, MAX_INSERTED_VALUES);
    if (this.#inserted <= MAX_INSERTED_VALUES) return true;
    this.#diagnostics.error(at, `variables put in more than ${MAX_INSERTED_VALUES} values`);
    return false;
  }
}

/** How many values `node` holds, itself included; counting ends soon after `limit`. */
function countValues(node: DocumentNode, limit: number): number {
  let count = 1;
  if (node.kind === 'scalar') return count;
  const children = node.kind === 'list' ? node.items : [...node.entries.values()].map((entry) => entry.value);
  for (const child of children) {
    if (count > limit) break;
    count += countValues(child, limit - count);
  }
  return count;
}
