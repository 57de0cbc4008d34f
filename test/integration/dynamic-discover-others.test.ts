import { beforeAll, expect, test } from 'vitest';
import { byHand, openVswitch } from '../support/by-hand.ts';
import { useLab } from '../support/lab.ts';
import { initPid } from '../support/packets.ts';
import { useTopologies } from '../support/topologies.ts';

const BRIDGE = 'br-o';
const LONG = 'web-with-a-long-name';

const discovery = (interfaceKeys: string, extra = ''): string => `
version: 1
name: discovery
bridges: { ${BRIDGE}: { datapath_type: netdev } }
containers: { web-mine: { template: busybox, state: stopped } }
${extra}
discover:
  web:
    select: "web-*"
    interface: { bridge: ${BRIDGE}, ${interfaceKeys} }
    flows: [ { priority: 10, match: "in_port={port_name}", actions: normal } ]
  all: { select: ["*"], interface: { bridge: ${BRIDGE}, name: net7 } }
`;

const OTHER = `
version: 1
name: other
containers: { web-theirs: { template: busybox, interfaces: {} } }
`;

const lab = useLab();
const topologies = useTopologies(lab);
const guests = byHand(lab);
const ovs = openVswitch(lab);
let file = '';

function declare(text: string): void {
  file = topologies.write('discovery.yaml', text);
}

beforeAll(async () => {
  await topologies.expectApplied(topologies.write('other.yaml', OTHER));
  await guests.make(LONG, ['lxc.net.0.type = empty']);
  await guests.make('app', ['lxc.net.0.type = empty']);
  await guests.start(LONG, 'app');
});

test('what is declared, or owned by another topology, is never discovered; the first entry that fits counts', async () => {
  declare(discovery('tag: 200'));
  await topologies.expectApplied(file);
  const ports = await ovs.ports(BRIDGE);
  expect(ports).toHaveLength(2);
  const [app = '', long = ''] = ports;
  expect(app).toBe('sock_app');
  expect(long).toMatch(/^sock_web-.{6,7}$/);
  expect(await ovs.vsctl('get', 'port', long, 'external_ids:optopo-name')).toBe(`sock_${LONG}`);
  expect(await ovs.vsctl('get', 'port', long, 'tag')).toBe('200');
  expect(await guests.ip('app', '-br', 'link')).toMatch(/^net7 /m);
  expect((await topologies.json('apply', file)).json).toMatchObject({ outcome: 'unchanged' });
});

test('a change of the entry is a change of the ports, and an omitted field goes back', async () => {
  const before = await initPid(lab, LONG);
  const long = (await ovs.ports(BRIDGE))[1] ?? '';
  declare(discovery('tag: 201'));
  await topologies.expectApplied(file);
  expect(await ovs.vsctl('get', 'port', long, 'tag')).toBe('201');
  declare(discovery('mtu: 1400'));
  await topologies.expectApplied(file);
  expect(await ovs.vsctl('get', 'port', long, 'tag')).toBe('[]');
  expect(await guests.ip(LONG, 'link', 'show', 'eth0')).toContain('mtu 1400');
  expect((await topologies.json('apply', file)).json).toMatchObject({ outcome: 'unchanged' });
  expect(await initPid(lab, LONG)).toBe(before);
});

test('rollback goes back to the entry as it was, whoever runs now', async () => {
  await guests.stop(LONG);
  expect((await topologies.run('rollback', 'discovery', '--yes')).exitCode).toBe(0);
  expect(await ovs.ports(BRIDGE)).toEqual(['sock_app']);
  await guests.start(LONG);
  expect((await topologies.json('status', 'discovery')).json.topologies).toMatchObject([
    { sync: 'OutOfSync' },
  ]);
  declare(discovery('tag: 201'));
  await topologies.expectApplied(file);
  expect(await ovs.ports(BRIDGE)).toHaveLength(2);
});

test('a limited apply leaves what is discovered as it is, and cannot be limited to it', async () => {
  await guests.stop('app');
  const ports = await ovs.ports(BRIDGE);
  const limited = await topologies.json('apply', file, '--target', `bridge/${BRIDGE}`);
  expect(limited.json).toMatchObject({ outcome: 'unchanged' });
  expect(await ovs.ports(BRIDGE)).toEqual(ports);
  const wrong = await topologies.json('apply', file, '--target', 'port/sock_app');
  expect(wrong.exitCode).toBe(64);
  expect(wrong.json.error.message).toContain('it is discovered');
  await topologies.expectApplied(file);
  expect(await ovs.ports(BRIDGE)).toHaveLength(ports.length - 1);
});

test('a port of somebody else under the name is a conflict and is not touched', async () => {
  await ovs.vsctl('add-port', BRIDGE, 'sock_app', '--', 'set', 'interface', 'sock_app', 'type=internal');
  const row = await ovs.vsctl('get', 'port', 'sock_app', '_uuid');
  await guests.start('app');
  const { exitCode, json } = await topologies.json('apply', file);
  expect(exitCode).toBe(1);
  expect(json.error).toMatchObject({ code: 'conflict' });
  expect(json.error.diagnostics).toMatchObject([{ file, line: 12 }]);
  expect(await ovs.vsctl('get', 'port', 'sock_app', '_uuid')).toBe(row);
  await ovs.vsctl('del-port', 'sock_app');
  await topologies.expectApplied(file);
});

test('a name that a declared port has is a conflict with both named', async () => {
  await guests.stop('app');
  declare(discovery('tag: 201', `ports: { sock_app: { bridge: ${BRIDGE}, type: internal } }`));
  await topologies.expectApplied(file);
  await guests.start('app');
  const { exitCode, json } = await topologies.json('apply', file);
  expect(exitCode).toBe(1);
  expect(json.error).toMatchObject({ code: 'conflict', diagnostics: [{ file, line: 12 }] });
  expect(json.error.message).toContain('container app (discover.all)');
  expect(json.error.message).toContain('port/sock_app');
});
