import equal from 'fast-deep-equal';
import type { FieldChange, Resource } from '../model/resource.ts';
import type { Generation } from '../state/generation.ts';

/** What differs between two generations, as declared. */
export interface GenerationDiff {
  topology: string;
  from: number;
  to: number;
  added: string[];
  removed: string[];
  changed: { id: string; fields: FieldChange[] }[];
}

/** Compares what two generations declare; pure. */
export function diffGenerations(from: Generation, to: Generation): GenerationDiff {
  const [then, now] = [comparable(from), comparable(to)];
  const before = byId(then);
  const after = byId(now);
  const both = now.filter(({ id }) => before.has(id));
  return {
    topology: to.topology,
    from: from.generation,
    to: to.generation,
    added: now.filter(({ id }) => !before.has(id)).map(({ id }) => id),
    removed: then.filter(({ id }) => !after.has(id)).map(({ id }) => id),
    changed: both.flatMap((resource) => {
      const fields = changedFields(before.get(resource.id) as Comparable, resource);
      return fields.length > 0 ? [{ id: resource.id, fields }] : [];
    }),
  };
}

type Comparable = Pick<Resource, 'id' | 'attributes'>;

/** What a generation declares; an entry of `discover` with all that it gives as its fields. */
function comparable({ resources, discover = [] }: Generation): Comparable[] {
  const entries = discover.map(({ name, select, networkType, interfaceName, port, flows }): Comparable => {
    const own = { select, name: interfaceName, ...port.attributes, network_type: networkType };
    return { id: `discover/${name}`, attributes: { ...own, flows: flows.map(flowText) } };
  });
  return [...resources, ...entries];
}

function flowText({ id, attributes }: Resource): string {
  return `${id} actions=${attributes.actions}`;
}

function byId(resources: readonly Comparable[]): Map<string, Comparable> {
  return new Map(resources.map((resource) => [resource.id, resource]));
}

function changedFields(before: Comparable, after: Comparable): FieldChange[] {
  const names = [...new Set([...Object.keys(before.attributes), ...Object.keys(after.attributes)])].sort();
  return names
    .map((field) => ({
      field,
      before: before.attributes[field] ?? null,
      after: after.attributes[field] ?? null,
    }))
    .filter((change) => !equal(change.before, change.after));
}
