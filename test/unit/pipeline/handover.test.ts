import { describe, expect, test } from 'vitest';
import type { Execution } from '../../../src/pipeline/execute.ts';
import { withoutGivenUp } from '../../../src/pipeline/inventory.ts';
import { makePlan } from '../../../src/pipeline/plan.ts';
import { declared, live, planInput } from './objects.ts';

describe('what one object holds until another takes it', () => {
  test('an IPv6 address with another prefix length goes before it comes', () => {
    const id = (length: number): string => `address/p1/2001:db8::1/${length}`;
    const attributes = (length: number) => ({ dev: 'p1', address: `2001:db8::1/${length}` });
    const plan = makePlan(
      planInput({
        desired: [declared(id(48), attributes(48))],
        live: [live(id(64), { attributes: attributes(64) })],
      }),
    );
    expect(plan.steps.map(({ key }) => key)).toEqual([`delete:${id(64)}`, `create:${id(48)}`]);
  });

  test('the port of an interface that becomes a veth goes before its container restarts, and comes after', () => {
    const before = [
      live('port/yy', { attributes: { type: 'internal' } }),
      live('container/c', { attributes: { hostname: 'a' }, dependsOn: ['port/yy'] }),
    ];
    const desired = [
      declared('container/c', { hostname: 'b' }),
      declared('port/yy', { type: 'system' }, ['container/c']),
    ];
    const plan = makePlan(planInput({ desired, live: before }));
    expect(plan.steps.map(({ key }) => key)).toEqual([
      'delete:port/yy',
      'update:container/c',
      'create:port/yy',
    ]);
  });

  test('a bridge is updated before a port goes that a flow on it has to let go of first', () => {
    const flow = 'flow/br0/0/1/ip';
    const plan = makePlan(
      planInput({
        desired: [declared('bridge/br0', { tag: 2 }), declared(flow, { tag: 2 }, ['bridge/br0'])],
        live: [
          live('bridge/br0', { attributes: { tag: 1 } }),
          live('port/p1', { dependsOn: ['bridge/br0'] }),
          live(flow, { attributes: { tag: 1 }, dependsOn: ['bridge/br0', 'port/p1'] }),
        ],
      }),
    );
    expect(plan.steps.map(({ key }) => key)).toEqual([
      'update:bridge/br0',
      `update:${flow}`,
      'delete:port/p1',
    ]);
  });

  test('a port that nothing waits for goes before its bridge is updated', () => {
    const before = [
      live('bridge/br0', { attributes: { tag: 1 } }),
      live('port/p1', { dependsOn: ['bridge/br0'] }),
    ];
    const plan = makePlan(planInput({ desired: [declared('bridge/br0', { tag: 2 })], live: before }));
    expect(plan.steps.map(({ key }) => key)).toEqual(['delete:port/p1', 'update:bridge/br0']);
  });

  test.each([
    { state: 'running', conflicts: 1 },
    { state: 'stopped', conflicts: 0 },
  ])(
    'a veth becomes a socket of the same name only without its container: $state',
    ({ state, conflicts }) => {
      const plan = makePlan(
        planInput({
          desired: [declared('port/yy', { network_type: 'socket' })],
          live: [
            live('port/yy', { attributes: { network_type: 'veth', container: 'c' } }),
            live('container/c', { owner: null, attributes: { state } }),
          ],
        }),
      );
      expect(plan.conflicts).toHaveLength(conflicts);
    },
  );
});

describe('what is given up', () => {
  test('a link that was made and is declared without kind is released, and keeps its other changes', () => {
    const desired = [declared('link/va', { tag: 2 }, [], { unowned: true })];
    const plan = makePlan(planInput({ desired, live: [live('link/va', { attributes: { tag: 1 } })] }));
    expect(plan.steps.map(({ key }) => key)).toEqual(['release:link/va', 'update:link/va']);
  });

  test.each([
    { name: 'deleted', outcomes: { 'delete:link/va': 'done' }, left: [] },
    {
      name: 'made anew',
      outcomes: { 'delete:link/va': 'done', 'create:link/va': 'done' },
      left: ['link/va'],
    },
    { name: 'still there', outcomes: { 'delete:link/va': 'failed' }, left: ['link/va'] },
    { name: 'put back', outcomes: { 'delete:link/va': 'undone' }, left: ['link/va'] },
  ])('the inventory after an object was $name', ({ outcomes, left }) => {
    const list = Object.entries(outcomes).map(([key, status]) => [key, { key, id: 'link/va', status }]);
    const execution = { outcomes: new Map(list as never) } as unknown as Execution;
    expect(Object.keys(withoutGivenUp({ 'link/va': { adopted: false } }, execution))).toEqual(left);
  });
});
