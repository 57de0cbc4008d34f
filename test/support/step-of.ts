import type { Difference, Step, StepOperation } from '../../src/model/plan.ts';
import type { LiveResource, Resource } from '../../src/model/resource.ts';
import type { StepResult } from '../../src/plugins/contract.ts';

/** The step that the engine would make of a declared object. */
export function stepOf(
  owner: string,
  operation: StepOperation,
  desired: Resource,
  live: LiveResource | null = null,
  difference?: Difference,
): Step {
  const { id, kind, plugin, attributes } = desired;
  return {
    ...{ key: `${operation}:${id}`, id, plugin, operation, owner, live, desired },
    attributes: operation === 'delete' ? {} : attributes,
    fields: operation === 'update' ? (difference?.fields ?? []) : [],
    restart: operation === 'update' && difference?.disruption === 'restart',
    deleteData: operation === 'delete' && kind === 'container',
    after: [],
  };
}

/** Statuses by step, with the error's words. */
export function statusesOf(results: readonly StepResult[]): Record<string, string> {
  return Object.fromEntries(
    results.map(({ key, status, error }) => [key, error ? `${status}: ${error.message}` : status]),
  );
}
