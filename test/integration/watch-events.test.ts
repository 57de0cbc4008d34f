import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { useLab } from '../support/lab.ts';
import { useTopologies } from '../support/topologies.ts';
import { waitFor } from '../support/wait.ts';
import { type RunningWatch, useWatch } from '../support/watch-daemon.ts';

const lab = useLab();
const topologies = useTopologies(lab);
const watch = useWatch();
const DEADLINE_MS = 30_000;

const topology = (tag: number): string => `
version: 1
name: net
bridges: { br0: { datapath_type: netdev } }
ports: { p1: { bridge: br0, type: internal, tag: ${tag} } }
`;

const children = new Set<ChildProcess>();
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
});

/** The program beside the test, and what it prints. */
function follow(...args: string[]) {
  const child = spawn('optopo', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  children.add(child);
  const printed = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    printed.stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    printed.stderr += chunk;
  });
  return {
    printed,
    shows: (text: string | RegExp) =>
      waitFor(() => (typeof text === 'string' ? printed.stdout.includes(text) : text.test(printed.stdout)), {
        ...{ what: `${text} in ${printed.stdout}${printed.stderr}`, deadlineMs: DEADLINE_MS },
      }),
    async end(signal: NodeJS.Signals): Promise<number | null> {
      const ended = once(child, 'exit');
      child.kill(signal);
      return ((await ended) as [number | null])[0];
    },
  };
}

/** Changes the tag by hand and waits for the repair's event. */
async function drift(daemon: RunningWatch, tag: number) {
  const { seq } = daemon;
  await lab.run('ovs-vsctl', ['-t', '20', 'set', 'port', 'p1', `tag=${tag}`]);
  return daemon.event('the repair', ({ outcome }) => outcome === 'converged', seq);
}

const start = async (...flags: string[]): Promise<RunningWatch> =>
  watch.start([topologies.write('net.yaml', topology(10))], flags, ['net']);

test('status asks the daemon, and reads live without one', async () => {
  const daemon = await start();
  const { exitCode, json } = await topologies.json('status', 'net');
  expect(exitCode).toBe(0);
  expect(json.daemon).toMatchObject({ pid: daemon.pid, problem: null, ready: true });
  expect(json.topologies).toEqual([
    expect.objectContaining({
      ...{ name: 'net', sync: 'Synced', health: 'Healthy', generation: 1, drift: [], error: null },
      ...{ watched: true, heal: 'enforce', suspended: false, fights: [] },
      ...{ revision: expect.any(String), last_success: expect.any(String) },
    }),
  ]);
  expect(statSync(join(lab.stateDir, 'watch.sock')).mode & 0o777).toBe(0o600);
  const text = await topologies.run('status');
  expect(text.stdout).toMatch(
    /^NAME +SYNC +HEALTH +GENERATION +LAST APPLIED +WATCH\nnet +Synced .* enforce\n/,
  );

  // A topology beside it is read live, and counts.
  const other = topologies.write(
    'other.yaml',
    topology(1)
      .replace('net', 'other')
      .replace(/br0|p1/g, 'x$&'),
  );
  await topologies.expectApplied(other);
  await lab.run('ovs-vsctl', ['-t', '20', 'set', 'port', 'xp1', 'tag=2']);
  const both = await topologies.json('status');
  expect(both.exitCode).toBe(2);
  expect(both.json.topologies).toEqual([
    expect.objectContaining({ name: 'net', watched: true, sync: 'Synced' }),
    expect.objectContaining({ name: 'other', watched: false, sync: 'OutOfSync', heal: null }),
  ]);
  expect((await topologies.run('status', 'nobody')).exitCode).toBe(1);
  await topologies.run('destroy', other, '--yes');

  expect(await daemon.stop()).toBe(0);
  expect(existsSync(join(lab.stateDir, 'watch.sock'))).toBe(false);
  const live = await topologies.json('status', 'net');
  expect(live.json).toMatchObject({
    daemon: null,
    topologies: [{ name: 'net', sync: 'Synced', watched: false }],
  });
});

test('a file that is broken makes status degraded, with the reason', async () => {
  const daemon = await start();
  topologies.write('net.yaml', 'version: 1\nname: net\nbridges: 7\n');
  await daemon.event(
    'the problem',
    ({ type, message }) => type === 'desired' && /net\.yaml:3:/.test(message),
  );
  const { exitCode, json } = await topologies.json('status', 'net');
  expect(exitCode).toBe(1);
  expect(json.topologies[0]).toMatchObject({
    health: 'Degraded',
    error: expect.stringContaining('net.yaml:3:'),
  });
  await daemon.stop();
});

test('events tell cause, drift, repair and time; on disk over restarts, with numbers that go on', async () => {
  const daemon = await start();
  const repair = await drift(daemon, 33);
  expect(repair).toMatchObject({
    ...{ type: 'reconcile', topology: 'net', generation: expect.any(Number) },
    ...{ reconcile: expect.any(String), durationMs: expect.any(Number) },
    causes: expect.arrayContaining([{ type: 'signal', plugin: 'ovs' }]),
    drift: [
      {
        ...{ id: 'port/p1', treatment: 'repaired', reason: expect.any(String), by: null },
        fields: [{ field: 'tag', before: 33, after: 10 }],
      },
    ],
  });
  const { json } = await topologies.json('events', 'net');
  const told = json.events.find(({ seq }: { seq: number }) => seq === repair.seq);
  expect(told).toMatchObject({
    duration_ms: repair.durationMs,
    outcome: 'converged',
    drift: [{ id: 'port/p1' }],
  });
  const { stdout } = await topologies.run('events', 'net');
  expect(stdout).toMatch(
    /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} {2}net +converged +\d+ ms .*ovs.* port\/p1: /,
  );
  expect(stdout).toContain('    port/p1  tag: 33 → 10  repaired\n');

  await daemon.stop('SIGKILL');
  // The end of a line that the kill cut off.
  appendFileSync(join(lab.stateDir, 'events', 'events.jsonl'), '{"seq":');
  const last = (await topologies.json('events')).json.events.at(-1);
  expect(last.seq).toBe(daemon.seq);
  const again = await start();
  expect(again.events[0]).toMatchObject({ type: 'started', seq: last.seq + 1 });
  const all = (await topologies.json('events')).json.events.map(({ seq }: { seq: number }) => seq);
  expect(all).toEqual(Array.from(all, (_, index) => all[0] + index));
  const none = await topologies.json('events', '--since', '2999-01-01');
  expect(none.json).toEqual({ format_version: 1, events: [] });
  expect((await topologies.run('events', '--since', 'yesterday')).exitCode).toBe(64);
  await again.stop();
});

test('events -f goes on over a restart of the daemon, until Ctrl-C', async () => {
  const daemon = await start();
  const text = follow('events', 'net', '-f');
  const lines = follow('events', '-f', '--json');
  await drift(daemon, 44);
  await text.shows('port/p1  tag: 44 → 10  repaired');
  await lines.shows('"before":44,"after":10');
  await daemon.stop('SIGKILL');
  const again = await start();
  await drift(again, 45);
  await text.shows('port/p1  tag: 45 → 10  repaired');
  await lines.shows('"before":45,"after":10');
  const seqs = lines.printed.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).seq as number);
  expect(seqs).toEqual(Array.from(seqs, (_, index) => (seqs[0] as number) + index));
  expect(await text.end('SIGINT')).toBe(130);
  expect(await lines.end('SIGINT')).toBe(130);
  expect(text.printed.stderr).toContain('The watch daemon has ended.');
  await again.stop();
});

test('a second daemon is refused with the pid of the first; a killed one is replaced', async () => {
  const daemon = await start();
  const second = await topologies.run('watch', topologies.path('net.yaml'));
  expect(second.exitCode).toBe(75);
  expect(second.stderr).toContain(`pid ${daemon.pid}`);
  // People work beside it all the same.
  await topologies.expectApplied(topologies.write('net.yaml', topology(10)));
  await daemon.stop('SIGKILL');
  expect(existsSync(join(lab.stateDir, 'watch.sock'))).toBe(true);
  const next = await start();
  expect((await topologies.json('status')).json.daemon.pid).toBe(next.pid);
  await next.stop();
});

test('every line of a reconcile carries its id, subprocesses too', async () => {
  const daemon = await start('--log-level', 'debug');
  const { reconcile, seq } = await drift(daemon, 55);
  await daemon.stop();
  const lines = daemon.lines.map((line) => JSON.parse(line));
  const ofIt = lines.filter((line) => line.reconcile === reconcile);
  expect(ofIt.find((line) => line.seq === seq)).toMatchObject({ level: 30, drift: [{ id: 'port/p1' }] });
  expect(ofIt.filter((line) => line.level === 20).map((line) => line.msg)).toEqual(
    expect.arrayContaining([expect.stringMatching(/^OVSDB transact/), expect.stringMatching(/^ip /)]),
  );
  const foreign = lines.filter(
    (line) => line.level === 20 && /^ip -batch|^ovs-ofctl .*add-flows/.test(line.msg),
  );
  expect(foreign.every((line) => line.reconcile !== undefined)).toBe(true);
});

test('events are kept when the daemon says nothing: --log-level silent', async () => {
  const file = topologies.write('net.yaml', topology(10));
  const child = follow('watch', file, '--log-level', 'silent');
  const path = join(lab.stateDir, 'events', 'events.jsonl');
  const before = readFileSync(path, 'utf8').length;
  await waitFor(() => readFileSync(path, 'utf8').length > before, {
    what: 'events',
    deadlineMs: DEADLINE_MS,
  });
  await waitFor(async () => (await topologies.json('status')).json.daemon?.ready, {
    ...{ what: 'readiness', deadlineMs: DEADLINE_MS },
  });
  expect(await child.end('SIGTERM')).toBe(0);
  expect(child.printed).toEqual({ stdout: '', stderr: '' });
});
