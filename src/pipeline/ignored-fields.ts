import equal from 'fast-deep-equal';
import type { JsonObject } from '../model/json.ts';
import type { Resource } from '../model/resource.ts';
import type { DiffInput } from '../plugins/contract.ts';

/**
 * The comparison's input without the fields that the object says to ignore: they count while the object is not
 * there, in another run of the container that it is discovered for, and when they are declared otherwise than in
 * what is in force (`inForce`, never an unfinished apply). Pure.
 */
export function withoutIgnored(input: DiffInput, inForce: Resource | undefined): DiffInput {
  const { desired, live, last } = input;
  const { ignore } = desired.policy;
  if (ignore === undefined || live === undefined || inForce === undefined) return input;
  if (desired.policy.run !== inForce.policy.run) return input;
  const same = ignore.filter((field) => equal(desired.attributes[field], inForce.attributes[field]));
  if (same.length === 0) return input;
  return {
    live,
    desired: { ...desired, attributes: without(desired.attributes, same) },
    last: last && { ...last, attributes: without(last.attributes, same) },
  };
}

function without(attributes: JsonObject, fields: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(attributes).filter(([field]) => !fields.includes(field)));
}
