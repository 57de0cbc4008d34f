import { describe, expect, test } from 'vitest';
import { makePlan } from '../../../src/pipeline/plan.ts';
import { makesAndMendsOnly, mendsAlone, standsAlone } from '../../../src/pipeline/plan-part.ts';
import type { Session } from '../../../src/pipeline/session.ts';
import type { StateQuery } from '../../../src/plugins/contract.ts';
import { declared, live, planInput } from './objects.ts';

const target = (...resources: ReturnType<typeof declared>[]) => ({ name: 'net', resources, hash: null });

describe('a part is carried out by itself only where', () => {
  const port = declared('port/p1', { tag: 1, type: 'internal' });
  const container = declared('container/c', { hostname: 'a' });
  const cases = [
    { name: 'something is missing', resource: port, found: [], alone: true },
    {
      name: 'something differs that is changed in its place',
      resource: port,
      found: [live('port/p1', { attributes: { tag: 2, type: 'internal' } })],
      alone: true,
    },
    {
      name: 'nothing is made anew',
      resource: port,
      found: [live('port/p1', { attributes: { tag: 1, type: 'system' } })],
      alone: false,
    },
    {
      name: 'nothing is restarted',
      resource: container,
      found: [live('container/c', { attributes: { hostname: 'b' } })],
      alone: false,
    },
    {
      name: 'nothing is in the way',
      resource: port,
      found: [live('port/p1', { owner: null })],
      alone: false,
    },
    {
      name: 'there is something to do',
      resource: port,
      found: [live('port/p1', { attributes: { tag: 1, type: 'internal' } })],
      alone: false,
    },
  ];
  test.each(cases)('$name', ({ resource, found, alone }) => {
    expect(makesAndMendsOnly(makePlan(planInput({ desired: [resource], live: found })))).toBe(alone);
  });
});

describe('a part is looked at by itself', () => {
  const flow = declared('flow/br0/0/1/ip');
  test('not where others start and stop containers', () => {
    const unmanaged = declared('container/c', { state: 'unmanaged' });
    expect(standsAlone('below', target(flow, unmanaged))).toBe(false);
    expect(standsAlone('flows', target(flow, unmanaged))).toBe(false);
  });

  test('not flows that may wait for an optional port', () => {
    const optional = declared('port/p1', {}, [], { optional: true });
    expect(standsAlone('flows', target(flow, optional))).toBe(false);
    expect(standsAlone('below', target(flow, optional))).toBe(true);
  });

  test('else', () => {
    expect(standsAlone('flows', target(flow, declared('port/p1')))).toBe(true);
  });
});

describe('a flow is made before its port is looked at', () => {
  const attributes = { bridge: 'br0', table: 0, priority: 1, match: 'in_port=p1', actions: 'drop' };
  const flow = declared('flow/br0/0/1/in_port=p1', attributes);
  const plan = makePlan(planInput({ desired: [flow] }));
  const session = { host: { ovsRundir: '/nowhere' } } as Session;
  const rows = (ports: string[], ofport: number | null) => ({
    Open_vSwitch: [],
    Controller: [],
    Bridge: [{ name: 'br0', ports, datapath_id: '1' }],
    Port: ports.map((name) => ({ _uuid: name, name, interfaces: `i-${name}` })),
    Interface: ports.map((name) => ({ _uuid: `i-${name}`, name, ofport: ofport ?? [] })),
  });
  const isMade = (tables: ReturnType<typeof rows>): Promise<boolean> =>
    mendsAlone(session, { plan, reading: { database: async () => tables } as unknown as StateQuery });

  test.each([
    ['where it has its number', rows(['p1'], 3), true],
    ['not where it is gone', rows(['p2'], 3), false],
    ['not where it has no number', rows(['p1'], null), false],
    ['not where its bridge is gone', { ...rows(['p1'], 3), Bridge: [] }, false],
  ])('%s', async (_, tables, made) => {
    expect(await isMade(tables)).toBe(made);
  });
});
