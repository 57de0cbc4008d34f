import type { Step, StepOperation } from '../../model/plan.ts';

/**
 * What comes first where the plan leaves it open. Routes go before the addresses that they stand on, and come
 * after them. New addresses come before old ones go: with its last address a device loses every route.
 */
const RANKS: Readonly<Record<string, Partial<Record<StepOperation, number>>>> = {
  route: { delete: 0, release: 0, create: 7, update: 7, adopt: 7 },
  link: { delete: 1, release: 1, create: 2, adopt: 2, update: 3 },
  address: { create: 4, update: 4, adopt: 4, release: 5, delete: 6 },
};

/** The steps in an order that keeps each after what it needs (`after`). Pure. */
export function orderSteps(steps: readonly Step[]): Step[] {
  const known = new Set(steps.map(({ key }) => key));
  const users = new Map<string, Step[]>();
  const open = new Map<string, number>();
  for (const step of steps) {
    const needed = new Set(step.after.filter((key) => known.has(key)));
    open.set(step.key, needed.size);
    for (const key of needed) users.set(key, [...(users.get(key) ?? []), step]);
  }
  const ready = RANK_NUMBERS.map((): Step[] => []);
  const release = (step: Step): unknown => ready[rankOf(step)]?.push(step);
  for (const step of steps) if (open.get(step.key) === 0) release(step);
  const ordered: Step[] = [];
  for (let next = takeFirst(ready); next !== undefined; next = takeFirst(ready)) {
    ordered.push(next);
    for (const user of users.get(next.key) ?? []) {
      const left = (open.get(user.key) ?? 0) - 1;
      open.set(user.key, left);
      if (left === 0) release(user);
    }
  }
  return ordered;
}

const LAST_RANK = 8;
const RANK_NUMBERS = Array.from({ length: LAST_RANK + 1 }, (_, rank) => rank);

function rankOf({ id, operation }: Step): number {
  return RANKS[id.slice(0, id.indexOf('/'))]?.[operation] ?? LAST_RANK;
}

function takeFirst(ready: readonly Step[][]): Step | undefined {
  return ready.find((steps) => steps.length > 0)?.shift();
}
