import { expect, test } from 'vitest';
import type { Plan, StepStatus } from '../../../src/model/plan.ts';
import { laterAsDrift } from '../../../src/watch/loop/drift-items.ts';

test('what further rounds did is drift as well, each object once; what was skipped is not', () => {
  const plan = { changes: [{ id: 'port/a' }] } as Plan;
  const step = (id: string, status: StepStatus) => ({ key: `${id} ${status}`, id, status });
  const steps = [
    step('port/a', 'done'),
    step('port/b', 'done'),
    step('port/b', 'failed'),
    step('port/c', 'undone'),
    step('port/d', 'skipped'),
  ];
  const told = (id: string) => ({
    ...{ id, reason: 'changed while a repair was at work', fields: [], treatment: 'failed' },
  });
  expect(laterAsDrift(plan, steps, 'failed')).toEqual([told('port/b'), told('port/c')]);
});
