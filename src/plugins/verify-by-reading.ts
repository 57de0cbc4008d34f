import type { Difference } from '../model/plan.ts';
import type { Resource } from '../model/resource.ts';
import type { PluginContext, StatePlugin } from './contract.ts';
import { stateQuery } from './state-query.ts';

type Reader = Pick<StatePlugin, 'kinds' | 'queryCurrentState' | 'calculateDiff'>;

/**
 * `verifyState` for every plugin: reads again, and compares what is declared with what is there. The reason
 * of each difference starts with the object's id. An absent optional or an external object is no difference
 * of ours. Throws what reading throws.
 */
export async function verifyByReading(
  plugin: Reader,
  context: PluginContext,
  desired: readonly Resource[],
): Promise<Difference[]> {
  const live = new Map(
    (await plugin.queryCurrentState(context, stateQuery(context, desired))).map((object) => [
      object.id,
      object,
    ]),
  );
  return desired
    .filter((resource) => plugin.kinds.includes(resource.kind) && !resource.policy.external)
    .flatMap((resource) => {
      const object = live.get(resource.id);
      if (resource.policy.optional && (object === undefined || object.absent)) return [];
      const difference = plugin.calculateDiff({ desired: resource, live: object, last: undefined });
      return difference ? [{ ...difference, reason: `${resource.id}: ${difference.reason}` }] : [];
    });
}
