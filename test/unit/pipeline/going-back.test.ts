import { expect, test } from 'vitest';
import { previousOf } from '../../../src/pipeline/arm.ts';
import { withForeign } from '../../../src/pipeline/go-back.ts';
import { makePlan } from '../../../src/pipeline/plan.ts';
import { emptyState } from '../../../src/state/topology-state.ts';
import { declared, live, planInput } from './objects.ts';

const plan = makePlan(
  planInput({
    desired: [
      declared('port/p1', { tag: 20 }, [], { adopt: true }),
      declared('link/eth1', { tag: 5 }, [], { unowned: true }),
      declared('container/new'),
      declared('port/mine', { tag: 3 }),
    ],
    live: [
      live('port/p1', { owner: null, attributes: { tag: 10, trunks: [4] } }),
      live('link/eth1', { owner: null }),
      live('port/mine', { attributes: { tag: 2 } }),
    ],
  }),
);

test('what is taken over, or changed without being owned, goes back to the values that are declared now', () => {
  const { foreign } = previousOf(emptyState('net'), plan);
  expect(foreign.map(({ id, attributes }) => ({ id, attributes }))).toEqual(
    expect.arrayContaining([
      { id: 'port/p1', attributes: { tag: 10 } },
      { id: 'link/eth1', attributes: { tag: null } },
    ]),
  );
  expect(foreign).toHaveLength(2);
});

test('only a container that the apply makes goes with its data', () => {
  expect(previousOf(emptyState('net'), plan).created).toEqual(['container/new']);
  const back = makePlan(
    planInput({
      live: [live('container/new'), live('container/old')],
      options: { adopt: false, prune: true, deleteData: false, deleteDataOf: ['container/new'] },
    }),
  );
  expect(back.changes.map(({ id, action }) => [id, action])).toEqual(
    expect.arrayContaining([
      ['container/new', 'delete'],
      ['container/old', 'retain'],
    ]),
  );
});

test('going back declares the previous topology, with what belonged to others as it was', () => {
  const was = declared('port/p1', { tag: 10 });
  const resources = [declared('bridge/br0'), declared('port/p1', { tag: 20 })];
  const target = withForeign('net', { resources, hash: null, foreign: [was], created: [] });
  expect(target.resources).toEqual([declared('bridge/br0'), was]);
});
