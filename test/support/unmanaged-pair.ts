/** Two unmanaged containers on one bridge, one with a socket, one with a veth. */
import { expect } from 'vitest';
import { byHand, openVswitch } from './by-hand.ts';
import type { TestLab } from './lab.ts';
import { carriesTcp, initPid, pings } from './packets.ts';
import { useTopologies } from './topologies.ts';

export const BRIDGE = 'br-u';
const ADDRESSES = { sock: '10.9.1.11', veth: '10.9.1.12' } as const;

/** The topology; `extra` are more lines of the container `sock`. */
export const topology = (extra = ''): string => `
version: 1
name: unmanaged
bridges: { ${BRIDGE}: { datapath_type: netdev, fail_mode: secure, addresses: [10.9.1.1/24] } }
containers:
  sock:
    template: busybox
    state: unmanaged${extra}
    interfaces: { eth0: { bridge: ${BRIDGE}, addresses: [10.9.1.11/24], gateway: 10.9.1.1 } }
  veth:
    template: busybox
    state: unmanaged
    interfaces: { eth0: { bridge: ${BRIDGE}, network_type: veth, vlan_mode: native-untagged, tag: 0, addresses: [10.9.1.12/24] } }
flows:
  - { bridge: ${BRIDGE}, priority: 10, match: in_port=LOCAL, actions: normal }
  - { bridge: ${BRIDGE}, priority: 10, match: in_port=sock_sock, actions: normal }
  - { bridge: ${BRIDGE}, priority: 10, match: in_port=veth_veth, actions: normal }
`;

export function useUnmanagedPair(lab: TestLab) {
  const topologies = useTopologies(lab);
  const guests = byHand(lab);
  const ovs = openVswitch(lab);
  let file = '';

  /** Writes the topology that is applied from now on. */
  function declare(text: string): string {
    file = topologies.write('unmanaged.yaml', text);
    return file;
  }

  /** Applies, then again: the second time nothing is left to do. Returns what was changed. */
  async function apply(): Promise<string[]> {
    const first = await topologies.json('apply', file);
    expect(first.json).toMatchObject({ verified: true });
    const again = await topologies.json('apply', file);
    expect(again.json).toMatchObject({ outcome: 'unchanged', changes: [] });
    expect(await ovs.errors()).toBe('');
    expect((await lab.run('ip', ['-br', 'link'])).stdout).not.toMatch(/^phys/m);
    return first.json.changes.map(({ action, id }: { action: string; id: string }) => `${action} ${id}`);
  }

  async function expectTraffic(): Promise<void> {
    const reach = {
      'host to sock': await pings(lab, null, ADDRESSES.sock),
      'sock to veth': await pings(lab, 'sock', ADDRESSES.veth),
      'tcp sock to veth': await carriesTcp(lab, 'sock', 'veth', ADDRESSES.veth),
      'tcp veth to sock': await carriesTcp(lab, 'veth', 'sock', ADDRESSES.sock),
    };
    expect(reach).toEqual(Object.fromEntries(Object.keys(reach).map((path) => [path, true])));
  }

  async function inits(): Promise<number[]> {
    return [await initPid(lab, 'sock'), await initPid(lab, 'veth')];
  }

  /** Does something to running containers, and expects one apply to mend it without a restart. */
  async function mendsRunning(what: () => Promise<unknown>): Promise<string[]> {
    const before = await inits();
    await what();
    const changes = await apply();
    await expectTraffic();
    expect(await inits()).toEqual(before);
    return changes;
  }

  return { topologies, guests, ovs, declare, apply, expectTraffic, inits, mendsRunning };
}
