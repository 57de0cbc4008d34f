import type { Change } from '../model/plan.ts';
import type { Diagnostic } from '../model/source.ts';
import { isRebuild } from './cascade.ts';
import type { PlanInput } from './plan-input.ts';
import { covers } from './select-targets.ts';

/** What a limited plan would leave broken: declared objects on something that it makes anew. Pure. */
export function leftBehind({ desired, selection }: PlanInput, changes: readonly Change[]): Diagnostic[] {
  if (selection === undefined) return [];
  const rebuilt = new Set(changes.filter(isRebuild).map(({ id }) => id));
  return desired.flatMap(({ id, dependsOn, source }) => {
    if (covers(selection, id)) return [];
    const under = dependsOn.find(({ on, whenRebuilt }) => whenRebuilt !== 'keep' && rebuilt.has(on));
    if (under === undefined) return [];
    const message = `${id} stands on ${under.on}, which is made anew, and is no target: apply the whole topology after this`;
    return [{ ...source, severity: 'warning', message }];
  });
}
