import { expect, test } from 'vitest';
import { waitFor } from '../support/wait.ts';
import { useWatchedNet } from '../support/watched-net.ts';

const { lab, topologies, start, vsctl, ofctl, ip } = useWatchedNet();
/** The number of the look that an event belongs to: looks are counted also where nothing is told. */
const lookOf = (reconcile: string | null): number => Number(reconcile?.split('-')[1]);

test('our own changes make no second round: one repair each, and at most one more look that finds nothing', async () => {
  const daemon = await start();
  const changes: [string, () => Promise<unknown>][] = [
    ['port/p1', () => vsctl('set', 'port', 'p1', 'tag=33')],
    ['flow/br0/0/50/arp', () => ofctl('--strict', 'del-flows', 'br0', 'priority=50,arp')],
    ['address/p1/10.9.1.1/24', () => ip('address', 'flush', 'dev', 'p1')],
    ['port/p2', () => vsctl('set', 'port', 'p2', 'tag=33')],
    ['address/br0/10.9.0.1/24', () => ip('address', 'del', '10.9.0.1/24', 'dev', 'br0')],
  ];
  const first = daemon.seq;
  for (const [id, change] of changes) {
    const { seq } = daemon;
    await change();
    await daemon.event(`the repair of ${id}`, ({ drift }) => drift.some((one) => one.id === id), seq);
  }
  // One more, so that everything that the others may have caused has been looked at before it.
  const { seq } = daemon;
  await vsctl('set', 'port', 'p1', 'tag=34');
  const last = await daemon.event('the last repair', ({ drift }) => drift.length > 0, seq);
  const told = daemon.events.filter((event) => event.seq > first && event.type === 'reconcile');
  expect(told.map(({ outcome, drift }) => [outcome, drift.map(({ id }) => id)])).toEqual([
    ...changes.map(([id]) => ['converged', [id]]),
    ['converged', ['port/p1']],
  ]);
  const looks = lookOf(last.reconcile) - lookOf(told[0]?.reconcile ?? null);
  expect(looks).toBeLessThanOrEqual(2 * changes.length);
});

test('at most so many repairs within a minute: the rest waits, and says so', async () => {
  const daemon = await start('--max-repairs', '1');
  const { seq } = daemon;
  await vsctl('set', 'port', 'p1', 'tag=33');
  await daemon.event('a repair', ({ drift }) => drift.some(({ id }) => id === 'port/p1'), seq);
  await vsctl('set', 'port', 'p2', 'tag=33');
  await daemon.event('that it waits', ({ message }) => /more repairs within a minute/.test(message));
  expect((await vsctl('get', 'port', 'p2', 'tag')).stdout.trim()).toBe('33');
});

test('a signal source that is killed is started again, told, and what it missed is looked for', async () => {
  const daemon = await start();
  const children = (await lab.run('ps', ['-o', 'pid=,args=', '--ppid', String(daemon.pid)])).stdout.split(
    '\n',
  );
  const monitor = children.find((line) => /ip -oneline .* monitor/.test(line));
  expect(monitor).toBeDefined();
  process.kill(Number(monitor?.trim().split(' ')[0]), 'SIGKILL');
  const lost = await daemon.event(
    'its loss',
    ({ type, message }) => type === 'signal-source' && /netlink/.test(message),
  );
  await daemon.event('its return', ({ message }) => message === 'netlink: listening again', lost.seq);
  const { seq } = daemon;
  await ip('address', 'flush', 'dev', 'p1');
  await daemon.event('a repair', ({ drift }) => drift.some(({ id }) => id.startsWith('address/p1')), seq);
});

test('SIGHUP reads the files again; the daemon ends with exit 0 and says what it leaves', async () => {
  const daemon = await start();
  process.kill(daemon.pid, 'SIGHUP');
  expect(await daemon.stop()).toBe(0);
  expect(daemon.events.at(-1)).toMatchObject({ type: 'stopping' });
  await waitFor(async () => (await topologies.run('status', 'net')).exitCode === 0, { what: 'the network' });
});
