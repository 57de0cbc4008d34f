import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../src/model/json.ts';
import { DEFAULT_POLICY, type Fault, type LiveResource, type Resource } from '../../../src/model/resource.ts';
import { diffContainer } from '../../../src/plugins/lxc/diff.ts';

const NET = { name: 'eth0', port: 'p', network_type: 'socket', addresses: ['10.0.0.2/24'] };

function desired(attributes: JsonObject): Resource {
  return {
    ...{
      id: 'container/c',
      kind: 'container',
      plugin: 'lxc',
      name: 'c',
      dependsOn: [],
      policy: DEFAULT_POLICY,
    },
    attributes: { state: 'running', ...attributes },
    source: { file: 't.yaml', line: 1, column: 1 },
  };
}

function live(attributes: JsonObject = {}, parts: Partial<LiveResource> = {}): LiveResource {
  return {
    ...{ id: 'container/c', kind: 'container', plugin: 'lxc', name: 'c', owner: 'o', parent: null },
    ...{ adopted: false, retained: false, system: false, dependsOn: [], faults: [] },
    attributes: {
      ...{ hostname: 'c', autostart: false, state: 'running', template: { name: 'busybox', args: {} } },
      interfaces: [NET],
      ...attributes,
    },
    ...parts,
  };
}

const net = (extra: JsonObject): Json => [{ ...NET, ...extra }];

describe('differences of a container', () => {
  test.each<[string, JsonObject, JsonObject, string[], string]>([
    ['hostname', { hostname: 'd' }, {}, ['hostname'], 'restart'],
    ['vcpus', { vcpus: 2 }, { vcpus: 1 }, ['vcpus'], 'none'],
    ['memory', { memory_mb: 64 }, {}, ['memory_mb'], 'none'],
    ['autostart', { autostart: true }, {}, ['autostart'], 'none'],
    ['stop', { state: 'stopped' }, {}, ['state'], 'brief'],
    ['start', {}, { state: 'stopped' }, ['state'], 'none'],
    [
      'hostname while stopped',
      { state: 'stopped', hostname: 'd' },
      { state: 'stopped' },
      ['hostname'],
      'none',
    ],
    ['addresses', { interfaces: net({ addresses: ['10.0.0.3/24'] }) }, {}, ['interfaces'], 'brief'],
    ['gateway', { interfaces: net({ gateway: '10.0.0.1' }) }, {}, ['interfaces'], 'brief'],
    ['mtu', { interfaces: net({ mtu: 1400 }) }, {}, ['interfaces'], 'brief'],
    ['mtu_request', { interfaces: net({ mtu_request: 1400 }) }, {}, ['interfaces'], 'brief'],
    ['hwaddr', { interfaces: net({ hwaddr: '02:00:00:00:00:01' }) }, {}, ['interfaces'], 'restart'],
    ['port', { interfaces: net({ port: 'q' }) }, {}, ['interfaces'], 'restart'],
    [
      'another interface',
      { interfaces: [NET, { ...NET, name: 'eth1', port: 'q' }] },
      {},
      ['interfaces'],
      'restart',
    ],
  ])('%s', (_name, wanted, present, fields, disruption) => {
    const difference = diffContainer({ desired: desired(wanted), live: live(present), last: undefined });
    expect(difference).toMatchObject({ action: 'update', disruption });
    expect(difference?.fields.map(({ field }) => field)).toEqual(fields);
  });

  test.each<[string, JsonObject, JsonObject]>([
    ['nothing declared', {}, {}],
    ['size of the storage', { storage_gb: 4 }, {}],
    [
      'order and case',
      { interfaces: net({ hwaddr: '02:AA:00:00:00:01' }) },
      { interfaces: net({ hwaddr: '02:aa:00:00:00:01' }) },
    ],
    [
      'order of addresses',
      { interfaces: net({ addresses: ['b::1/64', '10.0.0.2/24'] }) },
      { interfaces: net({ addresses: ['10.0.0.2/24', 'b::1/64'] }) },
    ],
    [
      'fields of an interface nobody declared',
      { interfaces: net({}) },
      { interfaces: net({ mtu: 1400, hwaddr: '02:00:00:00:00:01' }) },
    ],
    ['template without arguments', { template: { name: 'busybox' } }, {}],
  ])('nothing to do: %s', (_name, wanted, present) => {
    expect(diffContainer({ desired: desired(wanted), live: live(present), last: undefined })).toBeNull();
  });

  test('a field of an interface declared before and omitted now goes', () => {
    const present = live({ interfaces: net({ mtu: 1400, gateway: '10.0.0.1' }) });
    const last = desired({ interfaces: net({ mtu: 1400 }) });
    const difference = diffContainer({ desired: desired({ interfaces: net({}) }), live: present, last });
    expect(difference?.fields[0]?.after).toEqual(net({ gateway: '10.0.0.1' }));
  });

  test('interfaces declared before and omitted now go', () => {
    const last = desired({ interfaces: net({}) });
    const difference = diffContainer({ desired: desired({}), live: live(), last });
    expect(difference?.fields).toMatchObject([{ field: 'interfaces', after: [] }]);
  });

  test('another template means another root file system; an unknown one is left alone', () => {
    const other = desired({ template: { name: 'debian', args: {} } });
    expect(diffContainer({ desired: other, live: live(), last: undefined })?.action).toBe('replace');
    const { template: _unknown, ...attributes } = live().attributes;
    expect(diffContainer({ desired: other, live: live({}, { attributes }), last: undefined })).toBeNull();
  });

  test('retained and declared again', () => {
    const present = live({ state: 'stopped' }, { retained: true });
    expect(diffContainer({ desired: desired({}), live: present, last: undefined })).toMatchObject({
      action: 'update',
      reason: 'retained, declared again; state differs',
    });
    const stopped = diffContainer({ desired: desired({ state: 'stopped' }), live: present, last: undefined });
    expect(stopped).toMatchObject({ action: 'update', reason: 'retained, declared again', fields: [] });
  });

  test('faults are reasons; one that only concerns running is none for a container to be stopped', () => {
    const fault: Fault = { code: 'dead-tap', message: 'eth0 is dead', mend: 'restart' };
    const present = live({}, { faults: [fault] });
    expect(diffContainer({ desired: desired({}), live: present, last: undefined })).toMatchObject({
      reason: 'eth0 is dead',
      disruption: 'restart',
    });
    const stopped = live({ state: 'stopped' }, { faults: [fault] });
    expect(
      diffContainer({ desired: desired({ state: 'stopped' }), live: stopped, last: undefined }),
    ).toBeNull();
  });
});
