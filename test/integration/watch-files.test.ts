import { closeSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { useLab } from '../support/lab.ts';
import { useTopologies } from '../support/topologies.ts';
import { waitFor } from '../support/wait.ts';
import { type RunningWatch, useWatch } from '../support/watch-daemon.ts';

const lab = useLab();
const topologies = useTopologies(lab);
const watch = useWatch();

/** A topology with a bridge and ports of these names. */
const withPorts = (name: string, ...ports: string[]): string =>
  `version: 1\nname: ${name}\nbridges:\n  br-${name}: { datapath_type: netdev }\nports:\n${ports
    .map((port) => `  ${port}: { bridge: br-${name}, type: internal }\n`)
    .join('')}`;

const vsctl = (...args: string[]) => lab.run('ovs-vsctl', ['-t', '20', ...args]);
const portsOf = async (bridge: string): Promise<string[]> =>
  (await vsctl('list-ports', bridge)).stdout.split('\n').filter(Boolean).sort();
const hasPorts = (bridge: string, ...ports: string[]) =>
  waitFor(async () => JSON.stringify(await portsOf(bridge)) === JSON.stringify(ports), {
    what: `the ports ${ports.join(', ')}`,
    deadlineMs: 20_000,
  });
const problem = (daemon: RunningWatch, text: RegExp, seq = 0) =>
  daemon.event(`a problem ${text}`, ({ type, message }) => type === 'desired' && text.test(message), seq);
const directory = (name: string): string => {
  const path = join(lab.dir, 'topologies', name);
  mkdirSync(path, { recursive: true });
  return path;
};

afterEach(async () => {
  await watch.stopAll();
  for (const name of ['a', 'b']) await topologies.run('destroy', '--name', name, '--yes');
});

test('an edit is applied; a broken, empty or deleted file leaves what was good in force, and is mended', async () => {
  const file = topologies.write('a.yaml', withPorts('a', 'p1'));
  const daemon = await watch.start([file], [], ['a']);
  await hasPorts('br-a', 'p1');
  topologies.write('a.yaml', withPorts('a', 'p1', 'p2'));
  await hasPorts('br-a', 'p1', 'p2');

  topologies.write('a.yaml', `${withPorts('a', 'p1')}  p2: { bridge: br-a, type: nonsense }\n`);
  const broken = await problem(daemon, /a\.yaml:7:/);
  await vsctl('del-port', 'p2');
  await hasPorts('br-a', 'p1', 'p2');

  topologies.write('a.yaml', '');
  const empty = await problem(daemon, /a\.yaml:1:1/, broken.seq);
  rmSync(file);
  const gone = await problem(daemon, /no such file/, empty.seq);
  await vsctl('del-port', 'p2');
  await hasPorts('br-a', 'p1', 'p2');

  topologies.write('a.yaml', withPorts('a', 'p1', 'p3'));
  await problem(daemon, /is mended/, gone.seq);
  await hasPorts('br-a', 'p1', 'p3');
});

test('a file that is renamed over is read, one that is still being written is not', async () => {
  const file = topologies.write('a.yaml', withPorts('a', 'p1'));
  const daemon = await watch.start([file], [], ['a']);
  writeFileSync(`${file}.new`, withPorts('a', 'p1', 'p2'));
  renameSync(`${file}.new`, file);
  await hasPorts('br-a', 'p1', 'p2');

  // Truncated and written in two halves, the first one a whole topology with fewer ports.
  const { seq } = daemon;
  const descriptor = openSync(file, 'w');
  writeSync(descriptor, withPorts('a', 'p1'));
  await vsctl('del-port', 'p2');
  // The repair shows that a reconcile has been made meanwhile, with what was there before.
  await daemon.event('the repair', ({ drift }) => drift.some(({ id }) => id === 'port/p2'), seq);
  writeSync(descriptor, '  p2: { bridge: br-a, type: internal }\n  p3: { bridge: br-a, type: internal }\n');
  closeSync(descriptor);
  await hasPorts('br-a', 'p1', 'p2', 'p3');
  const removed = daemon.events
    .flatMap(({ drift }) => drift)
    .filter(({ reason }) => /no longer declared/.test(reason));
  expect(removed).toEqual([]);
});

test('a file of flows is watched with the topology that names it', async () => {
  topologies.write('flows.txt', 'priority=5,arp,actions=normal\n');
  const flows = 'flows:\n  - { bridge: br-a, file: flows.txt }\n';
  const daemon = await watch.start([topologies.write('a.yaml', withPorts('a', 'p1') + flows)], [], ['a']);
  const actions = async (): Promise<string> =>
    (await lab.run('ovs-ofctl', ['dump-flows', 'br-a', 'arp'])).stdout;
  await waitFor(async () => (await actions()).includes('NORMAL'), { what: 'the flow' });
  topologies.write('flows.txt', 'priority=5,arp,actions=nonsense\n');
  await problem(daemon, /flows\.txt:1:1/);
  topologies.write('flows.txt', 'priority=5,arp,actions=drop\n');
  await waitFor(async () => (await actions()).includes('actions=drop'), { what: 'the changed flow' });
});

test('a directory: its topologies side by side, one name twice is told with both files, a deleted one stays', async () => {
  const dir = directory('several');
  writeFileSync(join(dir, 'a.yaml'), withPorts('a', 'p1'));
  writeFileSync(join(dir, 'b.yml'), withPorts('b', 'q1'));
  writeFileSync(join(dir, 'other.yaml'), 'services: { web: { image: nginx } }\n');
  writeFileSync(join(dir, 'README.md'), 'version: 1\nname: readme\n');
  const daemon = await watch.start([dir], [], ['a', 'b']);
  await hasPorts('br-a', 'p1');
  await hasPorts('br-b', 'q1');
  expect(new Set(daemon.events.map(({ topology }) => topology))).toEqual(new Set([null, 'a', 'b']));

  writeFileSync(join(dir, 'twice.yaml'), withPorts('a', 'p9'));
  const twice = await problem(daemon, /a\.yaml and .*twice\.yaml both declare the topology a/);
  rmSync(join(dir, 'twice.yaml'));
  await problem(daemon, /is mended/, twice.seq);
  await hasPorts('br-a', 'p1');

  rmSync(join(dir, 'b.yml'));
  await problem(daemon, /b\.yml is gone: b is kept as it was; to remove it: optopo destroy --name b/);
  await vsctl('del-port', 'q1');
  await hasPorts('br-b', 'q1');
  // It stays known over a restart, until somebody destroys it.
  await daemon.stop();
  const again = await watch.start([dir], [], ['a', 'b']);
  await vsctl('del-port', 'q1');
  await hasPorts('br-b', 'q1');
  const { exitCode } = await topologies.run('destroy', '--name', 'b', '--yes', '--lock-timeout', '10');
  expect(exitCode).toBe(0);
  await again.event('b is forgotten', ({ message }) =>
    /b was destroyed and no file declares it/.test(message),
  );
  expect((await vsctl('list-br')).stdout.split('\n')).not.toContain('br-b');
});

test('started with a broken file, what was applied last stays in force; a path that is not there ends it', async () => {
  const file = topologies.write('a.yaml', withPorts('a', 'p1'));
  await (await watch.start([file], [], ['a'])).stop();
  topologies.write('a.yaml', 'version: 1\nname: a\nbridges: [\n');
  const daemon = await watch.start([file], [], ['a']);
  expect(daemon.events.find(({ message }) => /a\.yaml:/.test(message))).toBeDefined();
  await vsctl('del-port', 'p1');
  await hasPorts('br-a', 'p1');
  topologies.write('a.yaml', withPorts('a', 'p2'));
  await hasPorts('br-a', 'p2');

  expect((await topologies.run('watch', '/no/such/file.yaml')).exitCode).toBe(65);
  expect((await topologies.run('watch')).exitCode).toBe(64);
  expect((await topologies.run('watch', file, '--resync', 'often')).exitCode).toBe(64);
  expect((await topologies.run('watch', file, directory('several'))).exitCode).toBe(64);
});
