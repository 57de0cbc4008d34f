import { describe, expect, test } from 'vitest';
import type { Resource } from '../../../src/model/resource.ts';
import { cutsOf } from '../../../src/pipeline/management-guard.ts';
import { managementPath } from '../../../src/pipeline/management-path.ts';
import { makePlan } from '../../../src/pipeline/plan.ts';
import { compareFields, type FieldRules } from '../../../src/plugins/field-rules.ts';
import { declared, live, planInput, RULES } from './objects.ts';

const RULES_HERE: FieldRules = {
  ...RULES,
  fail_mode: { compare: 'scalar', default: null, change: 'update', disruption: 'brief' },
  state: { compare: 'scalar', default: 'up', change: 'update', disruption: 'none' },
  actions: { compare: 'scalar', default: 'drop', change: 'update', disruption: 'none' },
};
const BRIDGE = { bridge: 'br0', type: 'internal' };
const HOST = [
  live('bridge/br0', { attributes: { fail_mode: 'secure' } }),
  live('port/mgmt0', { attributes: BRIDGE }),
  live('port/beside', { attributes: { ...BRIDGE, tag: 1 } }),
  live('port/up', { attributes: { bridge: 'br0', type: 'system', interface: 'nic0', state: 'up' } }),
  live('port/guest', { attributes: { bridge: 'br0', type: 'system', container: '100' } }),
  live('link/nic0'),
  live('link/nic1', { owner: null }),
  live('address/mgmt0/192.0.2.2/24', { attributes: { dev: 'mgmt0', address: '192.0.2.2/24' } }),
  live('address/beside/10.0.0.1/24', { attributes: { dev: 'beside', address: '10.0.0.1/24' } }),
  live('route/main/default', {
    attributes: { to: 'default', dev: 'mgmt0', via: '192.0.2.1', table: 'main' },
  }),
  live('flow/br0/0/1/in_port=up', { attributes: { bridge: 'br0', match: 'in_port=up', actions: 'normal' } }),
  live('flow/br0/0/1/in_port=guest', {
    attributes: { bridge: 'br0', match: 'in_port=guest', actions: 'drop' },
  }),
  live('flow/br0/0/0/', { attributes: { bridge: 'br0', match: '', actions: 'normal' } }),
];
const WAY = { device: 'mgmt0', via: '192.0.2.1', why: 'the default route' };

/** Ids of what cuts the way when the host becomes so: `gone` no longer declared, `changed` declared so. */
function cuts(gone: string[], changed: Resource[] = []): string[] {
  const kept = HOST.filter(({ id }) => !gone.includes(id) && !changed.some((other) => other.id === id));
  const desired = [...kept.map(({ id, attributes }) => declared(id, attributes)), ...changed];
  const options = { adopt: true, prune: true, deleteData: false };
  const diff = (input: Parameters<typeof compareFields>[1]) => compareFields(RULES_HERE, input);
  const plan = makePlan(planInput({ desired, live: HOST, diff, options }));
  return cutsOf(plan, managementPath(WAY, HOST)).map(({ change }) => change.id);
}

describe('a plan that cuts off', () => {
  test.each([
    ['bridge/br0'],
    ['port/mgmt0'],
    ['port/up'],
    ['link/nic0'],
    ['address/mgmt0/192.0.2.2/24'],
    ['route/main/default'],
    ['flow/br0/0/1/in_port=up'],
    ['flow/br0/0/0/'],
  ])('removes %s', (id) => {
    expect(cuts([id])).toEqual([id]);
  });

  test.each([
    ['another VLAN', declared('port/mgmt0', { ...BRIDGE, tag: 7 })],
    ['an interrupted bridge', declared('bridge/br0', { fail_mode: 'standalone' })],
    ['an uplink that goes down', declared('port/up', { interface: 'nic0', state: 'down' })],
    ['a flow that drops', declared('flow/br0/0/0/', { actions: 'drop' })],
    ['a port that takes the device', declared('port/new', { bridge: 'br1', interface: 'nic0' })],
    ['a better default route', declared('route/main/default/5', { to: 'default', dev: 'nic1' })],
  ])('%s', (_what, changed) => {
    expect(cuts([], [changed])).toEqual([changed.id]);
  });
});

describe('a plan that leaves the way alone', () => {
  test.each([
    ['port/beside'],
    ['port/guest'],
    ['address/beside/10.0.0.1/24'],
    ['flow/br0/0/1/in_port=guest'],
  ])('removes %s', (id) => {
    expect(cuts([id])).toEqual([]);
  });

  test.each([
    ['another VLAN beside', declared('port/beside', { ...BRIDGE, tag: 7 })],
    ['an uplink that comes up', declared('port/up', { interface: 'nic0', state: 'up' })],
    ['a default route of the other family', declared('route/main/::/0', { to: '::/0', dev: 'nic1' })],
    ['a port with another device', declared('port/new', { bridge: 'br1', interface: 'nic1' })],
  ])('%s', (_what, changed) => {
    expect(cuts([], [changed])).toEqual([]);
  });
});
