import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { byHand, openVswitch } from '../support/by-hand.ts';
import { useLab } from '../support/lab.ts';
import { carriesTcp, initPid, pings } from '../support/packets.ts';
import { useTopologies } from '../support/topologies.ts';

const BRIDGE = 'br-d';
const OWN = ['web-1', 'web-2', 'sock-1'] as const;
const ADDRESSES = { 'web-1': '10.9.2.21', 'web-2': '10.9.2.22', 'sock-1': '10.9.2.31' } as const;

const TOPOLOGY = `
version: 1
name: discovery
bridges: { ${BRIDGE}: { datapath_type: netdev, fail_mode: secure, addresses: [10.9.2.1/24] } }
flows: [ { bridge: ${BRIDGE}, priority: 10, match: in_port=LOCAL, actions: normal } ]
discover:
  web:
    select: ["web-*"]
    interface: { bridge: ${BRIDGE}, network_type: veth, vlan_mode: native-untagged, tag: 0, external_ids: { vm: "{container}" } }
    flows: [ { priority: 10, match: "in_port={port_name}", actions: normal } ]
  sockets:
    select: "sock-*"
    interface: { bridge: ${BRIDGE} }
    flows: [ { priority: 10, match: "in_port={port_name}", actions: normal } ]
`;

const lab = useLab();
const topologies = useTopologies(lab);
const guests = byHand(lab);
const ovs = openVswitch(lab);
let file = '';

const veth = (address: string, mac: string, ...more: string[]): string[] => [
  ...['lxc.net.0.type = veth', 'lxc.net.0.name = eth0', 'lxc.net.0.flags = up', `lxc.net.0.hwaddr = ${mac}`],
  ...[`lxc.net.0.ipv4.address = ${address}/24 10.9.2.255`, ...more],
];

/** Applies, then again: the second time nothing is left to do. Returns the ids of what was changed. */
async function apply(): Promise<string[]> {
  const first = await topologies.json('apply', file);
  expect(first.json).toMatchObject({ verified: true });
  const again = await topologies.json('apply', file);
  expect(again.json).toMatchObject({ outcome: 'unchanged', changes: [] });
  expect(await ovs.errors()).toBe('');
  return first.json.changes.map(({ id }: { id: string }) => id);
}

async function startAll(): Promise<void> {
  await guests.start(...OWN);
  await apply();
  await guests.ip('sock-1', 'address', 'replace', `${ADDRESSES['sock-1']}/24`, 'dev', 'eth0');
}

async function expectTraffic(): Promise<void> {
  const reach = {
    'host to web-1': await pings(lab, null, ADDRESSES['web-1']),
    'web-1 to web-2': await pings(lab, 'web-1', ADDRESSES['web-2']),
    'web-2 to sock-1': await pings(lab, 'web-2', ADDRESSES['sock-1']),
    'tcp web-1 to web-2': await carriesTcp(lab, 'web-1', 'web-2', ADDRESSES['web-2']),
    'tcp sock-1 to web-1': await carriesTcp(lab, 'sock-1', 'web-1', ADDRESSES['web-1']),
  };
  expect(reach).toEqual(Object.fromEntries(Object.keys(reach).map((path) => [path, true])));
}

const configs = (): string[] => OWN.map((name) => readFileSync(join(lab.lxcPath, name, 'config'), 'utf8'));

beforeAll(async () => {
  file = topologies.write('discovery.yaml', TOPOLOGY);
  await guests.make('web-1', veth(ADDRESSES['web-1'], '02:00:00:00:02:21'));
  await guests.make('web-2', veth(ADDRESSES['web-2'], '02:00:00:00:02:22', 'lxc.net.0.veth.pair = pair2'));
  await guests.make('sock-1', ['lxc.net.0.type = empty']);
  await topologies.expectApplied(file);
});

describe('containers that nobody declares', () => {
  test('get ports, VLAN and flows when they are started, and nothing before', async () => {
    expect(await ovs.ports(BRIDGE)).toEqual([]);
    const before = configs();
    await startAll();
    expect(await ovs.ports(BRIDGE)).toEqual(['sock_sock-1', 'veth_web-1', 'veth_web-2']);
    expect(await ovs.vsctl('get', 'port', 'veth_web-1', 'external_ids:vm')).toBe('web-1');
    expect(await ovs.vsctl('get', 'port', 'veth_web-1', 'vlan_mode')).toBe('native-untagged');
    expect(await ovs.vsctl('get', 'port', 'veth_web-2', 'interfaces')).toBe(
      `[${await ovs.vsctl('get', 'interface', 'pair2', '_uuid')}]`,
    );
    expect(await ovs.matches(BRIDGE)).toHaveLength(4);
    await expectTraffic();
    expect(configs()).toEqual(before);
    expect(OWN.filter((name) => existsSync(join(lab.lxcPath, name, 'optopo.json')))).toEqual([]);
    const { json } = await topologies.json('status', 'discovery');
    expect(json.topologies).toMatchObject([{ sync: 'Synced', health: 'Healthy' }]);
  });

  test('lose them when they are stopped or killed', async () => {
    await guests.stop('web-1');
    await guests.kill('web-2', 'init');
    await guests.kill('sock-1', 'monitor');
    await apply();
    expect(await ovs.ports(BRIDGE)).toEqual([]);
    expect(await ovs.matches(BRIDGE)).toEqual(['in_port=LOCAL']);
    for (const name of OWN) expect(await guests.isRunning(name)).toBe(false);
  });

  test('have them again after a restart that nobody saw', async () => {
    await startAll();
    await guests.stop(...OWN);
    await startAll();
    await expectTraffic();
  });

  test('keep running, with the addresses that they set, when ovs-vswitchd is killed and restarted', async () => {
    const before = await Promise.all(OWN.map((name) => initPid(lab, name)));
    const mac = /link\/ether (\S+)/.exec(await guests.ip('sock-1', 'link', 'show', 'eth0'))?.[1];
    await lab.killDaemon('ovs-vswitchd');
    await lab.startDaemon('ovs-vswitchd');
    await apply();
    await expectTraffic();
    expect(await Promise.all(OWN.map((name) => initPid(lab, name)))).toEqual(before);
    expect(await guests.ip('sock-1', 'link', 'show', 'eth0')).toContain(String(mac));
  });

  test('a port row deleted under one comes back', async () => {
    await ovs.vsctl('del-port', 'sock_sock-1');
    await ovs.vsctl('del-port', 'veth_web-1');
    await apply();
    await guests.ip('sock-1', 'address', 'replace', `${ADDRESSES['sock-1']}/24`, 'dev', 'eth0');
    await expectTraffic();
  });
});

test('a port that was left over by a container that is gone is collected', async () => {
  await ovs.vsctl('add-port', BRIDGE, 'sock_dead', '--', 'set', 'interface', 'sock_dead', 'type=internal');
  const mark = ['external_ids:optopo-owner=discovery', 'external_ids:optopo-container=dead'];
  await ovs.vsctl('set', 'port', 'sock_dead', ...mark);
  await ovs.vsctl('add-port', BRIDGE, 'other', '--', 'set', 'interface', 'other', 'type=internal');
  expect(await apply()).toEqual(['port/sock_dead']);
  expect(await ovs.ports(BRIDGE)).toContain('other');
  await ovs.vsctl('del-port', 'other');
});

test('destroy takes the ports of those that run, and leaves them running', async () => {
  expect((await topologies.run('destroy', file, '--yes')).exitCode).toBe(0);
  expect(await ovs.vsctl('list-br')).toBe('');
  for (const name of OWN) expect(await guests.isRunning(name)).toBe(true);
  expect(await guests.ip('sock-1', '-br', 'link')).not.toMatch(/^eth0/m);
});
