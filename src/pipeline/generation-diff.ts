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
  const before = byId(from.resources);
  const after = byId(to.resources);
  const both = to.resources.filter(({ id }) => before.has(id));
  return {
    topology: to.topology,
    from: from.generation,
    to: to.generation,
    added: to.resources.filter(({ id }) => !before.has(id)).map(({ id }) => id),
    removed: from.resources.filter(({ id }) => !after.has(id)).map(({ id }) => id),
    changed: both.flatMap((resource) => {
      const fields = changedFields(before.get(resource.id) as Resource, resource);
      return fields.length > 0 ? [{ id: resource.id, fields }] : [];
    }),
  };
}

function byId(resources: readonly Resource[]): Map<string, Resource> {
  return new Map(resources.map((resource) => [resource.id, resource]));
}

function changedFields(before: Resource, after: Resource): FieldChange[] {
  const names = [...new Set([...Object.keys(before.attributes), ...Object.keys(after.attributes)])].sort();
  return names
    .map((field) => ({
      field,
      before: before.attributes[field] ?? null,
      after: after.attributes[field] ?? null,
    }))
    .filter((change) => !equal(change.before, change.after));
}
