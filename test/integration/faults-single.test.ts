import { beforeAll, describe, test } from 'vitest';
import { useLab } from '../support/lab.ts';
import { useMixedGuests } from '../support/mixed-guests.ts';
import { initPid } from '../support/packets.ts';

const lab = useLab();
const guests = useMixedGuests(lab);

beforeAll(() => guests.apply());

describe('a veth container', () => {
  const ANEW = ['replace port/v1p', 'update container/v1'];

  test('stopped by hand', () => guests.fault(() => guests.stop('v1'), ANEW));

  test('restarted by hand', () =>
    guests.fault(async () => {
      await guests.stop('v1');
      await guests.start('v1');
    }, ANEW));

  test('its init killed', () => guests.fault(() => guests.kill('v1', 'init'), ANEW));
  test('its LXC monitor killed', () => guests.fault(() => guests.kill('v1', 'monitor'), ANEW));
  test('its port row deleted', () =>
    guests.fault(() => guests.vsctl('del-port', 'v1p'), ['create port/v1p']));
  test('its pair deleted', () => guests.fault(() => lab.run('ip', ['link', 'del', 'v1p']), ANEW));

  test("its pair's host end set down", () =>
    guests.fault(() => lab.run('ip', ['link', 'set', 'v1p', 'down']), ['update port/v1p']));

  test('its checksum offload switched on again', () =>
    guests.fault(() => guests.inside('v1', 'ethtool', '-K', 'eth0', 'tx', 'on'), ['update container/v1']));
});

describe('a socket container', () => {
  test('frozen by hand', () =>
    guests.fault(() => lab.run('lxc-freeze', ['-P', lab.lxcPath, '-n', 's2']), ['update container/s2']));

  test('frozen, and killed with its LXC monitor: it cannot even die, and takes its tap along', () =>
    guests.fault(async () => {
      await lab.run('lxc-freeze', ['-P', lab.lxcPath, '-n', 's2']);
      const init = String(await initPid(lab, 's2'));
      const monitor = (await lab.run('ps', ['-o', 'ppid=', '-p', init])).stdout.trim();
      await lab.run('kill', ['-9', monitor, init]);
    }, ['replace port/s2p', 'update container/s2']));

  test('restarted by hand is well, and the bridge does not take its MAC address meanwhile', () =>
    guests.fault(async () => {
      await guests.stop('s2');
      await guests.start('s2');
    }, []));

  test('its tap deleted inside', () =>
    guests.fault(
      () => guests.inside('s2', 'ip', 'link', 'del', 'eth0'),
      ['replace port/s2p', 'update container/s2'],
    ));

  test('its LXC monitor killed', () =>
    guests.fault(() => guests.kill('s2', 'monitor'), ['replace port/s2p', 'update container/s2']));
});
