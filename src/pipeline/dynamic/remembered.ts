import type { Plan } from '../../model/plan.ts';
import type { Resource } from '../../model/resource.ts';

/**
 * What is remembered of what was discovered: what `plan` leaves to be done, tells only, or finds something in the way
 * of, stays as it was remembered `before`. A container may start while a run for another one ends. Pure.
 */
export function rememberedDiscoveries(
  { discovered = [], changes, held = [], conflicts }: Plan,
  before: readonly Resource[],
): Resource[] {
  const open = new Set([...changes, ...held, ...conflicts].map(({ id }) => id));
  return [...discovered.filter(({ id }) => !open.has(id)), ...before.filter(({ id }) => open.has(id))];
}
