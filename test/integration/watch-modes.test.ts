import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { useLab } from '../support/lab.ts';
import { useTopologies } from '../support/topologies.ts';
import { waitFor } from '../support/wait.ts';
import { useWatch } from '../support/watch-daemon.ts';

const lab = useLab();
const topologies = useTopologies(lab);
const watch = useWatch();

const vsctl = (...args: string[]) => lab.run('ovs-vsctl', ['-t', '20', ...args]);
const tagOf = async (port: string): Promise<string> =>
  (await vsctl('get', 'port', port, 'tag')).stdout.trim();
const tagIs = (port: string, tag: string) =>
  waitFor(async () => (await tagOf(port)) === tag, { what: `tag ${tag} of ${port}`, deadlineMs: 20_000 });
const portLines = (...lines: string[]) =>
  `version: 1\nname: net\nbridges:\n  br0: { datapath_type: netdev }\nports:\n${lines.map((line) => `  ${line}\n`).join('')}`;
const P1 = 'p1: { bridge: br0, type: internal, tag: 10 }';
const P2 = 'p2: { bridge: br0, type: internal, tag: 20 }';

afterEach(async () => {
  await watch.stopAll();
  await topologies.run('resume', 'net');
  await topologies.run('destroy', '--name', 'net', '--yes');
});

test('a suspended topology is read and told, not changed, over a restart too; resumed, it is healed', async () => {
  const file = topologies.write('net.yaml', portLines(P1));
  let daemon = await watch.start([file], [], ['net']);
  expect((await topologies.json('suspend', 'net', '--reason', 'cabling')).json).toMatchObject({
    suspended: true,
  });
  await daemon.event(
    'the suspension',
    ({ type, message }) => type === 'suspended' && /cabling/.test(message),
  );
  await vsctl('set', 'port', 'p1', 'tag=33');
  await daemon.event(
    'the drift',
    ({ outcome, drift }) => outcome === 'reported' && drift[0]?.id === 'port/p1',
  );
  await daemon.stop();
  daemon = await watch.start([file]);
  await daemon.event('the drift', ({ outcome }) => outcome === 'reported');
  expect(await tagOf('p1')).toBe('33');
  expect((await topologies.run('resume', 'net')).exitCode).toBe(0);
  await daemon.event('the end of it', ({ type }) => type === 'resumed');
  await tagIs('p1', '10');
  expect((await topologies.run('suspend', 'nobody')).exitCode).toBe(1);
  expect((await topologies.run('resume', 'net')).exitCode).toBe(1);
});

describe('heal: report', () => {
  test('of a topology: drift is told once and left, a new version is applied nevertheless', async () => {
    const file = topologies.write('net.yaml', `heal: report\n${portLines(P1, P2)}`);
    const daemon = await watch.start([file], [], ['net']);
    await vsctl('set', 'port', 'p1', 'tag=33');
    const told = await daemon.event('the drift', ({ outcome }) => outcome === 'reported');
    expect(told.drift).toEqual([expect.objectContaining({ id: 'port/p1', treatment: 'reported' })]);
    topologies.write('net.yaml', `heal: report\n${portLines(P1, P2.replace('20', '21'))}`);
    await tagIs('p2', '21');
    expect(await tagOf('p1')).toBe('33');
  });

  test('of one object: the others are healed; what stands on it while it is away waits', async () => {
    const flows = 'flows:\n  - { bridge: br0, priority: 9, match: "in_port=p2", actions: drop }\n';
    const text = portLines(P1, P2.replace(' }', ', heal: report }')) + flows;
    const daemon = await watch.start([topologies.write('net.yaml', text)], [], ['net']);
    const { seq } = daemon;
    await vsctl('del-port', 'p2', '--', 'set', 'port', 'p1', 'tag=33');
    await tagIs('p1', '10');
    const about = ({ id }: { id: string }): boolean => id === 'port/p2';
    const told = await daemon.event('the drift', ({ drift }) => drift.some(about), seq);
    expect(told.drift.find(about)).toMatchObject({ treatment: 'reported' });
    expect((await vsctl('list-ports', 'br0')).stdout.trim()).toBe('p1');
    // By hand everything is repaired.
    await topologies.expectApplied(topologies.path('net.yaml'), '--lock-timeout', '10');
    expect((await vsctl('list-ports', 'br0')).stdout).toContain('p2');
  });

  test('of a flow: told once, with the repair of what changed at the same time, and status goes on saying so', async () => {
    const flow = '  - { bridge: br0, priority: 9, match: "arp", actions: drop, heal: report }\n';
    const file = topologies.write('net.yaml', `${portLines(P1)}flows:\n${flow}`);
    const daemon = await watch.start([file], [], ['net']);
    const { seq } = daemon;
    await vsctl('--no-wait', 'set', 'port', 'p1', 'tag=33');
    await lab.run('ovs-ofctl', ['del-flows', 'br0', 'arp']);
    const isAbout = ({ id }: { id: string }): boolean => id === 'flow/br0/0/9/arp';
    const told = await daemon.event('the drift', ({ drift }) => drift.some(isAbout), seq);
    expect(told.drift.find(isAbout)).toMatchObject({ treatment: 'reported' });
    await tagIs('p1', '10');
    // Another repair does not tell it again.
    await vsctl('--no-wait', 'set', 'port', 'p1', 'tag=34');
    await daemon.event('the next repair', ({ drift }) => drift.some(({ id }) => id === 'port/p1'), told.seq);
    const times = daemon.events.filter((event) => event.seq > seq && event.drift.some(isAbout));
    expect(times).toHaveLength(1);
    const { json } = await topologies.json('status', 'net');
    expect(json.topologies[0]).toMatchObject({
      sync: 'OutOfSync',
      drift: [{ id: 'flow/br0/0/9/arp', reason: 'does not exist' }],
    });
  });
});

test('ignored fields are set at first and when they are declared anew, and not compared else', async () => {
  const ignoring = (tag: number): string =>
    portLines(`p1: { bridge: br0, type: internal, tag: ${tag}, ignore: [tag] }`, P2);
  const file = topologies.write('net.yaml', ignoring(10));
  const daemon = await watch.start([file], [], ['net']);
  expect(await tagOf('p1')).toBe('10');
  await vsctl('set', 'port', 'p1', 'tag=33', '--', 'set', 'port', 'p2', 'tag=33');
  await tagIs('p2', '20');
  expect(await tagOf('p1')).toBe('33');
  expect((await topologies.run('plan', file, '--detailed-exitcode')).exitCode).toBe(0);
  topologies.write('net.yaml', ignoring(11));
  await tagIs('p1', '11');
  await daemon.stop();
  topologies.write('net.yaml', portLines('p1: { bridge: br0, type: internal, ignore: [tagg] }'));
  const wrong = await topologies.run('validate', file);
  expect(wrong.exitCode).toBe(65);
  expect(wrong.stderr).toMatch(/net\.yaml:6:\d+: .*tagg is no field .*did you mean tag\?/);
});

test('somebody who keeps changing an object back is left alone for a while; the rest is healed', async () => {
  const file = topologies.write('net.yaml', portLines(P1, P2));
  const daemon = await watch.start([file], ['--fight-count', '3'], ['net']);
  const isFought = (): boolean => daemon.events.some(({ type }) => type === 'fight');
  while (!isFought()) {
    await vsctl('set', 'port', 'p1', 'tag=33');
    // The repair is on the host before it is told: what is told after the next change may be the fight.
    await waitFor(async () => isFought() || (await tagOf('p1')) === '10', {
      what: 'the repair or the fight',
    });
  }
  const fight = await daemon.event('the fight', ({ type }) => type === 'fight');
  expect(fight.message).toMatch(/port\/p1: .*tag 33 instead of 10, 4 times within 60 s; left alone until/);
  await vsctl('set', 'port', 'p1', 'tag=33', '--', 'set', 'port', 'p2', 'tag=33');
  await tagIs('p2', '20');
  await daemon.event(
    'that it is left',
    ({ drift }) => drift.some(({ treatment }) => treatment === 'fought'),
    fight.seq,
  );
  expect(await tagOf('p1')).toBe('33');
  // Somebody decides anew.
  topologies.write('net.yaml', portLines(P1.replace('10', '12'), P2));
  await tagIs('p1', '12');
});

test('a version that cannot be applied is taken back and not tried again, also after a restart', async () => {
  const file = topologies.write('net.yaml', portLines(P1));
  let daemon = await watch.start([file], [], ['net']);
  // No such device: accepted by the database, refused by ovs-vswitchd.
  topologies.write('net.yaml', portLines(P1, P2, 'nodev: { bridge: br0, type: system }'));
  await daemon.event('the failure', ({ outcome }) => outcome === 'rolled-back');
  await vsctl('set', 'port', 'p1', 'tag=33');
  await tagIs('p1', '10');
  expect((await vsctl('list-ports', 'br0')).stdout.trim()).toBe('p1');
  await daemon.stop();
  const refused = JSON.parse(readFileSync(join(lab.stateDir, 'watch', 'refused', 'net.json'), 'utf8'));
  expect(refused.message).toContain('nodev');
  daemon = await watch.start([file], [], ['net']);
  await vsctl('set', 'port', 'p1', 'tag=34');
  await tagIs('p1', '10');
  expect(daemon.events.filter(({ outcome }) => outcome === 'rolled-back')).toEqual([]);
  topologies.write('net.yaml', portLines(P1, P2));
  await tagIs('p2', '20');
});

test.each([
  {
    what: 'port',
    put: ['add-port', 'br0', 'p2', '--', 'set', 'interface', 'p2', 'type=internal'],
    go: 'del-port',
  },
  {
    what: 'bridge',
    put: ['add-br', 'p2', '--', 'set', 'bridge', 'p2', 'datapath_type=netdev'],
    go: 'del-br',
  },
])(
  'a foreign $what in the way of a new version is told with its line; the one before stays healed',
  async (foreign) => {
    const file = topologies.write('net.yaml', portLines(P1));
    const daemon = await watch.start([file], [], ['net']);
    await vsctl(...foreign.put);
    topologies.write('net.yaml', portLines(P1, P2));
    const conflict = /net\.yaml:7:\d+: port\/p2 .*belongs to nobody/;
    await daemon.event('the conflict', ({ message }) => conflict.test(message));
    expect((await topologies.run('status', 'net')).stdout).toMatch(
      /port\/p2 .*net\.yaml:7:|net\.yaml:7:.*port\/p2 /,
    );
    await vsctl('set', 'port', 'p1', 'tag=33');
    await tagIs('p1', '10');
    // Out of the way, it goes on by itself.
    await vsctl(foreign.go, 'p2');
    await tagIs('p2', '20');
  },
);

test('whoever applies by hand has the lock; the daemon waits, and counts no failure', async () => {
  const file = topologies.write('net.yaml', portLines(P1));
  const daemon = await watch.start([file], [], ['net']);
  const lock = lab.run('flock', [join(lab.stateDir, 'lock'), 'sleep', '2']);
  await vsctl('set', 'port', 'p1', 'tag=33');
  await lock;
  await tagIs('p1', '10');
  expect(daemon.events.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
});

test('an apply that waits for its confirmation is left alone until it is confirmed', async () => {
  const file = topologies.write('net.yaml', portLines(P1));
  await watch.start([file], [], ['net']);
  const other = topologies.write('other.yaml', portLines(P1.replace('10', '15')));
  await topologies.expectApplied(other, '--confirm-timeout', '60', '--lock-timeout', '10');
  await vsctl('set', 'port', 'p1', 'tag=33');
  expect((await topologies.run('status', 'net')).stdout).toContain('unconfirmed');
  expect(await tagOf('p1')).toBe('33');
  expect((await topologies.run('confirm', 'net')).exitCode).toBe(0);
  await tagIs('p1', '10');
});

test('--once reconciles everything once and says by its exit code what it came to', async () => {
  const file = topologies.write('net.yaml', portLines(P1));
  const first = await topologies.json('watch', '--once', file);
  expect(first).toMatchObject({
    exitCode: 0,
    json: { problem: null, topologies: [{ name: 'net', sync: 'Synced' }] },
  });
  await vsctl('set', 'port', 'p1', 'tag=33');
  expect((await topologies.run('watch', '--once', file)).exitCode).toBe(0);
  expect(await tagOf('p1')).toBe('10');
  topologies.write('net.yaml', portLines(P1, 'nodev: { bridge: br0, type: system }'));
  expect((await topologies.run('watch', '--once', file)).exitCode).toBe(3);
  expect((await topologies.run('watch', '--once', file)).exitCode).toBe(1);
  topologies.write('net.yaml', 'version: 1\nname: [\n');
  expect((await topologies.run('watch', '--once', file)).exitCode).toBe(65);
});
