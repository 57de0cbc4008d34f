import { canonicalAddress } from '../../model/address.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Difference } from '../../model/plan.ts';
import type { DiffInput } from '../contract.ts';
import type { FieldRules } from '../field-rules.ts';
import { compareFields } from '../field-rules.ts';

/** A created link's defaults; ARPHRD_ETHER devices have an MTU of 1500. */
export const LINK_RULES: FieldRules = {
  kind: { compare: 'scalar', default: null, change: 'replace', disruption: 'brief' },
  peer: { compare: 'scalar', default: null, change: 'replace', disruption: 'brief' },
  link: { compare: 'scalar', default: null, change: 'replace', disruption: 'brief' },
  state: { compare: 'scalar', default: 'up', change: 'update', disruption: 'brief' },
  mtu: { compare: 'scalar', default: 1500, change: 'update', disruption: 'none' },
  hwaddr: { compare: 'scalar', default: null, change: 'update', disruption: 'brief' },
};

const ROUTE_RULES: FieldRules = {
  via: { compare: 'scalar', default: null, change: 'update', disruption: 'brief' },
  dev: { compare: 'scalar', default: null, change: 'update', disruption: 'brief' },
  src: { compare: 'scalar', default: null, change: 'update', disruption: 'none' },
};

/** Compares one declared link, address or route with the live one. Pure. */
export function diffNetlink(input: DiffInput): Difference | null {
  if (input.live === undefined) return compareFields({}, input);
  switch (input.desired.kind) {
    case 'link':
      return compareFields(LINK_RULES, comparableLink(input));
    case 'route':
      return compareFields(ROUTE_RULES, comparableRoute(input));
    default:
      // An address is its device and its text: there is nothing to update.
      return compareFields({}, input);
  }
}

/**
 * A MAC address has no default to go back to, so one that is omitted or null is left as it is. The device
 * that a link is bound to cannot be compared while it lives in another namespace.
 */
function comparableLink(input: DiffInput): DiffInput {
  const { desired, last, live } = input;
  const declared: JsonObject = { ...desired.attributes };
  const before: JsonObject = { ...last?.attributes };
  // Declared as an existing one now, it is not made anew for the kind that it had been made with.
  if (desired.policy.unowned) for (const made of ['kind', 'peer', 'link']) delete before[made];
  if (typeof declared.hwaddr === 'string') declared.hwaddr = declared.hwaddr.toLowerCase();
  else for (const fields of [declared, before]) delete fields.hwaddr;
  for (const bound of ['peer', 'link']) {
    if (live === undefined || live.attributes[bound] !== undefined || !isBound(live.attributes)) continue;
    for (const fields of [declared, before]) delete fields[bound];
  }
  return withAttributes(input, declared, before);
}

/** Kinds of links that always hang on another device, here or in another namespace. */
function isBound({ kind }: JsonObject): boolean {
  return kind === 'veth' || kind === 'macvlan';
}

/**
 * The next hop is compared as a whole: a route that declares only its device has no gateway. A gateway that
 * declares no device leaves the choice of the device to the kernel.
 */
function comparableRoute(input: DiffInput): DiffInput {
  const declared: JsonObject = { ...input.desired.attributes };
  const before: JsonObject = { ...input.last?.attributes };
  for (const field of ['via', 'src']) {
    const text = declared[field];
    if (typeof text === 'string') declared[field] = canonicalAddress(text);
  }
  if (declared.dev === undefined) delete before.dev;
  else if (declared.via === undefined) declared.via = null;
  return withAttributes(input, declared, before);
}

function withAttributes(input: DiffInput, declared: JsonObject, before: JsonObject): DiffInput {
  const last = input.last && { ...input.last, attributes: before };
  return { ...input, desired: { ...input.desired, attributes: declared }, last };
}
