import { beforeAll, expect, test } from 'vitest';
import { useLab } from '../support/lab.ts';
import { useMixedGuests } from '../support/mixed-guests.ts';
import { useWatch } from '../support/watch-daemon.ts';

const lab = useLab();
const guests = useMixedGuests(lab);
const watch = useWatch();

beforeAll(() => guests.apply());

const lxc = (tool: string, ...args: string[]) => lab.run(tool, ['-P', lab.lxcPath, ...args]);

const FAULTS: [string, string, () => Promise<unknown>][] = [
  ['a socket container stopped', 'container/s1', () => guests.stop('s1')],
  ['a veth container stopped', 'container/v1', () => guests.stop('v1')],
  ['a container destroyed', 'container/s2', () => lxc('lxc-destroy', '-f', '-n', 's2')],
  ["a container's init killed", 'container/s1', () => guests.kill('s1', 'init')],
  ["a container's LXC monitor killed", 'container/s1', () => guests.kill('s1', 'monitor')],
  ['an internal port deleted while its container runs', 'port/s1p', () => guests.vsctl('del-port', 's1p')],
  ["a veth's host end deleted", 'port/v1p', () => lab.run('ip', ['link', 'del', 'v1p'])],
];

test.each(FAULTS)('%s is healed', async (_what, id, doIt) => {
  const daemon = await watch.start([guests.file()], [], ['faults']);
  const { seq } = daemon;
  await doIt();
  await daemon.event(`the repair of ${id}`, ({ drift }) => drift.some((one) => one.id === id), seq);
  await guests.expectHealed();
  expect(await daemon.stop()).toBe(0);
});
