import { OptopoError } from '../model/error.ts';
import type { Plan } from '../model/plan.ts';
import type { LiveResource } from '../model/resource.ts';
import type { TopologyState } from '../state/topology-state.ts';
import { inventoryBeside } from './partial-target.ts';
import type { Target } from './prepare.ts';

/** Throws `conflict` when something stands in the way, naming every object with its line. */
export function refuseConflicts(plan: Plan): void {
  const [first] = plan.conflicts;
  if (first === undefined) return;
  const diagnostics = plan.conflicts.map(({ id, file, line, column, message }) => ({
    ...{ file, line, column, severity: 'error' as const },
    message: `${id} ${message}`,
  }));
  const count = plan.conflicts.length;
  const message = count === 1 ? `${first.id} ${first.message}` : `${count} objects are in the way`;
  throw new OptopoError('conflict', message, {
    resource: first.id,
    diagnostics,
    hint: 'nothing was changed',
  });
}

/**
/**
 * Throws `refused` when a plan would remove everything that the topology owns and make nothing. Not for a limited
 * plan beside which the topology owns something. What comes and goes with containers goes whenever they end.
 */
export function refuseEmptying(
  plan: Plan,
  live: readonly LiveResource[],
  target: Target,
  state: TopologyState,
): void {
  if (Object.keys(inventoryBeside(target, state)).length > 0) return;
  const guests = new Set(plan.comesAndGoes);
  const owned = live.filter((object) => object.owner === plan.topology && !object.retained);
  const removed = new Set(
    plan.changes
      .filter(({ action }) => action === 'delete' || action === 'retain' || action === 'release')
      .map(({ id }) => id),
  );
  const makes = plan.changes.some(({ action }) => action === 'create' || action === 'adopt');
  if ([...removed].every((id) => guests.has(id)) || makes || owned.some((object) => !removed.has(object.id)))
    return;
  throw new OptopoError('refused', `this would remove all ${removed.size} objects of ${plan.topology}`, {
    hint: 'if that is what you want, add --allow-empty, or use: optopo destroy',
  });
}
