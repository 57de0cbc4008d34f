/** Plain JSON, as it is kept in state files, compared by the diff and printed by `--json`. */
export type Json = string | number | boolean | null | Json[] | JsonObject;

/** A JSON object; an absent key means "not declared". */
export interface JsonObject {
  [key: string]: Json;
}

/** True for a JSON map, false for lists, scalars and `null`. */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Text that is equal for equal values whatever the order of their keys, for hashes and for comparing sets.
 */
export function canonicalJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const entries = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] as Json)}`);
  return `{${entries.join(',')}}`;
}
