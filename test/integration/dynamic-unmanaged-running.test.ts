import { beforeAll, describe, expect, test } from 'vitest';
import { useLab } from '../support/lab.ts';
import { BRIDGE, topology, useUnmanagedPair } from '../support/unmanaged-pair.ts';

const lab = useLab();
const pair = useUnmanagedPair(lab);
const { topologies, guests, ovs, declare, apply, inits, mendsRunning } = pair;

beforeAll(async () => {
  await topologies.expectApplied(declare(topology()));
  await guests.start('sock', 'veth');
  await apply();
});

describe('what happens under a running container is mended without its restart', () => {
  test('port rows deleted', async () => {
    await mendsRunning(async () => {
      await ovs.vsctl('del-port', 'sock_sock');
      await ovs.vsctl('del-port', 'veth_veth');
    });
  });

  test("the host's end of the pair deleted", async () => {
    await mendsRunning(() => lab.run('ip', ['link', 'del', 'veth_veth']));
  });

  test('ovs-vswitchd killed and restarted', async () => {
    await mendsRunning(async () => {
      await lab.killDaemon('ovs-vswitchd');
      await lab.startDaemon('ovs-vswitchd');
    });
  });

  test('a port that has to be made anew for its number', async () => {
    await mendsRunning(async () => {
      declare(topology().replace('gateway:', 'ofport_request: 77, gateway:'));
    });
    expect(await ovs.vsctl('get', 'interface', 'sock_sock', 'ofport')).toBe('77');
    expect(await guests.ip('sock', 'route')).toContain('default via 10.9.1.1');
  });

  test('another port, and another interface', async () => {
    const text = topology()
      .replaceAll('sock_sock', 'other')
      .replace('eth0: {', `eth1: { bridge: ${BRIDGE}, port: more }, eth0: { port: other,`);
    await mendsRunning(async () => {
      declare(text);
    });
    expect(await ovs.ports(BRIDGE)).toEqual(['more', 'other', 'veth_veth']);
    expect(await guests.ip('sock', '-br', 'link')).toMatch(/^eth1 /m);
    await mendsRunning(async () => {
      declare(topology());
    });
    expect(await ovs.ports(BRIDGE)).toEqual(['sock_sock', 'veth_veth']);
  });
});

test('a host name is written down at once and waits for the next start', async () => {
  const before = await inits();
  const file = declare(topology('\n    hostname: later'));
  const { json } = await topologies.json('plan', file);
  expect(json.changes).toMatchObject([{ id: 'container/sock', action: 'update', disruption: 'brief' }]);
  expect(json.changes[0].reason).toContain('takes effect at its next start');
  expect(await apply()).toEqual(['update container/sock']);
  expect(await inits()).toEqual(before);
  await guests.stop('sock');
  // What was put in while it ran has ended with it.
  await apply();
  await guests.start('sock');
  await apply();
  const name = await lab.run('lxc-attach', ['-P', lab.lxcPath, '-n', 'sock', '--', '/bin/hostname']);
  expect(name.stdout.trim()).toBe('later');
});
