import { describe, expect, test } from 'vitest';
import type { Resource } from '../../../src/model/resource.ts';
import { withoutIgnored } from '../../../src/pipeline/ignored-fields.ts';
import { makePlan } from '../../../src/pipeline/plan.ts';
import type { HoldQuestion } from '../../../src/pipeline/plan-input.ts';
import { declared, live, planInput } from './objects.ts';

const OPTIONS = { adopt: false, prune: true, deleteData: false };
const holding = (...ids: string[]) => ({ ...OPTIONS, hold: ({ id }: { id: string }) => ids.includes(id) });

describe('what is held back', () => {
  const bridge = declared('bridge/br0');
  const p1 = declared('port/p1', { tag: 1 }, ['bridge/br0']);
  const p2 = declared('port/p2', { tag: 2 }, ['bridge/br0']);
  const flow = declared('flow/br0/0/1/in_port=p1', {}, ['bridge/br0', 'port/p1']);

  test('is told with its fields and not changed; the rest is', () => {
    const objects = [
      live('bridge/br0'),
      ...['port/p1', 'port/p2'].map((id) => live(id, { attributes: { tag: 9 } })),
    ];
    const plan = makePlan(
      planInput({ desired: [bridge, p1, p2], live: objects, options: holding('port/p1') }),
    );
    expect(plan.steps.map(({ key }) => key)).toEqual(['update:port/p2']);
    expect(plan.held).toMatchObject([
      { id: 'port/p1', conflict: false, fields: [{ field: 'tag', before: 9, after: 1 }] },
    ]);
  });

  test('takes along what would stand on it while it is not there, and nothing else', () => {
    const plan = makePlan(
      planInput({ desired: [bridge, p1, p2, flow], live: [live('bridge/br0')], options: holding('port/p1') }),
    );
    expect(plan.changes.map(({ id }) => id)).toEqual(['port/p2']);
    expect(plan.held?.map(({ id }) => id)).toEqual(['port/p1', flow.id]);
  });

  test('may be a conflict: it is told with its place and stands in the way of nothing', () => {
    const objects = [live('bridge/br0'), live('port/p1', { owner: null })];
    const plan = makePlan(
      planInput({ desired: [bridge, p1, p2], live: objects, options: holding('port/p1') }),
    );
    expect(plan.conflicts).toEqual([]);
    expect(plan.held).toMatchObject(
      [{ id: 'port/p1', conflict: true, reason: /declared in t\.yaml:7:3/ }].map((one) => ({
        ...one,
        reason: expect.stringContaining('declared in t.yaml:7:3'),
      })),
    );
    expect(plan.changes.map(({ id }) => id)).toEqual(['port/p2']);
  });

  test('takes along what would stand on what somebody else has in its place', () => {
    const address = declared('address/va/10.0.0.1/24');
    const objects = [live('bridge/br0', { owner: null })];
    const plan = makePlan(
      planInput({ desired: [bridge, p1, flow, address], live: objects, options: holding('bridge/br0') }),
    );
    expect(plan.changes.map(({ id }) => id)).toEqual([address.id]);
    expect(plan.held?.map(({ id }) => id)).toEqual(['bridge/br0', 'port/p1', flow.id]);
  });

  test('may be something to prune', () => {
    const objects = [live('bridge/br0'), live('port/p9')];
    const plan = makePlan(planInput({ desired: [bridge], live: objects, options: holding('port/p9') }));
    expect(plan.changes).toEqual([]);
    expect(plan.held?.map(({ id }) => id)).toEqual(['port/p9']);
  });

  test('is asked with what the object says of its drift, and whether it has drifted', () => {
    const asked: HoldQuestion[] = [];
    const hold = (question: HoldQuestion): boolean => asked.push(question) > 0;
    const told = declared('port/p1', { tag: 1 }, ['bridge/br0'], { heal: 'report' });
    const objects = [live('bridge/br0'), live('port/p1'), live('port/p8'), live('port/p9'), live('port/p10')];
    makePlan(
      planInput({
        ...{ desired: [bridge, told, p2], live: objects, options: { ...OPTIONS, hold } },
        last: [declared('port/p10', {}, [], { heal: 'enforce' })],
        ...{ discoveredAnew: new Set(['port/p2', 'port/p8']), ended: new Set(['port/p9']) },
      }),
    );
    expect(asked).toEqual([
      { id: 'port/p1', conflict: false, heal: 'report', wantedAnew: false },
      { id: 'port/p2', conflict: false, heal: undefined, wantedAnew: true },
      { id: 'port/p8', conflict: false, heal: undefined, wantedAnew: true },
      { id: 'port/p9', conflict: false, heal: undefined, wantedAnew: true },
      { id: 'port/p10', conflict: false, heal: 'enforce', wantedAnew: false },
    ]);
  });

  test('is nothing where nobody asks', () => {
    expect(makePlan(planInput({ desired: [bridge], live: [] })).held).toBeUndefined();
  });
});

describe('ignored fields', () => {
  const port = (tag: number, ignore?: string[]) =>
    declared('port/p1', { tag, state: 'up' }, [], ignore ? { ignore } : {});
  const there = live('port/p1', { attributes: { tag: 9, state: 'up' } });

  test('are not compared while they are declared as they are in force', () => {
    const { desired, last } = withoutIgnored(
      { desired: port(1, ['tag']), live: there, last: port(1) },
      port(1),
    );
    expect([desired.attributes, last?.attributes]).toEqual([{ state: 'up' }, { state: 'up' }]);
  });

  test.each([
    ['the object is not there', { live: undefined, inForce: port(1) }],
    ['they are declared anew', { live: there, inForce: port(2) }],
    ['nothing is in force, as after an apply that was killed', { live: there, inForce: undefined }],
  ])('are compared where %s', (_when, { live: object, inForce }) => {
    const input = { desired: port(1, ['tag']), live: object, last: port(1) };
    expect(withoutIgnored(input, inForce)).toBe(input);
  });

  test('are compared in another run of the container that it was discovered for', () => {
    const inRun = (run: string): Resource => declared('port/p1', { tag: 1 }, [], { ignore: ['tag'], run });
    const input = { desired: inRun('7/2'), live: there, last: inRun('7/1') };
    expect(withoutIgnored(input, inRun('7/1'))).toBe(input);
    expect(withoutIgnored(input, inRun('7/2')).desired.attributes).toEqual({});
  });

  test('of an object that ignores nothing are all compared', () => {
    const input = { desired: port(1), live: there, last: port(1) };
    expect(withoutIgnored(input, port(1))).toBe(input);
  });
});
