import type { TestContext } from 'vitest';

declare module 'vitest' {
  interface TaskMeta {
    /** Faults that this test tried, with everything about them as expected. */
    faultPoints?: number;
  }
}

/** Notes that a fault was tried; `fault-count-reporter.ts` adds them up over all files. */
export function countFaultPoint({ task }: TestContext, points = 1): void {
  task.meta.faultPoints = (task.meta.faultPoints ?? 0) + points;
}
