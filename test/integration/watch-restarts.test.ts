import { beforeAll, expect, test } from 'vitest';
import { useLab } from '../support/lab.ts';
import { useMixedGuests } from '../support/mixed-guests.ts';
import { useWatch } from '../support/watch-daemon.ts';

const lab = useLab();
const guests = useMixedGuests(lab);
const watch = useWatch();

beforeAll(() => guests.apply());

const FAULTS: [string, () => Promise<unknown>][] = [
  ['ovs-vswitchd killed and restarted', () => guests.restartDaemon('ovs-vswitchd')],
  ['ovsdb-server killed and restarted', () => guests.restartDaemon('ovsdb-server')],
  ['the bridge deleted under its containers', () => guests.vsctl('del-br', 'br-f')],
];

test.each(FAULTS)('%s: everything carries traffic again', async (_what, doIt) => {
  const daemon = await watch.start([guests.file()], [], ['faults']);
  await doIt();
  await guests.expectHealed();
  expect(await daemon.stop()).toBe(0);
});

test('ovs-vswitchd down for a while: told, not given up', async () => {
  const daemon = await watch.start([guests.file()], [], ['faults']);
  await lab.killDaemon('ovs-vswitchd');
  await daemon.event('that it is down', ({ message }) => /ovs-vswitchd is not running/.test(message));
  await lab.startDaemon('ovs-vswitchd');
  await guests.expectHealed();
});
