import { beforeAll, expect, test } from 'vitest';
import { byHand, openVswitch } from '../support/by-hand.ts';
import { useLab } from '../support/lab.ts';
import { carriesTcp, initPid, pings } from '../support/packets.ts';
import { useTopologies } from '../support/topologies.ts';
import { waitFor } from '../support/wait.ts';
import { type ToldEvent, whileWatching } from '../support/watching.ts';

const BRIDGE = 'br-w';
const TOPOLOGY = `
version: 1
name: watched
bridges: { ${BRIDGE}: { datapath_type: netdev, fail_mode: secure, addresses: [10.9.3.1/24] } }
containers:
  tap: { template: busybox, state: unmanaged, interfaces: { eth0: { bridge: ${BRIDGE}, addresses: [10.9.3.11/24] } } }
  pair:
    template: busybox
    state: unmanaged
    interfaces: { eth0: { bridge: ${BRIDGE}, network_type: veth, addresses: [10.9.3.12/24] } }
flows:
  - { bridge: ${BRIDGE}, priority: 10, match: in_port=LOCAL, actions: normal }
  - { bridge: ${BRIDGE}, priority: 10, match: in_port=sock_tap, actions: normal }
  - { bridge: ${BRIDGE}, priority: 10, match: in_port=veth_pair, actions: normal }
discover:
  web:
    select: "web-*"
    interface: { bridge: ${BRIDGE}, network_type: veth }
    flows: [ { priority: 10, match: "in_port={port_name}", actions: normal } ]
  sockets:
    select: "sock-*"
    interface: { bridge: ${BRIDGE} }
    flows: [ { priority: 10, match: "in_port={port_name}", actions: normal } ]
`;

const ALL = ['tap', 'pair', 'web-1', 'sock-1'] as const;
const STILL = ['in_port=LOCAL', 'in_port="sock_tap"'].sort();

const lab = useLab();
const topologies = useTopologies(lab);
const guests = byHand(lab);
const ovs = openVswitch(lab);
let file = '';

beforeAll(async () => {
  file = topologies.write('watched.yaml', TOPOLOGY);
  const address = 'lxc.net.0.ipv4.address = 10.9.3.21/24 10.9.3.255';
  const veth = ['lxc.net.0.type = veth', 'lxc.net.0.name = eth0', 'lxc.net.0.flags = up', address];
  await guests.make('web-1', [...veth, 'lxc.net.0.hwaddr = 02:00:00:00:03:21']);
  await guests.make('sock-1', ['lxc.net.0.type = empty']);
  await topologies.expectApplied(file);
});

/** Waits until the bridge has exactly these ports, beside the tap that is always there, and as many flows. */
async function expectPorts(...ports: string[]): Promise<void> {
  const wanted = ['sock_tap', ...ports].sort();
  await waitFor(
    async () => {
      expect(await ovs.ports(BRIDGE)).toEqual(wanted);
      expect(await ovs.matches(BRIDGE)).toHaveLength(wanted.length + 1);
      return true;
    },
    { what: `the ports ${wanted.join(', ')}`, deadlineMs: 30_000 },
  );
}

async function expectTraffic(): Promise<void> {
  await waitFor(() => pings(lab, 'web-1', '10.9.3.11'), { what: 'web-1 to reach tap' });
  await waitFor(() => pings(lab, 'web-1', '10.9.3.12'), { what: 'web-1 to reach pair' });
  await waitFor(() => carriesTcp(lab, 'pair', 'web-1', '10.9.3.21'), { what: 'TCP from pair to web-1' });
}

const failures = (events: readonly ToldEvent[]): ToldEvent[] =>
  events.filter(({ outcome }) => outcome === 'failed' || outcome === 'rolled-back');

test('ports and flows follow starts, stops and kills by hand', async () => {
  const generation = (await topologies.json('status', 'watched')).json.topologies[0].generation;
  const events = await whileWatching([file], async () => {
    await guests.start(...ALL);
    await expectPorts('veth_pair', 'veth_web-1', 'sock_sock-1');
    await expectTraffic();
    await guests.stop('pair', 'web-1', 'sock-1');
    await expectPorts();
    expect(await ovs.matches(BRIDGE)).toEqual(STILL);

    await guests.start('pair', 'web-1', 'sock-1');
    await expectPorts('veth_pair', 'veth_web-1', 'sock_sock-1');
    // Nothing but the end of its network namespace tells of a container whose LXC monitor was killed.
    for (const name of ALL) await guests.kill(name, 'monitor');
    await expectPorts();
    await waitFor(async () => (await lab.run('ip', ['-br', 'link'])).stdout.includes('sock_tap'), {
      what: 'the tap to wait for its container again',
    });

    await guests.start(...ALL);
    await expectPorts('veth_pair', 'veth_web-1', 'sock_sock-1');
    await expectTraffic();
  });
  expect(failures(events)).toEqual([]);
  expect(events.filter(({ type }) => type === 'fight')).toEqual([]);
  const { json } = await topologies.json('status', 'watched');
  expect(json.topologies).toMatchObject([{ sync: 'Synced', health: 'Healthy', generation }]);
  expect((await topologies.json('apply', file)).json).toMatchObject({ outcome: 'unchanged' });
});

test('what happens under running containers is mended without their restart', async () => {
  const before = await Promise.all(ALL.map((name) => initPid(lab, name)));
  await whileWatching([file], async () => {
    for (const port of ['sock_tap', 'veth_pair', 'veth_web-1', 'sock_sock-1'])
      await ovs.vsctl('del-port', port);
    await expectPorts('veth_pair', 'veth_web-1', 'sock_sock-1');
    await expectTraffic();
    await lab.killDaemon('ovs-vswitchd');
    await lab.startDaemon('ovs-vswitchd');
    await expectTraffic();
  });
  expect(await Promise.all(ALL.map((name) => initPid(lab, name)))).toEqual(before);
});

test('a container that is started and stopped again and again ends as it ends', async () => {
  const events = await whileWatching([file], async () => {
    for (let round = 0; round < 12; round += 1) {
      await guests.stop('web-1', 'sock-1');
      await guests.start('web-1', 'sock-1');
    }
    await expectPorts('veth_pair', 'veth_web-1', 'sock_sock-1');
    await expectTraffic();
    await guests.stop('web-1', 'sock-1');
    await expectPorts('veth_pair');
  });
  expect(events.filter(({ type }) => type === 'fight')).toEqual([]);
});
