import { expect, test } from 'vitest';
import { snapshot } from '../support/snapshot.ts';
import { waitFor } from '../support/wait.ts';
import { useWatchedNet } from '../support/watched-net.ts';

const { lab, topologies, start, vsctl, ofctl, ip } = useWatchedNet();
const applied = async () => {
  const daemon = await start();
  const first = daemon.events.find(({ type }) => type === 'reconcile');
  expect(first?.outcome).toBe('converged');
  return { daemon, generation: first?.generation, before: await snapshot(lab) };
};

const CHANGES: [string, string, () => Promise<unknown>][] = [
  ['a port deleted', 'port/p1', () => vsctl('del-port', 'p1')],
  ['a tag changed', 'port/p1', () => vsctl('set', 'port', 'p1', 'tag=33')],
  ['a bridge deleted', 'bridge/br0', () => vsctl('del-br', 'br0')],
  ['a flow deleted', 'flow/br0/0/50/arp', () => ofctl('--strict', 'del-flows', 'br0', 'priority=50,arp')],
  ['a flow changed', 'flow/br0/0/50/arp', () => ofctl('mod-flows', 'br0', 'arp,actions=drop')],
  ['all flows deleted', 'flow/br0/0/100/in_port=p1', () => ofctl('del-flows', 'br0')],
  ['addresses flushed', 'address/p1/10.9.1.1/24', () => ip('address', 'flush', 'dev', 'p1')],
  ['a link down', 'link/va', () => ip('link', 'set', 'va', 'down')],
  ['a port down', 'port/p2', () => ip('link', 'set', 'p2', 'down')],
  ['a route deleted', 'route/main/10.99.0.0/24', () => ip('route', 'del', '10.99.0.0/24')],
  ['a link deleted', 'link/va', () => ip('link', 'del', 'va')],
];

test.each(CHANGES)('%s is healed, and told', async (_what, id, change) => {
  const { daemon, generation, before } = await applied();
  const { seq } = daemon;
  await change();
  const event = await daemon.event(
    `the repair of ${id}`,
    ({ drift }) => drift.some((one) => one.id === id),
    seq,
  );
  expect(event).toMatchObject({ type: 'reconcile', outcome: 'converged', topology: 'net' });
  // A look that was under way may have seen it before its signal came; that is looked at once more.
  expect(event.causes.some(({ type }) => type === 'signal' || type === 'retry')).toBe(true);
  await waitFor(async () => JSON.stringify(await snapshot(lab)) === JSON.stringify(before), {
    what: 'the host as it was',
  });
  // What is in force already gets no new generation.
  expect(event.generation).toBe(generation);
  const { json } = await topologies.json('history', 'net');
  expect(json.generations[0].generation).toBe(generation);
  expect(await daemon.stop()).toBe(0);
});

test('a port that comes back has its flows as they were: they are not made anew', async () => {
  const { daemon, before } = await applied();
  const ages = async () =>
    [...(await ofctl('dump-flows', 'br0')).stdout.matchAll(/duration=([0-9.]+)s/g)].map(([, age]) =>
      Number(age),
    );
  // A look that is under way would find the port gone from under its own reading.
  await waitFor(
    async () => {
      const { json } = await topologies.json('status', 'net');
      return Date.now() - Date.parse(json.topologies[0].last_success) > 1_000;
    },
    { what: 'the daemon to have nothing to look at' },
  );
  const then = await ages();
  const { seq } = daemon;
  await vsctl('del-port', 'p1');
  const event = await daemon.event(
    'the repair',
    ({ drift }) => drift.some(({ id }) => id === 'port/p1'),
    seq,
  );
  expect(event.drift.filter(({ id }) => id.startsWith('flow/'))).toEqual([]);
  await waitFor(async () => JSON.stringify(await snapshot(lab)) === JSON.stringify(before), {
    what: 'the host as it was',
  });
  const now = await ages();
  expect(now).toHaveLength(3);
  expect(now.every((age, index) => age > (then[index] ?? Number.POSITIVE_INFINITY))).toBe(true);
});

test('nothing is put on a bridge that somebody else has made in the place of ours', async () => {
  const { daemon } = await applied();
  await topologies.run('suspend', 'net');
  await daemon.event('the suspension', ({ type }) => type === 'suspended');
  const made = ['datapath_type=netdev', 'fail_mode=secure'];
  await vsctl('del-br', 'br0');
  await vsctl('add-br', 'br0', '--', 'set', 'bridge', 'br0', ...made);
  await ip('link', 'set', 'va', 'down');
  const { seq } = daemon;
  await topologies.run('resume', 'net');
  const repaired = ({ id, treatment }: { id: string; treatment: string }) =>
    id === 'link/va' && treatment === 'repaired';
  const { drift } = await daemon.event('the repair of the rest', (event) => event.drift.some(repaired), seq);
  expect(drift.find(({ id }) => id === 'bridge/br0')).toMatchObject({ treatment: 'conflict' });
  expect((await vsctl('list-ports', 'br0')).stdout).toBe('');
  expect((await ofctl('dump-flows', 'br0')).stdout).not.toContain('actions=');
  await vsctl('del-br', 'br0');
  await waitFor(async () => (await vsctl('list-ports', 'br0')).stdout === 'p1\np2\n', {
    what: 'our own again',
  });
});

test('foreign objects beside ours are left alone', async () => {
  const { daemon } = await applied();
  await vsctl('add-port', 'br0', 'other', '--', 'set', 'interface', 'other', 'type=internal');
  await ofctl('add-flow', 'br0', 'priority=7,icmp,actions=drop');
  await ip('address', 'add', '10.77.0.1/24', 'dev', 'p1');
  const { seq } = daemon;
  await vsctl('del-port', 'p2');
  await daemon.event('the repair', ({ drift }) => drift.some(({ id }) => id === 'port/p2'), seq);
  expect((await vsctl('list-ports', 'br0')).stdout).toContain('other');
  expect((await ofctl('dump-flows', 'br0')).stdout).toContain('priority=7,icmp');
  expect((await ip('address', 'show', 'dev', 'p1')).stdout).toContain('10.77.0.1/24');
});

test('SIGTERM leaves the network as it is, and the next start finds nothing to do', async () => {
  const { daemon, before } = await applied();
  expect(await daemon.stop()).toBe(0);
  expect(await snapshot(lab)).toEqual(before);
  const again = await start();
  expect(again.events.find(({ type }) => type === 'reconcile')).toMatchObject({ outcome: 'unchanged' });
  expect(await again.stop('SIGINT')).toBe(0);
});
