import { expect, test } from 'vitest';
import { makePlan } from '../../../src/pipeline/plan.ts';
import { declared, live, planInput } from './objects.ts';

const options = { adopt: false, prune: true, deleteData: true };

test('a container that is made anew waits for all that does not need it', () => {
  const plan = makePlan(
    planInput({
      desired: [
        declared('container/c', { template: 'new' }),
        declared('container/d', { template: 'new' }),
        declared('port/p'),
        declared('flow/f', {}, ['port/p']),
      ],
      live: [
        live('container/c', { attributes: { template: 'old' } }),
        live('container/d', { attributes: { template: 'old' } }),
        live('address/a'),
      ],
      options,
    }),
  );
  const keys = plan.steps.map(({ key }) => key);
  expect(new Set(keys.slice(0, 3))).toEqual(new Set(['create:port/p', 'create:flow/f', 'delete:address/a']));
  for (const id of ['container/c', 'container/d']) {
    const deletion = plan.steps.find(({ key }) => key === `delete:${id}`);
    expect(deletion?.after).toEqual(
      expect.arrayContaining(['create:port/p', 'create:flow/f', 'delete:address/a']),
    );
    expect(keys.indexOf(`create:${id}`)).toBeGreaterThan(keys.indexOf(`delete:${id}`));
  }
});

test('while data is kept, a container that would be deleted is retained', () => {
  const objects = [live('container/c')];
  const last = [declared('container/c', {}, [], { onRemove: 'destroy' })];
  const kept = makePlan(planInput({ live: objects, last, options: { ...options, keepData: true } }));
  expect(kept.changes.map(({ action }) => action)).toEqual(['retain']);
  expect(makePlan(planInput({ live: objects, last, options })).changes.map(({ action }) => action)).toEqual([
    'delete',
  ]);
});
