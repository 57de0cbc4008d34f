import { describe, expect, test } from 'vitest';
import type { Plan } from '../../../src/model/plan.ts';
import { makePlan } from '../../../src/pipeline/plan.ts';
import { declared, live, planInput } from './objects.ts';

function actions(plan: Plan): string[] {
  return plan.changes.map((change) => `${change.action} ${change.id}`);
}

function keys(plan: Plan): string[] {
  return plan.steps.map((step) => step.key);
}

function runsBefore(plan: Plan, first: string, second: string): void {
  const order = keys(plan);
  expect(order).toContain(first);
  expect(order).toContain(second);
  expect(order.indexOf(first)).toBeLessThan(order.indexOf(second));
}

describe('a name that Open vSwitch has already', () => {
  const made = [declared('bridge/br0', {}), declared('port/p1', { bridge: 'br0' })];
  const conflictsWith = (id: string, owner: string | null) => {
    const { conflicts, steps } = makePlan(planInput({ desired: made, live: [live(id, { owner })] }));
    return { conflicts: conflicts.map(({ id: own, message }) => `${own} ${message}`), made: steps.length };
  };

  test.each([
    { id: 'bridge/p1', owner: null, whose: 'belongs to nobody' },
    { id: 'bridge/p1', owner: 'other', whose: 'belongs to topology other' },
  ])('is a conflict of a port with a bridge that $whose', ({ id, owner, whose }) => {
    const [conflict] = conflictsWith(id, owner).conflicts;
    expect(conflict).toMatch(`port/p1 cannot be made: ${id} has that name and ${whose}`);
  });

  test('is a conflict of a bridge with a port', () => {
    const [conflict] = conflictsWith('port/br0', null).conflicts;
    expect(conflict).toMatch('bridge/br0 cannot be made: port/br0 has that name');
  });

  test('is none of our own, which goes first', () => {
    expect(conflictsWith('bridge/p1', 'net').conflicts).toEqual([]);
  });
});

describe('who owns it decides what is done', () => {
  const bridge = declared('bridge/br0', { tag: 1 });
  const cases = [
    { name: 'absent: created', live: [], expected: ['create bridge/br0'], conflicts: 0 },
    {
      name: 'ours and different: updated',
      live: [live('bridge/br0', { attributes: { tag: 2 } })],
      expected: ['update bridge/br0'],
      conflicts: 0,
    },
    {
      name: 'ours and equal: nothing',
      live: [live('bridge/br0', { attributes: { tag: 1 } })],
      expected: [],
      conflicts: 0,
    },
    { name: "nobody's: a conflict", live: [live('bridge/br0', { owner: null })], expected: [], conflicts: 1 },
    {
      name: "another's: a conflict",
      live: [live('bridge/br0', { owner: 'other' })],
      expected: [],
      conflicts: 1,
    },
  ];
  test.each(cases)('$name', ({ live: objects, expected, conflicts }) => {
    const plan = makePlan(planInput({ desired: [bridge], live: objects }));
    expect(actions(plan)).toEqual(expected);
    expect(plan.conflicts).toHaveLength(conflicts);
  });

  test('a conflict names the line', () => {
    const plan = makePlan(planInput({ desired: [bridge], live: [live('bridge/br0', { owner: 'other' })] }));
    expect(plan.conflicts[0]).toMatchObject({ id: 'bridge/br0', owner: 'other', file: 't.yaml', line: 7 });
  });

  test('adopting marks first and updates what differs', () => {
    const objects = [live('bridge/br0', { owner: null, attributes: { tag: 9 } })];
    const options = { adopt: true, prune: true, deleteData: false };
    const plan = makePlan(planInput({ desired: [bridge], live: objects, options }));
    expect(actions(plan).sort()).toEqual(['adopt bridge/br0', 'update bridge/br0']);
    runsBefore(plan, 'adopt:bridge/br0', 'update:bridge/br0');
  });

  test('what carries no mark is not adopted while the inventory of another topology is lost', () => {
    const ids = ['link/va', 'address/va/10.0.0.1/8', 'route/main/10.1.0.0/16', 'port/p1'];
    const plan = makePlan(
      planInput({
        desired: ids.map((id) => declared(id)),
        live: ids.map((id) => live(id, { owner: null })),
        options: { adopt: true, prune: true, deleteData: false },
        lost: ['other'],
      }),
    );
    expect(actions(plan)).toEqual(['adopt port/p1']);
    expect(plan.conflicts.map(({ id }) => id)).toEqual(ids.slice(0, 3));
    expect(plan.conflicts[0]?.message).toContain('may belong to topology other, whose state is lost');
  });

  test('what another topology owns is not adopted', () => {
    const objects = [live('bridge/br0', { owner: 'other' })];
    const options = { adopt: true, prune: true, deleteData: false };
    expect(makePlan(planInput({ desired: [bridge], live: objects, options })).conflicts).toHaveLength(1);
  });

  test('an external object that is missing is a conflict, one that is there is left alone', () => {
    const external = declared('bridge/br0', { tag: 1 }, [], { external: true });
    expect(makePlan(planInput({ desired: [external] })).conflicts).toHaveLength(1);
    const there = [live('bridge/br0', { owner: null, attributes: { tag: 5 } })];
    const plan = makePlan(planInput({ desired: [external], live: there }));
    expect([plan.changes, plan.conflicts]).toEqual([[], []]);
  });
});

describe('what is no longer declared', () => {
  const cases = [
    { name: 'ours: deleted', object: live('port/p1'), expected: ['delete port/p1'] },
    { name: 'adopted: released', object: live('port/p1', { adopted: true }), expected: ['release port/p1'] },
    { name: 'a container: retained', object: live('container/c'), expected: ['retain container/c'] },
    { name: 'a retained container: left', object: live('container/c', { retained: true }), expected: [] },
    { name: "another's: left", object: live('port/p1', { owner: 'other' }), expected: [] },
    { name: "nobody's: left", object: live('port/p1', { owner: null }), expected: [] },
  ];
  test.each(cases)('$name', ({ object, expected }) => {
    expect(actions(makePlan(planInput({ live: [object] })))).toEqual(expected);
  });

  test('--delete-data deletes containers, also retained ones', () => {
    const objects = [live('container/a'), live('container/b', { retained: true })];
    const options = { adopt: false, prune: true, deleteData: true };
    const plan = makePlan(planInput({ live: objects, options }));
    expect(actions(plan).sort()).toEqual(['delete container/a', 'delete container/b']);
  });

  test('on_remove: destroy of the last apply deletes the container', () => {
    const last = [declared('container/c', {}, [], { onRemove: 'destroy' })];
    expect(actions(makePlan(planInput({ live: [live('container/c')], last })))).toEqual([
      'delete container/c',
    ]);
  });

  test('a bridge that carries foreign ports is released, and they are named', () => {
    const objects = [live('bridge/br0'), live('port/theirs', { owner: null, parent: 'bridge/br0' })];
    const plan = makePlan(planInput({ live: objects }));
    expect(actions(plan)).toEqual(['release bridge/br0']);
    expect(plan.changes[0]?.reason).toContain('port/theirs');
  });

  test('--no-prune keeps everything', () => {
    const options = { adopt: false, prune: false, deleteData: false };
    expect(makePlan(planInput({ live: [live('port/p1')], options })).changes).toEqual([]);
  });

  test('children go before their parents', () => {
    const objects = [
      live('bridge/br0'),
      live('port/p1', { parent: 'bridge/br0', dependsOn: ['bridge/br0'] }),
      live('flow/br0/0/1/in_port=p1', { parent: 'bridge/br0', dependsOn: ['bridge/br0', 'port/p1'] }),
    ];
    expect(keys(makePlan(planInput({ live: objects })))).toEqual([
      'delete:flow/br0/0/1/in_port=p1',
      'delete:port/p1',
      'delete:bridge/br0',
    ]);
  });
});

describe('foreign objects', () => {
  test('beside owned ones are listed, elsewhere not, system ones never', () => {
    const objects = [
      live('bridge/br0'),
      live('port/theirs', { owner: null, parent: 'bridge/br0' }),
      live('flow/br0/0/0/', { owner: null, parent: 'bridge/br0', system: true }),
      live('port/far', { owner: null, parent: 'bridge/br9' }),
    ];
    const plan = makePlan(planInput({ desired: [declared('bridge/br0')], live: objects }));
    expect(plan.unmanaged.map(({ id }) => id)).toEqual(['port/theirs']);
    expect(plan.changes).toEqual([]);
  });
});

describe('three-way', () => {
  test('a field declared before and omitted now goes back, one never declared stays', () => {
    const objects = [live('port/p1', { attributes: { tag: 10, trunks: [1] } })];
    const plan = makePlan(
      planInput({
        desired: [declared('port/p1')],
        last: [declared('port/p1', { tag: 10 })],
        live: objects,
      }),
    );
    expect(plan.changes[0]?.fields).toEqual([{ field: 'tag', before: 10, after: null }]);
  });
});

describe('what follows from a rebuild', () => {
  const bridge = declared('bridge/br0');
  const port = declared('port/p1', { type: 'internal' }, ['bridge/br0']);
  const container = declared('container/c', { state: 'running' }, [
    { on: 'port/p1', whenRebuilt: 'restart' },
  ]);
  const flow = declared('flow/br0/0/1/x', {}, ['bridge/br0', 'port/p1']);
  const settled = [
    live('bridge/br0'),
    live('port/p1', { attributes: { type: 'internal' }, dependsOn: ['bridge/br0'] }),
    live('container/c', { attributes: { state: 'running' }, dependsOn: ['port/p1'] }),
    live('flow/br0/0/1/x', { dependsOn: ['bridge/br0', 'port/p1'] }),
  ];
  const desired = [bridge, port, container, flow];

  test('nothing when nothing changes', () => {
    expect(makePlan(planInput({ desired, live: settled })).changes).toEqual([]);
  });

  test('a port made anew restarts its container and replaces its flows, in that order', () => {
    const without = settled.filter(({ id }) => id !== 'port/p1');
    const plan = makePlan(planInput({ desired, live: without }));
    expect(actions(plan).sort()).toEqual(['create port/p1', 'replace flow/br0/0/1/x', 'update container/c']);
    expect(plan.steps.find(({ id }) => id === 'container/c')?.restart).toBe(true);
    runsBefore(plan, 'create:port/p1', 'update:container/c');
    runsBefore(plan, 'delete:flow/br0/0/1/x', 'create:port/p1');
    runsBefore(plan, 'create:port/p1', 'create:flow/br0/0/1/x');
  });

  test('a stopped container is not restarted', () => {
    const stopped = { ...container, attributes: { state: 'stopped' } };
    const objects = settled.map((object) =>
      object.id === 'container/c' ? { ...object, attributes: { state: 'stopped' } } : object,
    );
    const plan = makePlan(
      planInput({ desired: [bridge, port, stopped], live: objects.filter(({ id }) => id !== 'port/p1') }),
    );
    expect(actions(plan)).not.toContain('update container/c');
  });

  test('a veth port is taken away before its container restarts and added after it', () => {
    const vm = declared('container/c', { hostname: 'new' });
    const veth = declared('port/veth_c', {}, ['bridge/br0', 'container/c']);
    const objects = [
      live('bridge/br0'),
      live('container/c', { attributes: { hostname: 'old' } }),
      live('port/veth_c', { dependsOn: ['bridge/br0'] }),
    ];
    const plan = makePlan(planInput({ desired: [bridge, vm, veth], live: objects }));
    runsBefore(plan, 'delete:port/veth_c', 'update:container/c');
    runsBefore(plan, 'update:container/c', 'create:port/veth_c');
  });

  test('a fault can name another object to rebuild', () => {
    const fault = {
      code: 'tap-gone',
      message: 'its tap is gone',
      mend: 'restart' as const,
      rebuild: 'port/p1',
    };
    const objects = settled.map((object) =>
      object.id === 'container/c' ? { ...object, faults: [fault] } : object,
    );
    const plan = makePlan(planInput({ desired, live: objects }));
    runsBefore(plan, 'delete:port/p1', 'create:port/p1');
    runsBefore(plan, 'create:port/p1', 'update:container/c');
  });
});

describe('handovers', () => {
  test('a device is given up by one port before another takes it', () => {
    const plan = makePlan(
      planInput({
        desired: [declared('port/new', { interface: 'nic0' })],
        live: [live('port/old', { attributes: { interface: 'nic0' } })],
      }),
    );
    runsBefore(plan, 'delete:port/old', 'create:port/new');
  });

  test('an object updated to use something else is updated before that is removed', () => {
    const plan = makePlan(
      planInput({
        desired: [
          declared('container/c', { hostname: 'b' }, [{ on: 'port/new', whenRebuilt: 'restart' }]),
          declared('port/new'),
        ],
        live: [
          live('container/c', { attributes: { hostname: 'a' }, dependsOn: ['port/old'] }),
          live('port/old'),
        ],
      }),
    );
    runsBefore(plan, 'update:container/c', 'delete:port/old');
    runsBefore(plan, 'create:port/new', 'update:container/c');
  });
});

describe('data', () => {
  test("a container's replacement is refused without --delete-data", () => {
    const desired = [declared('container/c', { template: 'b' })];
    const objects = [live('container/c', { attributes: { template: 'a' } })];
    const refused = makePlan(planInput({ desired, live: objects }));
    expect(refused.changes).toEqual([]);
    expect(refused.conflicts[0]?.message).toContain('--delete-data');
    const options = { adopt: false, prune: true, deleteData: true };
    expect(actions(makePlan(planInput({ desired, live: objects, options })))).toEqual([
      'replace container/c',
    ]);
  });

  test('a withheld object goes, with all that stands on it, and is not made', () => {
    const desired = [
      declared('port/veth_c', {}, [], { withheld: true }),
      declared('flow/br0/0/1/in_port=veth_c', {}, ['port/veth_c']),
    ];
    expect(makePlan(planInput({ desired })).changes).toEqual([]);
    const objects = [
      live('port/veth_c'),
      live('flow/br0/0/1/in_port=veth_c', { dependsOn: ['port/veth_c'] }),
    ];
    const plan = makePlan(planInput({ desired, live: objects }));
    expect(keys(plan)).toEqual(['delete:flow/br0/0/1/in_port=veth_c', 'delete:port/veth_c']);
    expect(plan.changes[0]?.reason).toBe('its container is stopped');
  });

  test('what stands on an absent optional object waits for it', () => {
    const desired = [
      declared('port/nm0', {}, [], { optional: true }),
      declared('flow/br0/0/1/in_port=nm0', {}, ['port/nm0']),
      declared('port/p1', {}),
    ];
    const plan = makePlan(planInput({ desired, live: [live('port/nm0', { absent: true })] }));
    expect(actions(plan)).toEqual(['create port/p1']);
  });

  test('an absent optional object is left alone', () => {
    const desired = [declared('port/nm0', {}, [], { optional: true })];
    const plan = makePlan(planInput({ desired, live: [live('port/nm0', { absent: true })] }));
    expect(plan.changes).toEqual([]);
  });
});
