import { OptopoError } from '../model/error.ts';
import type { Plan } from '../model/plan.ts';

/** Plans that are carried out in one run before a host that never settles is given up on. */
export const MAX_ROUNDS = 3;
/** The same while only what comes and goes with containers of others is left: they may do so at any time. */
export const MAX_PASSING_ROUNDS = 10;

/** The user asked to stop before all was done; `cause`: what went wrong because of it. */
export function interruption(cause?: OptopoError): OptopoError {
  return new OptopoError('interrupted', 'interrupted before every step was done', { cause });
}

/** After the last round the host still differs, as this plan shows. */
export function notConverged(plan: Plan): OptopoError {
  const left = plan.changes.map((change) => `${change.id}: ${change.reason}`);
  const [first] = plan.changes;
  return new OptopoError('not-converged', `the host still differs: ${left.join('; ')}`, {
    resource: first?.id,
    source: first?.desired?.source,
    tried: `apply and verify, ${MAX_ROUNDS} times`,
    hint: 'something else may be changing it; plan shows what differs',
  });
}
