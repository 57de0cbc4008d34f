import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Step, StepOperation } from '../../../src/model/plan.ts';
import type { LiveResource } from '../../../src/model/resource.ts';
import type { PluginContext } from '../../../src/plugins/contract.ts';
import { checkpointOf, inverseSteps, marksAdopted, rollbackByInverse } from '../../../src/plugins/undo.ts';

function live(id: string, attributes: LiveResource['attributes'] = {}): LiveResource {
  return {
    ...{ id, kind: 'port', plugin: 'ovs', name: id.slice(5), attributes, owner: 'me' },
    adopted: false,
    retained: false,
    system: false,
    parent: null,
    dependsOn: [],
    faults: [],
  };
}

function step(operation: StepOperation, id: string, parts: Partial<Step> = {}): Step {
  return {
    ...{ key: `${operation}:${id}`, id, plugin: 'ovs', operation, owner: 'me', attributes: {}, fields: [] },
    live: operation === 'create' ? null : live(id),
    desired: null,
    restart: false,
    deleteData: false,
    after: [],
    ...parts,
  };
}

function undo(...steps: Step[]): Step[] {
  return inverseSteps(checkpointOf('ovs', steps), steps);
}

describe('inverseSteps', () => {
  test('a creation becomes a deletion of what was made', () => {
    const [inverse] = undo(step('create', 'port/a', { attributes: { tag: 5 } }));
    expect(inverse).toMatchObject({
      key: 'delete:port/a',
      live: { attributes: { tag: 5 }, owner: 'me', kind: 'port' },
    });
  });

  test('a deletion becomes a creation of what was there', () => {
    const [inverse] = undo(step('delete', 'port/a', { live: live('port/a', { tag: 5 }) }));
    expect(inverse).toMatchObject({ key: 'create:port/a', attributes: { tag: 5 } });
  });

  test('an update is turned round, entries of maps too', () => {
    const before = live('port/a', { tag: 5, external_ids: { a: '1', b: '2' } });
    const fields = [
      { field: 'tag', before: 5, after: 6 },
      { field: 'external_ids:a', before: '1', after: null },
      { field: 'external_ids:c', before: null, after: '3' },
    ];
    const [inverse] = undo(step('update', 'port/a', { live: before, fields }));
    expect(inverse?.fields).toEqual(
      fields.map(({ field, before: b, after }) => ({ field, before: after, after: b })),
    );
    expect(inverse?.live?.attributes).toEqual({ tag: 6, external_ids: { b: '2', c: '3' } });
    expect(inverse?.attributes).toEqual(before.attributes);
  });

  test('an adoption becomes a release, and one that wrote fields an update before it', () => {
    expect(undo(step('adopt', 'port/a')).map(({ key }) => key)).toEqual(['release:port/a']);
    const fields = [{ field: 'tag', before: 5, after: 6 }];
    expect(undo(step('adopt', 'port/a', { fields })).map(({ key }) => key)).toEqual([
      'update:port/a',
      'release:port/a',
    ]);
  });

  test('a release becomes an adoption that marks as it was marked', () => {
    const [owned] = undo(step('release', 'port/a'));
    expect(owned).toMatchObject({ operation: 'adopt' });
    expect(marksAdopted(owned as Step)).toBe(false);
    const [adopted] = undo(step('release', 'port/a', { live: { ...live('port/a'), adopted: true } }));
    expect(marksAdopted(adopted as Step)).toBe(true);
    expect(marksAdopted(step('adopt', 'port/a', { live: { ...live('port/a'), owner: null } }))).toBe(true);
  });

  test('a retention becomes an update that brings the state back', () => {
    const [inverse] = undo(
      step('retain', 'container/1', { live: live('container/1', { state: 'running' }) }),
    );
    expect(inverse).toMatchObject({
      operation: 'update',
      fields: [{ field: 'state', before: 'stopped', after: 'running' }],
      live: { retained: true },
    });
  });

  test('the edges are turned round, whichever way the steps come', () => {
    const steps = [
      step('delete', 'port/a'),
      step('create', 'port/a', { live: live('port/a'), after: ['delete:port/a', 'elsewhere'] }),
      step('create', 'port/b', { after: ['create:port/a'] }),
    ];
    const keys = ['delete:port/b', 'delete:port/a', 'create:port/a'];
    expect(undo(...steps).map(({ key }) => key)).toEqual(keys);
    expect(undo(...[...steps].reverse()).map(({ key }) => key)).toEqual(keys);
  });

  test('keeps to the edges of any plan', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.nat(20), { maxLength: 4 }), { maxLength: 20 }), (needs) => {
        const steps = needs.map((needed, at) =>
          step('create', `port/${at}`, {
            after: needed.filter((n) => n < at).map((n) => `create:port/${n}`),
          }),
        );
        const order = undo(...steps).map(({ id }) => id);
        expect(order).toHaveLength(steps.length);
        for (const { id, after } of steps) {
          for (const key of after)
            expect(order.indexOf(id)).toBeLessThan(order.indexOf(key.slice('create:'.length)));
        }
      }),
    );
  });
});

test('rollback answers with the keys of the steps that it undid, and says which could not be', async () => {
  const steps = [
    step('create', 'port/a'),
    step('adopt', 'port/b', { fields: [{ field: 'tag', before: 1, after: 2 }] }),
  ];
  const seen: string[] = [];
  const plugin = {
    applyState: async (_: PluginContext, inverse: readonly Step[]) => {
      seen.push(...inverse.map(({ key }) => key));
      return inverse.map(({ key }) => ({
        key,
        status: key === 'release:port/b' ? ('failed' as const) : ('done' as const),
      }));
    },
  };
  const results = await rollbackByInverse(plugin, {} as PluginContext, checkpointOf('ovs', steps), steps);
  expect(seen.sort()).toEqual(['delete:port/a', 'release:port/b', 'update:port/b']);
  expect(results).toEqual([
    { key: 'adopt:port/b', status: 'failed' },
    { key: 'create:port/a', status: 'done' },
  ]);
});
