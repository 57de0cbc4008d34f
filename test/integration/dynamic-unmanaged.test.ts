import { beforeAll, describe, expect, test } from 'vitest';
import { useLab } from '../support/lab.ts';
import { BRIDGE, topology, useUnmanagedPair } from '../support/unmanaged-pair.ts';

const lab = useLab();
const pair = useUnmanagedPair(lab);
const { topologies, guests, ovs, declare, apply, expectTraffic, inits } = pair;

beforeAll(async () => {
  await topologies.expectApplied(declare(topology()));
});

describe('containers that others start and stop', () => {
  test('are made and not started; the tap waits for the start, the pair has no port yet', async () => {
    expect(await apply()).toEqual([]);
    expect([await guests.isRunning('sock'), await guests.isRunning('veth')]).toEqual([false, false]);
    expect(await ovs.ports(BRIDGE)).toEqual(['sock_sock']);
    expect(await ovs.matches(BRIDGE)).toEqual(['in_port=LOCAL', 'in_port="sock_sock"'].sort());
    expect((await topologies.json('status')).json.topologies).toMatchObject([
      { sync: 'Synced', health: 'Healthy' },
    ]);
  });

  test('started by hand: port, VLAN and flows come with them', async () => {
    await guests.start('sock', 'veth');
    const before = await inits();
    expect(await apply()).toEqual(
      expect.arrayContaining(['create port/veth_veth', `create flow/${BRIDGE}/0/10/in_port=veth_veth`]),
    );
    expect(await ovs.vsctl('get', 'port', 'veth_veth', 'vlan_mode')).toBe('native-untagged');
    await expectTraffic();
    expect(await inits()).toEqual(before);
  });

  test('restarted by hand between two looks', async () => {
    await guests.stop('sock', 'veth');
    await guests.start('sock', 'veth');
    await apply();
    await expectTraffic();
  });

  test('stopped by hand: the port of the pair and its flow go, and nobody starts them', async () => {
    await guests.stop('sock', 'veth');
    expect((await apply()).sort()).toEqual([
      `delete flow/${BRIDGE}/0/10/in_port=veth_veth`,
      'delete port/veth_veth',
    ]);
    expect([await guests.isRunning('sock'), await guests.isRunning('veth')]).toEqual([false, false]);
    expect(await ovs.ports(BRIDGE)).toEqual(['sock_sock']);
    expect(await ovs.matches(BRIDGE)).toEqual(['in_port=LOCAL', 'in_port="sock_sock"'].sort());
  });

  test.each(['init', 'monitor'] as const)(
    'its %s killed: collected, and the next start works',
    async (what) => {
      await guests.start('sock', 'veth');
      await apply();
      for (const name of ['sock', 'veth']) await guests.kill(name, what);
      await apply();
      expect([await guests.isRunning('sock'), await guests.isRunning('veth')]).toEqual([false, false]);
      expect(await ovs.ports(BRIDGE)).toEqual(['sock_sock']);
      await guests.start('sock', 'veth');
      await apply();
      await expectTraffic();
    },
  );
});

test('destroy takes all of it away', async () => {
  expect((await topologies.run('destroy', '--name', 'unmanaged', '--yes')).exitCode).toBe(0);
  expect(await ovs.vsctl('list-br')).toBe('');
});
