import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/model/json.ts';
import type { LiveResource, Resource } from '../../../src/model/resource.ts';
import { netlinkPlugin } from '../../../src/plugins/netlink/index.ts';
import { liveResources } from '../../../src/plugins/netlink/live-resources.ts';
import type { KernelNetwork } from '../../../src/wire/ip/network.ts';
import { declareNet, kernelContext } from '../../support/kernel-host.ts';
import { kernelAddress, kernelLink, kernelRoute, network } from './kernel-fixtures.ts';

const { context, inventory } = kernelContext('mine');
inventory.own('address/br0/10.0.0.1/24', 'route/main/10.1.0.0/16');

function observe(host: Partial<KernelNetwork>, desired: Resource[] = []): Map<string, LiveResource> {
  const live = liveResources(network(host), desired, context.ownership);
  return new Map(live.map((object) => [object.id, object]));
}

describe('parents of addresses', () => {
  const addresses = [kernelAddress('br0', '10.0.0.1/24')];
  test.each<[string, Resource[], string]>([
    ['a bridge', [declareNet('bridge/br0', {})], 'bridge/br0'],
    ['a port of another name', [declareNet('port/up', { interface: 'br0' })], 'port/up'],
    [
      'a created link that is a port too',
      [declareNet('link/br0', {}), declareNet('port/br0', {})],
      'link/br0',
    ],
    [
      'a port on a link that exists anyway',
      [declareNet('port/br0', {}), declareNet('link/br0', {}, { unowned: true })],
      'port/br0',
    ],
    ['a device that is not declared', [], 'link/br0'],
  ])('%s', (_, desired, parent) => {
    expect(observe({ addresses }, desired).get('address/br0/10.0.0.1/24')).toMatchObject({
      owner: 'mine',
      parent,
      dependsOn: expect.arrayContaining([parent]),
    });
  });

  test('an address on one end of a pair goes before the other end', () => {
    const links = [
      kernelLink('br0', { kind: 'veth', link: 'br1' }),
      kernelLink('br1', { kind: 'veth', link: 'br0' }),
    ];
    const live = observe({ links, addresses }).get('address/br0/10.0.0.1/24');
    expect(live?.dependsOn).toContain('link/br1');
  });
});

describe('what the system made', () => {
  test.each([
    ['loopback', kernelLink('lo', { flags: ['LOOPBACK'], kind: null }), true],
    ['OVS’s datapath', kernelLink('ovs-netdev', { kind: 'tun' }), true],
    ['an OVS port', kernelLink('p0', { kind: 'openvswitch' }), true],
    ['a dummy', kernelLink('x0', { kind: 'dummy' }), false],
  ])('link: %s', (_, link, system) => {
    expect(observe({ links: [link] }).get(`link/${link.name}`)).toMatchObject({ system, parent: null });
  });

  test.each([
    ['127.0.0.1/8', { scope: 254 }, true],
    ['fe80::1/64', { scope: 253 }, true],
    ['2001:db8::2/64', { dynamic: true }, true],
    ['10.0.0.2/24', {}, false],
  ])('address: %s', (cidr, more, system) => {
    const live = observe({ addresses: [kernelAddress('x0', cidr, more)] });
    expect(live.get(`address/x0/${cidr}`)).toMatchObject({ system });
  });

  test.each([
    ['kernel', { protocol: 2 }, true],
    ['router advertisement', { protocol: 9 }, true],
    ['blackhole', { protocol: 3, type: 6 }, true],
    ['typed', { protocol: 3 }, false],
  ])('route: %s', (_, more, system) => {
    expect(
      observe({ routes: [kernelRoute('10.2.0.0/16', more)] }).get('route/main/10.2.0.0/16'),
    ).toMatchObject({
      system,
    });
  });

  test('routes of the table local that follow from addresses are left out', () => {
    const routes = [kernelRoute('10.0.0.1', { table: 255, protocol: 2, type: 2 })];
    expect(observe({ routes }).size).toBe(0);
  });
});

describe('routes of one id', () => {
  test('ours is looked at, whoever else has one', () => {
    const routes = [
      kernelRoute('10.1.0.0/16', { protocol: 3, via: '10.0.0.8' }),
      kernelRoute('10.1.0.0/16', { via: '10.0.0.9' }),
      kernelRoute('10.1.0.0/16', { protocol: 2 }),
    ];
    const live = observe({ routes }).get('route/main/10.1.0.0/16');
    expect(live).toMatchObject({ owner: 'mine', attributes: { via: '10.0.0.9' }, faults: [] });
  });

  test('one that is ours by the inventory and carries another proto is written anew', () => {
    const live = observe({ routes: [kernelRoute('10.1.0.0/16', { protocol: 3 })] }).get(
      'route/main/10.1.0.0/16',
    );
    expect(live?.faults).toMatchObject([{ code: 'foreign-protocol', mend: 'update' }]);
  });
});

describe('differences', () => {
  const diff = (id: string, declared: JsonObject, live: JsonObject, last?: JsonObject): string[] | null => {
    const desired = declareNet(id, declared);
    const found = { id, attributes: live, faults: [] } as unknown as LiveResource;
    const before = last && declareNet(id, last);
    const difference = netlinkPlugin.calculateDiff({ desired, live: found, last: before });
    return difference && [difference.action, ...difference.fields.map(({ field }) => field)];
  };
  const veth = { kind: 'veth', peer: 'b', state: 'up', mtu: 1500, hwaddr: '02:00:00:00:00:0a' };

  test.each<[string, JsonObject, JsonObject, JsonObject | undefined, string[] | null]>([
    ['nothing', { kind: 'veth', peer: 'b', state: 'up' }, veth, undefined, null],
    ['a MAC address in capitals', { hwaddr: '02:00:00:00:00:0A' }, veth, undefined, null],
    ['a MAC address no longer declared', {}, veth, { hwaddr: '02:00:00:00:00:0b' }, null],
    ['an MTU no longer declared', {}, { ...veth, mtu: 1400 }, { mtu: 1400 }, ['update', 'mtu']],
    ['an MTU never declared', {}, { ...veth, mtu: 1400 }, undefined, null],
    ['a peer', { peer: 'c' }, veth, undefined, ['replace', 'peer']],
    ['a peer that lives elsewhere', { peer: 'b' }, { kind: 'veth', state: 'up' }, undefined, null],
    ['a kind', { kind: 'bridge' }, veth, undefined, ['replace', 'kind']],
  ])('of a link: %s', (_, declared, live, last, expected) => {
    expect(diff('link/a', declared, live, last)).toEqual(expected);
  });

  test.each<[string, JsonObject, JsonObject, JsonObject | undefined, string[] | null]>([
    ['a gateway on whatever device', { via: '10.0.0.1' }, { via: '10.0.0.1', dev: 'x' }, undefined, null],
    [
      'a gateway where none is declared',
      { dev: 'x' },
      { via: '10.0.0.1', dev: 'x' },
      undefined,
      ['update', 'via'],
    ],
    ['a gateway in other words', { via: '2001:DB8::0:1' }, { via: '2001:db8::1' }, undefined, null],
    ['a device', { dev: 'y' }, { dev: 'x' }, undefined, ['update', 'dev']],
    ['a source never declared', { dev: 'x' }, { dev: 'x', src: '10.0.0.1' }, undefined, null],
    [
      'a source no longer declared',
      { dev: 'x' },
      { dev: 'x', src: '10.0.0.1' },
      { src: '10.0.0.1' },
      ['update', 'src'],
    ],
    ['a device no longer declared', { via: '10.0.0.1' }, { via: '10.0.0.1', dev: 'x' }, { dev: 'x' }, null],
  ])('of a route: %s', (_, declared, live, last, expected) => {
    const to = { to: '10.1.0.0/16', table: 'main' };
    expect(
      diff('route/main/10.1.0.0/16', { ...to, ...declared }, { ...to, ...live }, last && { ...to, ...last }),
    ).toEqual(expected);
  });
});
