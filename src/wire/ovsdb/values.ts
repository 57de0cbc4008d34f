import { OptopoError } from '../../model/error.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { isJsonObject } from '../../model/json.ts';

/**
 * OVSDB's notation of values (RFC 7047 §5.1) to plain JSON: a set becomes a list, a map an object, a uuid
 * its text. A set of one element comes bare from the server and stays bare here: read set columns with
 * `setOf` or `optionalOf`.
 */
export function decodeValue(encoded: Json): Json {
  if (!Array.isArray(encoded)) return encoded;
  const [tag, body] = encoded;
  if (encoded.length === 2 && (tag === 'uuid' || tag === 'named-uuid') && typeof body === 'string')
    return body;
  if (encoded.length === 2 && tag === 'set' && Array.isArray(body)) return body.map(decodeValue);
  if (encoded.length === 2 && tag === 'map' && Array.isArray(body))
    return Object.fromEntries(body.map(decodePair));
  throw unreadable(encoded);
}

function decodePair(pair: Json): [string, Json] {
  if (!Array.isArray(pair) || pair.length !== 2) throw unreadable(pair);
  return [String(decodeValue(pair[0] as Json)), decodeValue(pair[1] as Json)];
}

function unreadable(value: Json): OptopoError {
  return new OptopoError(
    'protocol',
    `OVSDB sent a value in no known notation: ${JSON.stringify(value).slice(0, 200)}`,
  );
}

/** Every column of a row decoded. */
export function decodeRow(row: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(row).map(([column, value]) => [column, decodeValue(value)]));
}

/** A decoded set column as a list, whichever way the server wrote it. */
export function setOf(decoded: Json | undefined): Json[] {
  if (decoded === undefined) return [];
  return Array.isArray(decoded) ? decoded : [decoded];
}

/** A decoded set column of at most one element: that element, or `null`. */
export function optionalOf(decoded: Json | undefined): Json {
  return setOf(decoded)[0] ?? null;
}

/** A decoded map column of strings. */
export function mapOf(decoded: Json | undefined): Record<string, string> {
  if (!isJsonObject(decoded)) return {};
  return Object.fromEntries(Object.entries(decoded).map(([key, value]) => [key, String(value)]));
}

/** Elements, each already encoded, as a set. */
export function encodeSet(elements: readonly Json[]): Json {
  return ['set', [...elements]];
}

/** A map column from its entries. */
export function encodeMap(entries: Readonly<Record<string, Json>>): Json {
  return ['map', Object.entries(entries).map(([key, value]) => [key, value])];
}

/** Nothing or one element, for columns of at most one. */
export function encodeOptional(value: Json): Json {
  return encodeSet(value === null ? [] : [value]);
}

/** A reference to a row that exists. */
export function encodeUuid(uuid: string): Json {
  return ['uuid', uuid];
}

/** A reference to a row that the same transaction inserts under this `uuid-name`. */
export function encodeNamedUuid(name: string): Json {
  return ['named-uuid', name];
}
