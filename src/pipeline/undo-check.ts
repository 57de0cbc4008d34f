import type { Step } from '../model/plan.ts';
import { DEFAULT_POLICY, type LiveResource, type Resource } from '../model/resource.ts';
import type { Session } from './session.ts';

/**
 * What is not as it was before an undone apply: one sentence an object. Compares by each plugin's own rules,
 * so that what no field shows (a new uuid) does not count.
 */
export function notPutBack(
  session: Session,
  steps: readonly Step[],
  before: readonly LiveResource[],
  after: readonly LiveResource[],
): string[] {
  const then = new Map(before.map((object) => [object.id, object]));
  const now = new Map(after.map((object) => [object.id, object]));
  const touched = [...new Set(steps.map((step) => step.id))];
  return touched.flatMap((id) => compare(session, id, then.get(id), now.get(id)));
}

function compare(
  session: Session,
  id: string,
  then: LiveResource | undefined,
  now: LiveResource | undefined,
): string[] {
  if (then === undefined) return now === undefined || now.owner === null ? [] : [`${id} is left over`];
  if (now === undefined) return [`${id} is gone`];
  if (then.owner !== now.owner)
    return [`${id} belongs to ${now.owner ?? 'nobody'}, not ${then.owner ?? 'nobody'}`];
  const difference = session
    .plugin(then.plugin)
    .calculateDiff({ desired: asDeclared(then), live: { ...now, faults: [] }, last: undefined });
  return difference ? [`${id}: ${difference.fields.map(({ field }) => field).join(', ')} differ`] : [];
}

function asDeclared(live: LiveResource): Resource {
  const { id, kind, plugin, name, attributes } = live;
  const source = { file: '', line: 0, column: 0 };
  return { id, kind, plugin, name, attributes, dependsOn: [], policy: DEFAULT_POLICY, source };
}
