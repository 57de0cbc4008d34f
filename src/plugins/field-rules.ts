import equal from 'fast-deep-equal';
import type { Json, JsonObject } from '../model/json.ts';
import { canonicalJson, isJsonObject } from '../model/json.ts';
import type { Difference, Disruption } from '../model/plan.ts';
import type { FieldChange } from '../model/resource.ts';
import type { DiffInput } from './contract.ts';

/** How one field of one kind of object is compared and changed. */
export interface FieldRule {
  /** `set`: order does not matter. `map`: compared key by key, other people's keys are left alone. */
  compare: 'scalar' | 'set' | 'map';
  /** What a field that was declared and is now omitted goes back to. */
  default: Json;
  /** Whether the object can be changed in place. */
  change: 'update' | 'replace';
  disruption: Disruption;
}

export type FieldRules = Readonly<Record<string, FieldRule>>;

const WEIGHT: Record<Disruption, number> = { none: 0, brief: 1, restart: 2 };

/** The heavier of two disruptions. */
export function heavier(a: Disruption, b: Disruption): Disruption {
  return WEIGHT[a] >= WEIGHT[b] ? a : b;
}

/**
 * The three-way comparison that every plugin's `calculateDiff` is made of: declared fields against the live
 * ones, and fields that only the last apply declared against their default. Fields never declared are not
 * looked at. Faults of the live object add to the result. Pure.
 */
export function compareFields(rules: FieldRules, input: DiffInput): Difference | null {
  const { desired, live, last } = input;
  if (live === undefined) {
    return {
      action: 'create',
      reason: 'does not exist',
      fields: createdFields(desired.attributes),
      disruption: 'none',
    };
  }
  const fields = Object.entries(rules).flatMap(([field, rule]) =>
    compareField(field, rule, desired.attributes[field], live.attributes[field], last?.attributes[field]),
  );
  const faults = live.faults;
  if (fields.length === 0 && faults.length === 0) return null;
  const touched = fields.map((change) => rules[fieldOf(change.field)] as FieldRule);
  const replace =
    touched.some((rule) => rule.change === 'replace') || faults.some((f) => f.mend === 'replace');
  let disruption = touched.map((rule) => rule.disruption).reduce(heavier, 'none');
  for (const fault of faults)
    disruption = heavier(disruption, fault.mend === 'restart' ? 'restart' : 'brief');
  const reasons = [...faults.map((fault) => fault.message), ...describeFields(fields, desired.attributes)];
  return { action: replace ? 'replace' : 'update', reason: reasons.join('; '), fields, disruption };
}

function createdFields(attributes: JsonObject): FieldChange[] {
  return Object.entries(attributes).map(([field, after]) => ({ field, before: null, after }));
}

function fieldOf(name: string): string {
  const colon = name.indexOf(':');
  return colon === -1 ? name : name.slice(0, colon);
}

function describeFields(fields: FieldChange[], declared: JsonObject): string[] {
  if (fields.length === 0) return [];
  const differ = fields.filter((change) => fieldOf(change.field) in declared).map((change) => change.field);
  const omitted = fields
    .filter((change) => !(fieldOf(change.field) in declared))
    .map((change) => change.field);
  const reasons: string[] = [];
  if (differ.length > 0) reasons.push(`${differ.join(', ')} ${differ.length === 1 ? 'differs' : 'differ'}`);
  if (omitted.length > 0) reasons.push(`${omitted.join(', ')} no longer declared`);
  return reasons;
}

function compareField(
  field: string,
  rule: FieldRule,
  declared: Json | undefined,
  live: Json | undefined,
  last: Json | undefined,
): FieldChange[] {
  if (rule.compare === 'map') return compareMap(field, declared, live, last);
  const wanted = declared ?? (declared === null || last !== undefined ? rule.default : undefined);
  if (wanted === undefined) return [];
  const before = live ?? rule.default;
  const same = rule.compare === 'set' ? sameSet(wanted, before) : equal(wanted, before);
  return same ? [] : [{ field, before, after: wanted }];
}

function compareMap(
  field: string,
  declared: Json | undefined,
  live: Json | undefined,
  last: Json | undefined,
): FieldChange[] {
  const wanted = isJsonObject(declared) ? declared : {};
  const present = isJsonObject(live) ? live : {};
  const ours = isJsonObject(last) ? last : {};
  const gone = Object.keys(ours).filter((key) => !Object.hasOwn(wanted, key) && Object.hasOwn(present, key));
  const changed = Object.keys(wanted).filter((key) => !equal(wanted[key], present[key]));
  return [...changed, ...gone].map((key) => ({
    field: `${field}:${key}`,
    before: Object.hasOwn(present, key) ? (present[key] as Json) : null,
    after: Object.hasOwn(wanted, key) ? (wanted[key] as Json) : null,
  }));
}

function sameSet(a: Json, b: Json): boolean {
  const list = (value: Json): string[] =>
    (Array.isArray(value) ? value : value === null ? [] : [value]).map(canonicalJson).sort();
  return equal(list(a), list(b));
}
