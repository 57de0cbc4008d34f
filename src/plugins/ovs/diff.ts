import type { JsonObject } from '../../model/json.ts';
import type { Difference } from '../../model/plan.ts';
import type { LiveResource, Resource } from '../../model/resource.ts';
import type { DiffInput } from '../contract.ts';
import { compareFields, heavier } from '../field-rules.ts';
import { flushesFlows } from './flow-flush.ts';
import { BRIDGE_RULES, PORT_RULES } from './rules.ts';

/** Compares a declared bridge or port with the live one. Pure. */
export function diffBridgeOrPort(input: DiffInput): Difference | null {
  if (input.live?.absent) return null;
  const rules = input.desired.kind === 'bridge' ? BRIDGE_RULES : PORT_RULES;
  const normalized = {
    ...input,
    desired: normalize(input.desired),
    last: input.last && normalize(input.last),
  };
  const difference = compareFields(rules, normalized);
  if (!difference || !input.live || difference.action === 'replace') return difference;
  return input.desired.kind === 'bridge' ? sayFlush(difference) : replaceForOfport(difference, input.live);
}

/** The one spelling in which values are compared: MACs in lower case, no `interface` that is the name. */
function normalize(resource: Resource): Resource {
  const attributes: JsonObject = { ...resource.attributes };
  if (typeof attributes.hwaddr === 'string') attributes.hwaddr = attributes.hwaddr.toLowerCase();
  if (attributes.interface === resource.name) delete attributes.interface;
  return { ...resource, attributes };
}

function sayFlush(difference: Difference): Difference {
  if (!flushesFlows(difference.fields)) return difference;
  const flush = 'OVS flushes all flows for this: ours and foreign ones are put back';
  return { ...difference, reason: `${difference.reason}; ${flush}` };
}

/** For another OpenFlow number OVS takes the device away and makes a new one (measured on OVS 3.1). */
function replaceForOfport(difference: Difference, live: LiveResource): Difference {
  const number = difference.fields.find(({ field }) => field === 'ofport_request')?.after ?? null;
  if (number === null || number === live.attributes.ofport) return difference;
  return { ...difference, action: 'replace', disruption: heavier(difference.disruption, 'brief') };
}
