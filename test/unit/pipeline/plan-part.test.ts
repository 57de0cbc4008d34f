import { describe, expect, test } from 'vitest';
import { makePlan } from '../../../src/pipeline/plan.ts';
import { makesAndMendsOnly, standsAlone } from '../../../src/pipeline/plan-part.ts';
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
