import type { DiscoverTemplate, Guest } from '../../model/discover.ts';
import { containerId } from '../../model/ids.ts';
import type { Resource } from '../../model/resource.ts';

/** Patterns as regular expressions; few, and asked for with every reading. */
const compiled = new Map<string, RegExp>();

/** Whether a name fits one of the patterns: `*` is any text, also none, `?` one character. Pure. */
export function isSelected(select: readonly string[], name: string): boolean {
  return select.some((pattern) => expressionOf(pattern).test(name));
}

/**
 * The entry of `discover` that a container falls under: the first in the document that names it. Declared
 * containers and those that carry any topology's mark fall under none. Pure.
 */
export function templateFor(
  { name, owner }: Pick<Guest, 'name' | 'owner'>,
  templates: readonly DiscoverTemplate[],
  declared: ReadonlySet<string>,
): DiscoverTemplate | undefined {
  if (owner !== null || declared.has(containerId(name))) return undefined;
  return templates.find(({ select }) => isSelected(select, name));
}

/** The ids of objects. */
export function idsOf(resources: readonly Pick<Resource, 'id'>[]): ReadonlySet<string> {
  return new Set(resources.map(({ id }) => id));
}

function expressionOf(pattern: string): RegExp {
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  const source = pattern.replace(/[.*?-]/g, (char) => ({ '*': '.*', '?': '.' })[char] ?? `\\${char}`);
  const expression = new RegExp(`^${source}$`, 's');
  compiled.set(pattern, expression);
  return expression;
}
