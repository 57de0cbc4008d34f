import equal from 'fast-deep-equal';
import type { JsonObject } from '../../model/json.ts';
import { isJsonObject } from '../../model/json.ts';
import type { Difference, Disruption } from '../../model/plan.ts';
import type { Fault, FieldChange, LiveResource, Resource } from '../../model/resource.ts';
import type { DiffInput } from '../contract.ts';
import { compareFields, type FieldRules, heavier } from '../field-rules.ts';
import { interfacesAttribute, mergeInterfaces, needsRestart, readInterfaces } from './interfaces.ts';

/** `storage_gb` is not here: a directory has no size, so nothing could be read back or changed. */
const RULES: FieldRules = {
  hostname: { compare: 'scalar', default: null, change: 'update', disruption: 'restart' },
  template: { compare: 'scalar', default: null, change: 'replace', disruption: 'restart' },
  vcpus: { compare: 'scalar', default: null, change: 'update', disruption: 'none' },
  memory_mb: { compare: 'scalar', default: null, change: 'update', disruption: 'none' },
  state: { compare: 'scalar', default: 'running', change: 'update', disruption: 'brief' },
  autostart: { compare: 'scalar', default: false, change: 'update', disruption: 'none' },
};

/** What a running container takes over only when it starts anew. */
const AT_START: ReadonlySet<string> = new Set(['hostname']);

/** Compares a declared container with the live one. Pure. */
export function diffContainer({ desired, live, last }: DiffInput): Difference | null {
  if (live === undefined) return compareFields(RULES, { desired, live, last });
  if (desired.attributes.state === 'unmanaged') return diffUnmanaged({ desired, live, last });
  const runs = live.attributes.state === 'running';
  const stays = runs && desired.attributes.state !== 'stopped';
  const plain = compareFields(RULES, {
    desired: comparable(desired, live),
    live: { ...live, faults: live.faults.filter((fault) => matters(fault, desired)) },
    last: last && comparable(last, live),
  });
  const network = interfacesChange(desired, live, last);
  const fields = [...(plain?.fields ?? []), ...(network ? [network.change] : [])];
  const reasons = [
    ...(live.retained ? ['retained, declared again'] : []),
    ...(plain ? [plain.reason] : []),
    ...(network ? ['interfaces differ'] : []),
    ...(plain?.action === 'replace' ? ['its root file system has to be made anew, its data is lost'] : []),
  ];
  if (reasons.length === 0) return null;
  const heaviest = heavier(plain?.disruption ?? 'none', network?.disruption ?? 'none');
  const disruption = stays ? heaviest : runs ? 'brief' : 'none';
  return { action: plain?.action ?? 'update', reason: reasons.join('; '), fields, disruption };
}

/**
 * One that others start and stop has no state that could differ, and nothing is worth its restart: changes of
 * interfaces are put into it while it runs, the rest is written down and waits.
 */
function diffUnmanaged({ desired, live, last }: DiffInput & { live: LiveResource }): Difference | null {
  const state = live.attributes.state ?? null;
  const asItIs = (resource: Resource): Resource => ({
    ...resource,
    attributes: { ...resource.attributes, state },
  });
  const found = diffContainer({ desired: asItIs(desired), live, last: last && asItIs(last) });
  if (found === null || found.disruption !== 'restart' || found.action === 'replace') return found;
  const waits = state === 'running' && found.fields.some(({ field }) => AT_START.has(field));
  const reason = waits ? `${found.reason}; the host name takes effect at its next start` : found.reason;
  return { ...found, reason, disruption: 'brief' };
}

/** A stopped container that is to stay stopped is only concerned by what is left over of it. */
function matters(fault: Fault, desired: Resource): boolean {
  return desired.attributes.state !== 'stopped' || fault.mend !== 'restart';
}

/** Without the template where nobody knows what the live one was made of, else in one shape. */
function comparable(resource: Resource, live: LiveResource): Resource {
  const { template, ...attributes } = resource.attributes;
  if (!isJsonObject(template) || live.attributes.template === undefined) return { ...resource, attributes };
  return { ...resource, attributes: { ...attributes, template: templateShape(template) } };
}

/** A template's name and arguments, with `args` always there. Pure. */
export function templateShape({ name, args }: JsonObject): JsonObject {
  return { name: name ?? null, args: isJsonObject(args) ? args : {} };
}

interface InterfacesChange {
  change: FieldChange;
  disruption: Disruption;
}

/** `after` is the whole list, with what nobody declared as it is, so that it can be written as it stands. */
function interfacesChange(
  desired: Resource,
  live: LiveResource,
  last: Resource | undefined,
): InterfacesChange | null {
  const { interfaces } = desired.attributes;
  if (interfaces === undefined && last?.attributes.interfaces === undefined) return null;
  const before = readInterfaces(live.attributes.interfaces);
  const after = mergeInterfaces(
    readInterfaces(interfaces),
    before,
    readInterfaces(last?.attributes.interfaces),
  );
  if (equal(before, after)) return null;
  return {
    change: { field: 'interfaces', before: interfacesAttribute(before), after: interfacesAttribute(after) },
    disruption: needsRestart(before, after) ? 'restart' : 'brief',
  };
}
