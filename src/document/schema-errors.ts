import type { ErrorObject } from 'ajv';
import type { Message } from './diagnostic-list.ts';
import type { DocumentPath } from './node.ts';
import { didYouMean, nearest } from './suggest.ts';

/** One violation of the schema in plain words, and what it concerns. */
export interface SchemaViolation {
  /** The value that is wrong: what the checks that follow must do without. */
  path: DocumentPath;
  /** The reader is shown the key rather than the value. */
  atKey: boolean;
  message: Message;
}

/** What people write by habit of other tools, and what it is called here. */
const SYNONYMS: Readonly<Record<string, string>> = {
  vlan: 'tag',
  vlan_id: 'tag',
  mac: 'hwaddr',
  mac_address: 'hwaddr',
  ip: 'addresses',
  ipv4: 'addresses',
  address: 'addresses',
  action: 'actions',
  cpus: 'vcpus',
  memory: 'memory_mb',
  storage: 'storage_gb',
  nics: 'interfaces',
  failmode: 'fail_mode',
};

/** Puts ajv's errors into words; errors that only repeat others give nothing. */
export function describeViolations(errors: readonly ErrorObject[]): SchemaViolation[] {
  return errors.flatMap((error) => {
    const path = parsePointer(error.instancePath);
    if (error.keyword === 'additionalProperties') return [unknownKey(path, error)];
    if (error.keyword === 'required') {
      const missing = String(error.params.missingProperty);
      return [
        {
          path,
          atKey: true,
          message: `${missing} is missing${path.length > 0 ? ` in ${fieldName(path)}` : ''}`,
        },
      ];
    }
    return [{ path, atKey: false, message: `${fieldName(path)} ${wordsFor(path, error)}` }];
  });
}

function parsePointer(pointer: string): string[] {
  const steps = pointer.split('/').slice(1);
  return steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function unknownKey(path: string[], error: ErrorObject): SchemaViolation {
  const key = String(error.params.additionalProperty);
  const known = Object.keys((error.parentSchema as { properties?: object } | undefined)?.properties ?? {});
  return { path: [...path, key], atKey: true, message: () => `unknown key ${key}${keyHint(key, known)}` };
}

function keyHint(key: string, known: readonly string[]): string {
  const synonym = SYNONYMS[key.toLowerCase()];
  const isFar = nearest(key, known) === undefined;
  return isFar && synonym !== undefined && known.includes(synonym)
    ? `; did you mean ${synonym}?`
    : didYouMean(key, known);
}

/** `tag`, or `addresses[1]` for an item of a list. */
function fieldName(path: readonly string[]): string {
  const last = path.at(-1);
  if (last === undefined) return 'the topology';
  return /^\d+$/.test(last) && path.length > 1 ? `${path.at(-2)}[${last}]` : last;
}

/** What a pattern of the schema means; the pattern itself tells people little. */
const PATTERNS: Readonly<Record<string, string>> = {
  name: 'must be lower-case letters, digits and dashes, start with a letter or digit, and have at most 40 characters',
  cookie: 'must be a number of at most 32 bits, or hexadecimal text such as 0x2a',
  within: 'must be a number with ms, s or m behind it, such as 500ms or 5s',
};

function wordsFor(path: readonly string[], error: ErrorObject): string {
  switch (error.keyword) {
    case 'type':
      return wrongType(error);
    case 'enum':
      return notAmong(error);
    case 'minLength':
    case 'minItems':
      return 'must not be empty';
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
      return outOfRange(error);
    case 'pattern':
      return `${PATTERNS[path.at(-1) ?? ''] ?? 'is not well formed'}, not ${shown(error.data)}`;
    default:
      return error.message ?? `breaks the rule ${error.keyword}`;
  }
}

const TYPES: Readonly<Record<string, string>> = {
  integer: 'a whole number',
  number: 'a number',
  string: 'text',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
};

function wrongType(error: ErrorObject): string {
  const expected = [error.params.type as string | string[]].flat().filter((type) => type !== 'null');
  const words = expected.map((type) => TYPES[type] ?? type).join(' or ');
  return `must be ${words}, not ${shown(error.data)}${typeHint(expected, error.data)}`;
}

function typeHint(expected: readonly string[], data: unknown): string {
  const wantsNumber = expected.includes('integer') || expected.includes('number');
  if (wantsNumber && typeof data === 'string' && /^\d+$/.test(data)) return '; take off the quotes';
  if (expected.includes('string') && (typeof data === 'number' || typeof data === 'boolean')) {
    return `; put it in quotes: "${data}"`;
  }
  return '';
}

function notAmong(error: ErrorObject): string {
  const values = (error.params.allowedValues as unknown[]).filter((value) => value !== null).map(String);
  const hint = typeof error.data === 'string' ? didYouMean(error.data, values) : '';
  const among = values.length === 1 ? `${values[0]}` : `one of ${values.join(', ')}`;
  return `must be ${among}, not ${shown(error.data)}${hint}`;
}

function outOfRange(error: ErrorObject): string {
  const { minimum, exclusiveMinimum, maximum } = error.parentSchema as Record<string, number | undefined>;
  const range =
    exclusiveMinimum === undefined ? `from ${minimum} to ${maximum}` : `more than ${exclusiveMinimum}`;
  return `must be ${range}, not ${shown(error.data)}`;
}

/** A value as a message quotes it: short, and with its type where that is the point. */
function shown(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  if (typeof value !== 'string') return String(value);
  return `the text ${JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value)}`;
}
