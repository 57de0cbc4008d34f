import { describe, expect, test } from 'vitest';
import { runningFaults, type Surroundings, stoppedFaults } from '../../../src/plugins/lxc/faults.ts';
import type { ContainerInterface } from '../../../src/plugins/lxc/interfaces.ts';
import { mendLines } from '../../../src/plugins/lxc/mend-network.ts';
import type { InsideLink, InsideNetwork } from '../../../src/wire/lxc/inside-network.ts';

const ETH0: ContainerInterface = {
  ...{ name: 'eth0', port: 'p', network_type: 'socket', mtu: 1500 },
  ...{ hwaddr: '02:00:00:00:00:01', addresses: ['10.0.0.2/24'], gateway: '10.0.0.1' },
};

function link(parts: Partial<InsideLink> = {}): InsideLink {
  return {
    ...{
      name: 'eth0',
      ifindex: 4,
      up: true,
      flags: ['UP', 'LOWER_UP'],
      mtu: 1500,
      address: '02:00:00:00:00:01',
    },
    ...{ kind: 'tun', link: null, peerIndex: null, linkNetnsid: null, master: null, altnames: [], group: 0 },
    addresses: ['10.0.0.2/24'],
    ...parts,
  };
}

function network(
  parts: Partial<InsideLink> | null = {},
  gateways = [{ dev: 'eth0', via: '10.0.0.1' }],
): InsideNetwork {
  return { links: new Map(parts === null ? [] : [['eth0', link(parts)]]), gateways };
}

function around(parts: { own?: string[]; rows?: string[]; handed?: string[] } = {}): Surroundings {
  return {
    ownDevices: new Set(parts.own ?? []),
    handedPorts: new Set(parts.handed ?? []),
    portRows: async () => new Set(parts.rows ?? ['p']),
  };
}

const DEAD = { flags: ['NO-CARRIER', 'UP'] };

describe('faults inside a running container', () => {
  test.each<[string, InsideNetwork, Surroundings, object[]]>([
    ['nothing', network(), around(), []],
    [
      'dead tap, new one made',
      network(DEAD),
      around({ own: ['p'] }),
      [{ code: 'dead-tap', mend: 'restart' }],
    ],
    ['dead tap, new one lost too', network(DEAD), around(), [{ code: 'tap-gone', rebuild: 'port/p' }]],
    [
      'new tap made, old one not seen dead',
      network({ up: false, flags: [] }),
      around({ own: ['p'] }),
      [{ code: 'dead-tap' }],
    ],
    ['row deleted', network(null), around({ rows: [] }), [{ code: 'interface-missing', mend: 'restart' }]],
    ['row deleted and made again', network(null), around({ own: ['p'] }), [{ code: 'interface-missing' }]],
    ['tap deleted inside', network(null), around(), [{ code: 'tap-gone', rebuild: 'port/p' }]],
    [
      'device of the kernel datapath without carrier',
      network({ ...DEAD, kind: 'openvswitch' }),
      around(),
      [],
    ],
    ['down', network({ up: false, flags: [] }), around(), [{ code: 'link-down', mend: 'update' }]],
    [
      'MAC',
      network({ address: '02:00:00:00:00:02' }),
      around(),
      [{ code: 'hwaddr-differs', mend: 'update' }],
    ],
    ['MTU', network({ mtu: 1400 }), around(), [{ code: 'mtu-differs', mend: 'update' }]],
    [
      'address',
      network({ addresses: ['10.0.0.9/24'] }),
      around(),
      [{ code: 'address-missing', mend: 'update' }],
    ],
    ['route', network({}, []), around(), [{ code: 'gateway-missing', mend: 'update' }]],
    [
      'route by another device',
      network({}, [{ dev: 'eth1', via: '10.0.0.1' }]),
      around(),
      [{ code: 'gateway-missing' }],
    ],
  ])('%s', async (_name, inside, outside, expected) => {
    const faults = await runningFaults([ETH0], { network: inside, offloading: new Set() }, outside);
    expect(faults).toMatchObject(expected);
    expect(faults).toHaveLength(expected.length);
  });

  test('a veth in our namespace is its host end, no dead tap', async () => {
    const veth: ContainerInterface = { ...ETH0, network_type: 'veth' };
    const inside = { network: network({ kind: 'veth' }), offloading: new Set(['eth0']) };
    expect(await runningFaults([veth], inside, around({ own: ['p'] }))).toMatchObject([
      { code: 'tx-checksum-on' },
    ]);
  });
});

describe('a stopped container', () => {
  test.each<[string, Surroundings, number]>([
    ['tap back', around({ own: ['p'] }), 0],
    ['tap gone, row there', around(), 1],
    ['no row: the plan makes the port anyway', around({ rows: [] }), 0],
    ['another container has the port', around({ handed: ['p'] }), 0],
  ])('%s', async (_name, outside, count) => {
    expect(await stoppedFaults([ETH0], outside)).toHaveLength(count);
  });
});

describe('mending in place', () => {
  test('nothing to do', () => expect(mendLines([ETH0], [ETH0], network())).toEqual([]));

  test('a missing interface is left to the restart', () => {
    expect(mendLines([ETH0], [ETH0], network(null))).toEqual([]);
  });

  test('everything that is wrong', () => {
    const inside = network({ up: false, mtu: 9000, address: '02:00:00:00:00:09', addresses: [] }, []);
    expect(mendLines([ETH0], [ETH0], inside).map((line) => line.join(' '))).toEqual([
      'link set dev eth0 address 02:00:00:00:00:01',
      'link set dev eth0 mtu 1500',
      'link set dev eth0 up',
      'address replace 10.0.0.2/24 broadcast 10.0.0.255 dev eth0',
      'route replace default via 10.0.0.1 dev eth0',
    ]);
  });

  test('a dropped address goes; those that the kernel takes along are set again', () => {
    const after = { ...ETH0, addresses: ['10.0.0.3/24'] };
    const inside = network({ addresses: ['10.0.0.2/24', '10.0.0.77/24'] });
    expect(mendLines([ETH0], [after], inside).map((line) => line.join(' '))).toEqual([
      'address delete 10.0.0.2/24 dev eth0',
      'address replace 10.0.0.3/24 broadcast 10.0.0.255 dev eth0',
      'address replace 10.0.0.77/24 broadcast 10.0.0.255 dev eth0',
      'route replace default via 10.0.0.1 dev eth0',
    ]);
  });

  test('a gateway no longer declared goes, one of others stays', () => {
    const { gateway: _, ...after } = ETH0;
    expect(mendLines([ETH0], [after], network())).toEqual([
      ['route', 'delete', 'default', 'via', '10.0.0.1', 'dev', 'eth0'],
    ]);
    expect(mendLines([after], [after], network())).toEqual([]);
  });
});
