import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/model/json.ts';
import { DEFAULT_POLICY, type Fault, type LiveResource, type Resource } from '../../../src/model/resource.ts';
import { diffContainer } from '../../../src/plugins/lxc/diff.ts';
import { withoutRestarts } from '../../../src/plugins/lxc/faults.ts';
import { otherEnd } from '../../../src/plugins/lxc/guests.ts';
import { carriedLines, isPlugged } from '../../../src/plugins/lxc/plug.ts';
import type { KernelLink } from '../../../src/wire/ip/links.ts';
import type { InsideLink } from '../../../src/wire/lxc/inside-network.ts';

const common = { id: 'container/c', kind: 'container', plugin: 'lxc', name: 'c', dependsOn: [] } as const;

function unmanaged(attributes: JsonObject): Resource {
  const source = { file: 't.yaml', line: 1, column: 1 };
  return {
    ...{ ...common, dependsOn: [], policy: DEFAULT_POLICY, source },
    attributes: { state: 'unmanaged', ...attributes },
  };
}

function live(attributes: JsonObject, faults: Fault[] = []): LiveResource {
  return {
    ...{ ...common, dependsOn: [], owner: 'o', parent: null, faults },
    ...{ adopted: false, retained: false, system: false },
    attributes: { hostname: 'c', autostart: false, interfaces: [], ...attributes },
  };
}

function link(parts: Partial<InsideLink>): InsideLink {
  return {
    ...{ name: 'eth0', ifindex: 5, up: true, flags: ['UP'], mtu: 1500, address: '02:00:00:00:00:01' },
    ...{ kind: 'tun', link: null, peerIndex: null, linkNetnsid: null, master: null, altnames: [], group: 0 },
    addresses: [],
    ...parts,
  };
}

describe('an unmanaged container', () => {
  test.each(['running', 'stopped'])(
    'that is %s is as it should be, also when it was managed before',
    (state) => {
      const last = unmanaged({ state: 'running' });
      expect(diffContainer({ desired: unmanaged({}), live: live({ state }), last })).toBeNull();
    },
  );

  test.each([
    ['running', 'brief', true],
    ['stopped', 'none', false],
  ])('that is %s gets a new host name written down', (state, disruption, waits) => {
    const found = diffContainer({
      desired: unmanaged({ hostname: 'd' }),
      live: live({ state }),
      last: undefined,
    });
    expect(found).toMatchObject({ action: 'update', disruption, fields: [{ field: 'hostname' }] });
    expect(found?.reason.includes('at its next start')).toBe(waits);
  });

  test('is never restarted for an interface, and none of that waits', () => {
    const desired = unmanaged({ interfaces: [{ name: 'eth0', port: 'p', network_type: 'socket' }] });
    const found = diffContainer({ desired, live: live({ state: 'running' }), last: undefined });
    expect(found).toMatchObject({ disruption: 'brief', reason: 'interfaces differ' });
  });
});

test('faults of a container that others start and stop ask for no restart, and not for its life', () => {
  const faults: Fault[] = [
    { code: 'monitor-gone', message: '', mend: 'restart' },
    { code: 'tap-goes', message: '', mend: 'restart', rebuild: 'port/p' },
    { code: 'frozen', message: '', mend: 'update' },
    { code: 'tap-gone', message: 'x', mend: 'restart', rebuild: 'port/p' },
  ];
  expect(withoutRestarts(faults)).toEqual([
    { code: 'tap-gone', message: 'x', mend: 'update', rebuild: 'port/p' },
  ]);
});

describe('whether a device is in its container', () => {
  const socket = { name: 'eth0', port: 'p', network_type: 'socket' } as const;
  const veth = { name: 'eth0', port: 'p', network_type: 'veth' } as const;
  const none = new Set<string>();
  const waiting = new Set(['p']);

  test.each([
    ['a tap that is held open', socket, link({}), none, true],
    ['a tap that nobody holds open', socket, link({ flags: ['NO-CARRIER', 'UP'] }), none, false],
    ['a tap while another waits outside', socket, link({}), waiting, false],
    ['a veth in the place of a tap', socket, link({ kind: 'veth' }), none, false],
    ['nothing', socket, undefined, none, false],
    ['a veth with its other end', veth, link({ kind: 'veth' }), waiting, true],
    ['a veth with another other end', veth, link({ kind: 'veth' }), none, false],
    ['a tap in the place of a veth', veth, link({}), waiting, false],
  ])('%s', (_what, entry, inside, own, expected) => {
    expect(isPlugged(entry, inside, own)).toBe(expected);
  });
});

test('a device that is replaced hands its addresses and default route on', () => {
  const old = link({ addresses: ['10.0.0.2/24', 'fd00::2/64'] });
  const gateways = [
    { dev: 'eth0', via: '10.0.0.1' },
    { dev: 'eth1', via: '10.1.0.1' },
  ];
  expect(carriedLines('eth0', old, { links: new Map(), gateways })).toEqual([
    ['link', 'set', 'dev', 'eth0', 'up'],
    ['address', 'replace', '10.0.0.2/24', 'broadcast', '10.0.0.255', 'dev', 'eth0'],
    ['address', 'replace', 'fd00::2/64', 'dev', 'eth0'],
    ['route', 'replace', 'default', 'via', '10.0.0.1', 'dev', 'eth0'],
  ]);
  expect(carriedLines('eth0', undefined, { links: new Map(), gateways })).toHaveLength(1);
});

test('the other end of a veth is the one that names it, too', () => {
  const own: KernelLink[] = [
    link({ name: 'a', kind: 'veth', ifindex: 12, peerIndex: 4 }),
    link({ name: 'b', kind: 'veth', ifindex: 13, peerIndex: 5 }),
    link({ name: 'c', kind: 'macvlan', ifindex: 14, peerIndex: 5 }),
  ];
  const inside = (peerIndex: number | null): KernelLink => link({ kind: 'veth', peerIndex });
  expect(otherEnd(inside(13), own)?.name).toBe('b');
  expect([12, 14, 99, null].map((index) => otherEnd(inside(index), own))).toEqual([null, null, null, null]);
});
