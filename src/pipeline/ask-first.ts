import { OptopoError } from '../model/error.ts';
import type { Plan } from '../model/plan.ts';
import type { ApplyOptions } from './apply-options.ts';

/** Asks before the first write; returns how long the answer took, in milliseconds. Throws `refused` for a no. */
export async function askFirst(plan: Plan, { confirm }: Pick<ApplyOptions, 'confirm'>): Promise<number> {
  const asked = performance.now();
  if (await confirm(plan)) return performance.now() - asked;
  throw new OptopoError('refused', 'not confirmed: nothing was changed');
}
