import { describe, expect, test } from 'vitest';
import { inventoryAfter, limitTo, unfinishedBeside } from '../../../src/pipeline/partial-target.ts';
import { makePlan } from '../../../src/pipeline/plan.ts';
import { requireKnownTargets, selectTargets } from '../../../src/pipeline/select-targets.ts';
import { emptyState } from '../../../src/state/topology-state.ts';
import { declared, live, planInput } from './objects.ts';

/** A bridge with two ports, of which one is a container's; a veth container whose port stands on it; a flow. */
const DESIRED = [
  declared('bridge/br0'),
  declared('port/p1', { tag: 1 }, ['bridge/br0']),
  declared('port/sock', { container: '100' }, ['bridge/br0']),
  declared('container/100', {}, [{ on: 'port/sock', whenRebuilt: 'restart' }]),
  declared('port/veth', { container: '200' }, ['bridge/br0', 'container/200']),
  declared('container/200'),
  declared('flow/br0/0/1/in_port=p1', {}, ['bridge/br0', 'port/p1']),
  declared('link/va'),
];
const ids = (set: ReadonlySet<string>): string[] => [...set].sort();

describe('what a target takes along', () => {
  test.each<[string, string[]]>([
    ['bridge/br0', ['bridge/br0']],
    ['link/va', ['link/va']],
    ['port/p1', ['bridge/br0', 'port/p1']],
    ['container/100', ['bridge/br0', 'container/100', 'port/sock']],
    ['container/200', ['bridge/br0', 'container/200', 'port/veth']],
    ['flow/br0/0/1/in_port=p1', ['bridge/br0', 'flow/br0/0/1/in_port=p1', 'port/p1']],
  ])('%s', (target, wanted) => {
    const selection = selectTargets([target], DESIRED, []);
    expect([ids(selection.wanted), ids(selection.gone)]).toEqual([wanted, []]);
  });

  test('of what is no longer declared, what stood on it', () => {
    const now = [declared('link/va'), declared('container/100')];
    const selection = selectTargets(['bridge/br0'], now, DESIRED);
    expect(ids(selection.gone)).toEqual([
      ...['bridge/br0', 'flow/br0/0/1/in_port=p1', 'port/p1', 'port/sock', 'port/veth'],
    ]);
    // It lets go of its port.
    expect(ids(selection.wanted)).toEqual(['container/100']);
  });

  test('a container that is no longer declared takes its port with it', () => {
    expect(ids(selectTargets(['container/100'], [], DESIRED).gone)).toEqual(['container/100', 'port/sock']);
  });
});

describe('a plan that is limited', () => {
  const plan = (targets: string[], parts: Parameters<typeof planInput>[0]) => {
    const { desired = [], last = [] } = parts;
    return makePlan(planInput({ ...parts, selection: selectTargets(targets, desired, last) }));
  };
  const actions = ({ changes }: ReturnType<typeof makePlan>) =>
    changes.map(({ id, action }) => `${action} ${id}`).sort();

  test('makes the target and what it stands on, and nothing else', () => {
    const made = plan(['port/p1'], { desired: DESIRED });
    expect(actions(made)).toEqual(['create bridge/br0', 'create port/p1']);
    expect(made.targeted).toEqual(['port/p1']);
  });

  test('removes only the target, with what would be lost with it', () => {
    const parts = {
      live: [
        live('bridge/old'),
        live('port/on-old', { dependsOn: ['bridge/old'] }),
        live('address/on-old/10.0.0.1/8', { parent: 'port/on-old' }),
        live('port/other'),
        live('port/foreign', { owner: null, parent: 'bridge/other' }),
      ],
    };
    expect(actions(plan(['bridge/old'], parts))).toEqual([
      ...['delete address/on-old/10.0.0.1/8', 'delete bridge/old', 'delete port/on-old'],
    ]);
    expect(actions(plan(['port/other'], parts))).toEqual(['delete port/other']);
  });

  test('lists foreign objects only beside its targets', () => {
    const parts = {
      desired: [declared('bridge/a'), declared('bridge/b')],
      live: ['a', 'b'].flatMap((name) => [
        live(`bridge/${name}`),
        live(`port/foreign-${name}`, { owner: null, parent: `bridge/${name}` }),
      ]),
    };
    expect(plan(['bridge/a'], parts).unmanaged.map(({ id }) => id)).toEqual(['port/foreign-a']);
  });

  test('has no conflict outside of its targets', () => {
    const parts = {
      desired: [declared('bridge/a'), declared('bridge/b')],
      live: [live('bridge/b', { owner: null })],
    };
    expect(plan(['bridge/a'], parts).conflicts).toEqual([]);
    expect(plan(['bridge/b'], parts).conflicts).toHaveLength(1);
  });

  test('warns of what would need to be made anew as well', () => {
    const made = plan(['port/p1'], {
      desired: DESIRED.map((one) => (one.id === 'port/p1' ? { ...one, attributes: { type: 'tap' } } : one)),
      live: [live('bridge/br0'), live('port/p1', { attributes: { type: 'internal' } })],
    });
    expect(actions(made)).toEqual(['replace port/p1']);
    expect(made.warnings).toEqual([
      expect.objectContaining({ message: expect.stringMatching(/^flow\/br0.* stands on port\/p1/) }),
    ]);
  });
});

describe('what is remembered of a limited apply', () => {
  const state = {
    ...emptyState('net'),
    hash: 'h',
    resources: [declared('bridge/br0'), declared('port/p1', { tag: 1 }), declared('port/old')],
    pending: [declared('port/p1', { tag: 7 }), declared('link/begun')],
    inventory: {
      'bridge/br0': { adopted: false },
      'port/p1': { adopted: false },
      'port/old': { adopted: true },
    },
    error: 'failed half way',
  };
  const target = {
    name: 'net',
    hash: 'new',
    resources: [declared('bridge/br0'), declared('port/p1', { tag: 2 })],
  };

  test('is the last topology with the targets in their places', () => {
    const limited = limitTo(target, ['port/p1'], state);
    expect(limited.resources).toEqual([
      declared('bridge/br0'),
      declared('port/p1', { tag: 2 }),
      declared('port/old'),
    ]);
    expect(limited.hash).toBeNull();
    // They are about the whole.
    expect(limitTo({ ...target, expectations: [] }, ['port/p1'], state)).not.toHaveProperty('expectations');
    expect(limitTo(target, ['port/old'], state).resources.map(({ id }) => id)).toEqual([
      'bridge/br0',
      'port/p1',
    ]);
    expect(limitTo(target, ['bridge/br0'], state).hash).toBe('h');
    expect(limitTo(target, undefined, state)).toBe(target);
  });

  test('leaves the rest of the inventory, and what another apply began', () => {
    const limited = limitTo(target, ['port/p1'], state);
    expect(inventoryAfter(limited, state, [live('port/other')])).toEqual({
      ...{ 'bridge/br0': { adopted: false }, 'port/old': { adopted: true } },
    });
    expect(unfinishedBeside(limited, state)).toEqual({
      ...{ pending: [declared('link/begun')], error: 'failed half way' },
    });
    expect(unfinishedBeside(target, state)).toEqual({ pending: [], error: null });
  });
});

test('an unknown target is a usage error with what may be meant', () => {
  const known = new Set(['bridge/ovs-br0', 'container/100']);
  const check = (id: string) => () => requireKnownTargets('net', [id], known, (one) => one === 'port/was');
  expect(check('bridge/ovs-br0')).not.toThrow();
  expect(check('port/was')).not.toThrow();
  expect(check('bridge/ovs_br0')).toThrow(
    /--target bridge\/ovs_br0: net neither .*; did you mean bridge\/ovs-br0\?/,
  );
});
