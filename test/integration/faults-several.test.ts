import { beforeAll, describe, test } from 'vitest';
import { useLab } from '../support/lab.ts';
import { FLOWS, useMixedGuests } from '../support/mixed-guests.ts';
import { waitFor } from '../support/wait.ts';

const lab = useLab();
const guests = useMixedGuests(lab);
const SOCKETS = ['update container/s1', 'update container/s2'];
const VETH_ANEW = ['replace port/v1p', 'update container/v1'];

beforeAll(() => guests.apply());

describe('several faults at once', () => {
  test('the bridge deleted, one container killed, the LXC monitor of another', () =>
    guests.fault(async () => {
      await guests.vsctl('del-br', 'br-f');
      await guests.kill('s1', 'init');
      await guests.kill('v1', 'monitor');
    }, [
      ...['address/br-f/10.9.0.1/24', 'bridge/br-f', 'port/s1p', 'port/s2p', 'port/v1p', 'port/v2p'].map(
        (id) => `create ${id}`,
      ),
      ...[...FLOWS, ...SOCKETS, 'update container/v1'],
    ]));

  test('ovs-vswitchd killed and started: healthy veth containers are left alone', () =>
    guests.fault(() => guests.restartDaemon('ovs-vswitchd'), [...FLOWS, ...SOCKETS]));

  test('ovs-vswitchd restarted while containers were stopped', () =>
    guests.fault(async () => {
      await guests.stop('s1');
      await guests.stop('v1');
      await guests.restartDaemon('ovs-vswitchd');
    }, [...FLOWS, ...SOCKETS, ...VETH_ANEW]));

  test('containers stopped and restarted while ovs-vswitchd was dead', () =>
    guests.fault(async () => {
      await lab.killDaemon('ovs-vswitchd');
      await guests.stop('s1');
      await guests.stop('v1');
      await guests.start('v1');
      await lab.startDaemon('ovs-vswitchd');
    }, [...FLOWS, ...SOCKETS, ...VETH_ANEW]));

  test('ovsdb-server killed and started: nothing is lost, and nothing is said to be', () =>
    guests.fault(() => guests.restartDaemon('ovsdb-server'), []));

  test('ovsdb-server started with a new, empty database', () =>
    guests.fault(async () => {
      await lab.killDaemon('ovsdb-server');
      await lab.run('rm', [lab.database]);
      await lab.run('ovsdb-tool', ['create', lab.database, '/usr/share/openvswitch/vswitch.ovsschema']);
      await lab.startDaemon('ovsdb-server');
      // The daemon comes back to the database by itself, and takes away what is not in it.
      const taken = async () => !(await lab.run('ip', ['-br', 'link'])).stdout.includes('br-f');
      await waitFor(taken, { what: 'ovs-vswitchd to take the bridge away' });
    }, [
      ...['address/br-f/10.9.0.1/24', 'bridge/br-f', 'port/s1p', 'port/s2p', 'port/v1p', 'port/v2p'].map(
        (id) => `create ${id}`,
      ),
      ...[...FLOWS, ...SOCKETS],
    ]));
});
