import { afterEach, beforeAll, expect, test } from 'vitest';
import { byHand, openVswitch } from '../support/by-hand.ts';
import { useLab } from '../support/lab.ts';
import { useTopologies } from '../support/topologies.ts';
import { waitFor } from '../support/wait.ts';
import { type RunningWatch, useWatch } from '../support/watch-daemon.ts';

const BRIDGE = 'br-m';
const topology = (tag: number): string => `
version: 1
name: modes
bridges: { ${BRIDGE}: { datapath_type: netdev, fail_mode: secure } }
discover:
  pairs:
    select: "pair-*"
    heal: report
    interface: { bridge: ${BRIDGE}, network_type: veth, tag: 10 }
    flows:
      - { priority: 10, match: "in_port={port_name},arp", actions: normal }
      - { priority: 10, match: "in_port={port_name},ip", actions: normal, heal: report }
  told:
    select: "told-*"
    heal: report
    interface: { bridge: ${BRIDGE}, tag: 15 }
  free:
    select: "free-*"
    ignore: [tag]
    interface: { bridge: ${BRIDGE}, tag: ${tag}, external_ids: { vm: "{container}" } }
    flows: [ { priority: 10, match: "in_port={port_name}", actions: normal, ignore: [actions] } ]
`;
const PAIR_FLOWS = ['arp,in_port=vpair1', 'in_port=vpair1,ip'];
const ALL = ['pair-1', 'told-1', 'free-1'] as const;

const lab = useLab();
const topologies = useTopologies(lab);
const guests = byHand(lab);
const ovs = openVswitch(lab);
const watch = useWatch();
let file = '';

beforeAll(async () => {
  file = topologies.write('modes.yaml', topology(20));
  const pair = ['lxc.net.0.type = veth', 'lxc.net.0.name = eth0', 'lxc.net.0.veth.pair = vpair1'];
  await guests.make('pair-1', [...pair, 'lxc.net.0.flags = up']);
  for (const name of ['told-1', 'free-1']) await guests.make(name, ['lxc.net.0.type = empty']);
});

afterEach(async () => {
  await watch.stopAll();
  for (const name of ALL) if (await guests.isRunning(name)) await guests.stop(name);
  await topologies.run('resume', 'modes');
  await topologies.run('destroy', '--name', 'modes', '--yes');
});

/** In a version in which changing a flow leaves its cookie, and so its owner. */
const ofctl = (command: string, flow: string) =>
  lab.run('ovs-ofctl', ['-O', 'OpenFlow15', '--strict', '--names', command, BRIDGE, flow]);
const isPort = async (port: string): Promise<boolean> => (await ovs.ports(BRIDGE)).includes(port);
/** Waits until a port has this tag; one that is away has none. */
const tagIs = (port: string, tag: number): Promise<unknown> =>
  waitFor(
    async () => {
      expect(await ovs.ports(BRIDGE)).toContain(port);
      expect(await ovs.vsctl('get', 'port', port, 'tag')).toBe(`${tag}`);
      return true;
    },
    { what: `tag ${tag} of ${port}`, deadlineMs: 30_000 },
  );
const isInside = (container: string): Promise<unknown> =>
  waitFor(async () => (await guests.ip(container, '-br', 'link')).includes('eth0'), {
    what: `the device inside ${container}`,
    deadlineMs: 30_000,
  });
/** Starts a container by hand, and waits until the daemon has told that it has made its port. */
async function start(daemon: RunningWatch, container: string, port: string): Promise<void> {
  const { seq } = daemon;
  await guests.start(container);
  await daemon.event(
    `the repair that makes ${port}`,
    ({ outcome, drift }) => outcome === 'converged' && drift.some(({ id }) => id === `port/${port}`),
    seq,
  );
}
const isGone = (port: string): Promise<unknown> =>
  waitFor(async () => !(await isPort(port)), { what: `the end of ${port}`, deadlineMs: 30_000 });
/** The matches of all flows, each with its words sorted: their order is Open vSwitch's. */
const flowsAre = (wanted: readonly string[]): Promise<unknown> =>
  waitFor(
    async () => {
      const words = (await ovs.matches(BRIDGE)).map((match) =>
        match.replaceAll('"', '').split(',').sort().join(','),
      );
      expect(words.sort()).toEqual(wanted);
      return true;
    },
    { what: `the flows ${wanted.join(' ')}`, deadlineMs: 30_000 },
  );

test('heal: report of an entry: ports come and go with containers, what happens to them meanwhile is told', async () => {
  const daemon = await watch.start([file], [], ['modes']);
  await start(daemon, 'pair-1', 'veth_pair-1');
  await tagIs('veth_pair-1', 10);
  await flowsAre(PAIR_FLOWS);
  const { seq } = daemon;
  await ovs.vsctl('set', 'port', 'veth_pair-1', 'tag=33');
  await ofctl('del-flows', 'priority=10,ip,in_port=vpair1');
  const told = await daemon.event(
    'the drift of both',
    ({ drift }) => drift.filter(({ treatment }) => treatment === 'reported').length === 2,
    seq,
  );
  expect(told.drift.map(({ id }) => id).sort()).toEqual([
    expect.stringMatching(/^flow\/br-m\/0\/10\/ip,/),
    'port/veth_pair-1',
  ]);
  // A flow that says nothing is healed as its topology says, beside what is only told.
  await ofctl('del-flows', 'priority=10,arp,in_port=vpair1');
  await flowsAre(PAIR_FLOWS.slice(0, 1));
  expect(await ovs.vsctl('get', 'port', 'veth_pair-1', 'tag')).toBe('33');
  const { json } = await topologies.json('status', 'modes');
  expect(json.topologies).toMatchObject([{ sync: 'OutOfSync', health: 'Healthy' }]);

  await guests.stop('pair-1');
  await isGone('veth_pair-1');
  await flowsAre([]);
  await guests.start('pair-1');
  await tagIs('veth_pair-1', 10);
  await flowsAre(PAIR_FLOWS);
});

test('heal: report of an entry: a container that was restarted, seen or unseen, has its port again', async () => {
  const daemon = await watch.start([file], [], ['modes']);
  await start(daemon, 'told-1', 'sock_told-1');
  await tagIs('sock_told-1', 15);
  const { seq } = daemon;
  await ovs.vsctl('del-port', 'sock_told-1');
  await daemon.event('the loss', ({ drift }) => drift.some(({ id }) => id === 'port/sock_told-1'), seq);
  expect(await isPort('sock_told-1')).toBe(false);
  await topologies.run('suspend', 'modes');
  await daemon.event('the suspension', ({ type }) => type === 'suspended');
  await guests.stop('told-1');
  await guests.start('told-1');
  await topologies.run('resume', 'modes');
  await tagIs('sock_told-1', 15);
  await isInside('told-1');
  for (let round = 0; round < 6; round += 1) {
    await guests.stop('told-1');
    await guests.start('told-1');
  }
  await isInside('told-1');
  await tagIs('sock_told-1', 15);
  // By hand everything is repaired.
  await ovs.vsctl('del-port', 'sock_told-1');
  await topologies.expectApplied(file, '--lock-timeout', '10');
  await tagIs('sock_told-1', 15);
});

test('ignored fields of an entry and its flows are set at first and when declared anew, and left else', async () => {
  const daemon = await watch.start([file], [], ['modes']);
  await start(daemon, 'free-1', 'sock_free-1');
  await tagIs('sock_free-1', 20);
  await flowsAre(['in_port=sock_free-1']);
  await ofctl('mod-flows', 'priority=10,in_port=sock_free-1,actions=drop');
  await ovs.vsctl('set', 'port', 'sock_free-1', 'tag=33', 'external_ids:vm=other');
  const id = () => ovs.vsctl('get', 'port', 'sock_free-1', 'external_ids:vm');
  await waitFor(async () => (await id()) === 'free-1' || (await id()) === '"free-1"', {
    what: 'the external id to be repaired',
  });
  expect(await ovs.vsctl('get', 'port', 'sock_free-1', 'tag')).toBe('33');
  const { exitCode, stdout, stderr } = await topologies.run('plan', file, '--detailed-exitcode');
  expect({ exitCode, stdout, stderr }).toMatchObject({ exitCode: 0 });
  topologies.write('modes.yaml', topology(21));
  await tagIs('sock_free-1', 21);
  const dump = await lab.run('ovs-ofctl', ['dump-flows', BRIDGE]);
  expect(dump.stdout).toContain('actions=drop');
  await daemon.stop();

  topologies.write('modes.yaml', topology(21).replace('[tag]', '[tagg]'));
  const wrong = await topologies.run('validate', file);
  expect(wrong.exitCode).toBe(65);
  expect(wrong.stderr).toMatch(/modes\.yaml:19:14: .*tagg is no field .*did you mean tag\?/);
});
