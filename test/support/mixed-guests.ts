/** Two socket and two veth containers on one bridge: what the fault tests break, apply once, and look at. */
import { expect } from 'vitest';
import { byHand } from './by-hand.ts';
import type { TestLab } from './lab.ts';
import { carriesTcp, initPid, pings } from './packets.ts';
import { useTopologies } from './topologies.ts';
import { waitFor } from './wait.ts';

const TOPOLOGY = `
version: 1
name: faults
bridges:
  br-f: { datapath_type: netdev, fail_mode: secure, addresses: [10.9.0.1/24] }
containers:
  s1:
    template: busybox
    interfaces:
      eth0: { bridge: br-f, port: s1p, hwaddr: "02:00:00:00:09:11", addresses: [10.9.0.11/24], gateway: 10.9.0.1 }
  s2:
    template: busybox
    interfaces: { eth0: { bridge: br-f, port: s2p, addresses: [10.9.0.12/24] } }
  v1:
    template: busybox
    interfaces:
      eth0:
        { bridge: br-f, port: v1p, network_type: veth, hwaddr: "02:00:00:00:09:21", addresses: [10.9.0.21/24], gateway: 10.9.0.1 }
  v2:
    template: busybox
    interfaces: { eth0: { bridge: br-f, port: v2p, network_type: veth, addresses: [10.9.0.22/24] } }
flows:
  - { bridge: br-f, priority: 10, match: in_port=s1p, actions: NORMAL }
  - { bridge: br-f, priority: 1, match: "", actions: NORMAL }
`;

/** Ids of the topology's flows: what an ovs-vswitchd that was restarted has lost. */
export const FLOWS = ['create flow/br-f/0/1/', 'create flow/br-f/0/10/in_port=s1p'];

const ADDRESSES = { s1: '10.9.0.11', s2: '10.9.0.12', v1: '10.9.0.21', v2: '10.9.0.22' };
type Guest = keyof typeof ADDRESSES;
const GUESTS = Object.keys(ADDRESSES) as Guest[];

interface Change {
  id: string;
  action: string;
}

/** The four containers of one lab. `fault` checks a whole case: break, plan, one apply, packets. */
export function useMixedGuests(lab: TestLab) {
  const topologies = useTopologies(lab);
  const { start, stop, kill } = byHand(lab);
  let file = '';

  return {
    ...{ start, stop, kill },
    async apply(): Promise<void> {
      file = topologies.write('faults.yaml', TOPOLOGY);
      await topologies.expectApplied(file);
      await expectTraffic(lab);
    },
    /** `expected` lines are `ACTION ID`; containers that they do not name must not have been restarted. */
    async fault(doIt: () => Promise<unknown>, expected: readonly string[]): Promise<void> {
      const before = await runningInits(lab);
      await doIt();
      expect(await planned(topologies, file)).toEqual([...expected].sort());
      if (expected.length > 0) await expectMended(lab, topologies, file);
      await expectTraffic(lab);
      const after = await runningInits(lab);
      const restarted = GUESTS.filter((name) => before.get(name) !== after.get(name));
      const named = GUESTS.filter((name) => expected.includes(`update container/${name}`));
      expect(named).toEqual(expect.arrayContaining(expected.length > 0 ? restarted : []));
    },
    expectTraffic: () => expectTraffic(lab),
    /** Waits until a plan has nothing left to do, then expects traffic. */
    async expectHealed(): Promise<void> {
      const plan = async () => (await topologies.run('plan', file, '--detailed-exitcode')).exitCode === 0;
      await waitFor(plan, { what: 'a plan with nothing to do', deadlineMs: 30_000 });
      await expectTraffic(lab);
    },
    /** The topology's file. */
    file: () => file,
    async inside(name: Guest, ...argv: string[]): Promise<void> {
      await lab.run('nsenter', ['-t', String(await initPid(lab, name)), '-n', ...argv]);
    },
    vsctl: (...args: string[]) => lab.run('ovs-vsctl', ['-t', '5', ...args]),
    async restartDaemon(daemon: 'ovs-vswitchd' | 'ovsdb-server'): Promise<void> {
      await lab.killDaemon(daemon);
      await lab.startDaemon(daemon);
    },
  };
}

type Topologies = ReturnType<typeof useTopologies>;

async function planned(topologies: Topologies, file: string): Promise<string[]> {
  const { exitCode, stderr, json } = await topologies.json('plan', file);
  expect([exitCode, stderr]).toEqual([0, '']);
  return json.changes.map(({ id, action }: Change) => `${action} ${id}`).sort();
}

async function expectMended(lab: TestLab, topologies: Topologies, file: string): Promise<void> {
  const { exitCode, json } = await topologies.json('apply', file);
  expect({ exitCode, ...json }).toMatchObject({ exitCode: 0, outcome: 'converged', verified: true });
  const again = await topologies.json('apply', file);
  expect(again.json).toMatchObject({ outcome: 'unchanged', changes: [] });
  expect((await lab.run('ip', ['-br', 'link'])).stdout).not.toMatch(/^(phys|veth[A-Z])/m);
}

/** ICMP between all of them and the host, TCP between the kinds. */
async function expectTraffic(lab: TestLab): Promise<void> {
  const reached = (from: Guest | null, to: Guest): Promise<boolean> =>
    waitFor(() => pings(lab, from, ADDRESSES[to]), { what: `${to} to answer ${from ?? 'the host'}` });
  const pairs = GUESTS.flatMap((from) => GUESTS.filter((to) => to !== from).map((to) => [from, to] as const));
  await Promise.all([
    ...pairs.map(([from, to]) => reached(from, to)),
    reached(null, 's1'),
    reached(null, 'v1'),
  ]);
  for (const [from, to] of [
    ['s1', 'v1'],
    ['v2', 's2'],
  ] as const) {
    expect(await carriesTcp(lab, from, to, ADDRESSES[to]), `TCP from ${from} to ${to}`).toBe(true);
  }
}

async function runningInits(lab: TestLab): Promise<Map<string, number>> {
  const entries = GUESTS.map(async (name) => [name, await initPid(lab, name)] as const);
  return new Map(await Promise.all(entries));
}
