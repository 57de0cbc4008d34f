import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { TopologyState } from '../../src/state/topology-state.ts';
import { isRunning, type ProcessRecord } from '../../src/wire/process-record.ts';
import { useLab } from '../support/lab.ts';
import { snapshot } from '../support/snapshot.ts';
import { useTopologies } from '../support/topologies.ts';
import { waitFor } from '../support/wait.ts';

const BEFORE = `
version: 1
name: conf
bridges:
  br0: { datapath_type: netdev, fail_mode: secure, addresses: [10.9.0.1/24] }
ports:
  p1: { bridge: br0, type: internal, tag: 10, addresses: [10.9.1.1/24] }
flows:
  - { bridge: br0, priority: 100, match: "in_port=p1,ip", actions: drop }
`;
/** Changes a field, removes an address, adds a port, a flow and a link. */
const AFTER = `
version: 1
name: conf
bridges:
  br0: { datapath_type: netdev, fail_mode: standalone, addresses: [10.9.0.2/24] }
ports:
  p1: { bridge: br0, type: internal, tag: 20 }
  p2: { bridge: br0, type: internal, mtu: 1400 }
links:
  va: { kind: veth, peer: vb }
flows:
  - { bridge: br0, priority: 200, match: "in_port=p2,ip", actions: "output:p1" }
`;

const lab = useLab();
const topologies = useTopologies(lab);

const stateFile = (): string => join(lab.stateDir, 'topologies', 'conf.json');
const state = (): TopologyState => JSON.parse(readFileSync(stateFile(), 'utf8'));
const timer = (): ProcessRecord => {
  const { unconfirmed } = state();
  if (!unconfirmed) throw new Error('nothing waits for a confirmation');
  return unconfirmed.timer;
};
const applyFor = (seconds: number, file: string) =>
  topologies.json('apply', file, '--confirm-timeout', String(seconds));
const endOf = (record: ProcessRecord) =>
  waitFor(() => !isRunning(record), { what: 'the end of the timer', deadlineMs: 20_000 });
/** Starts an apply with a timer and kills it without mercy in the middle of its writes. */
async function killedApply(file: string, seconds: number) {
  const size = topologies.databaseSize();
  const child = spawn('optopo', ['apply', file, '--confirm-timeout', String(seconds)], {
    detached: true,
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  await waitFor(() => topologies.databaseSize() > size, { what: 'the first write', everyMs: 1 });
  // Its whole process group, as a closing session does; the timer has a session of its own.
  process.kill(-(child.pid as number), 'SIGKILL');
  await ended;
}

const oldFile = () => topologies.write('before.yaml', BEFORE);
const newFile = () => topologies.write('after.yaml', AFTER);

afterEach(async () => {
  if (existsSync(stateFile()) && state().unconfirmed) await topologies.run('confirm', 'conf');
  const destroyed = await topologies.run('destroy', '--name', 'conf', '--yes');
  expect(destroyed.stderr).not.toContain('failed');
});

describe('apply --confirm-timeout', () => {
  test('is kept when it is confirmed, and says so before', async () => {
    await topologies.expectApplied(oldFile());
    const applied = await applyFor(60, newFile());
    expect(applied).toMatchObject({ exitCode: 0, json: { outcome: 'unconfirmed', verified: true } });
    const waits = timer();
    expect(isRunning(waits)).toBe(true);
    const { exitCode, json } = await topologies.json('status', 'conf');
    expect(exitCode).toBe(0);
    expect(json.topologies[0]).toMatchObject({ sync: 'Synced', health: 'Progressing' });
    expect(json.topologies[0].unconfirmed.deadline).toBe(applied.json.confirm_before);
    expect((await topologies.run('plan', newFile())).stderr).toMatch(/unconfirmed, \d+ s left/);

    const confirmed = await topologies.json('confirm', 'conf');
    expect(confirmed).toMatchObject({ exitCode: 0, json: { topology: 'conf', outcome: 'confirmed' } });
    await endOf(waits);
    const later = await topologies.json('status', 'conf');
    expect(later.json.topologies[0]).toMatchObject({ health: 'Healthy', sync: 'Synced', unconfirmed: null });
    expect((await topologies.run('confirm', 'conf')).exitCode).toBe(1);
  });

  test('tells on a terminal how it is kept', async () => {
    const { stdout } = await topologies.run('apply', oldFile(), '--confirm-timeout', '60');
    expect(stdout).toContain('optopo confirm conf');
  });

  test('goes back by itself to exactly what was before, and a late confirm says so', async () => {
    await topologies.expectApplied(oldFile());
    const then = await snapshot(lab);
    await applyFor(2, newFile());
    expect(await snapshot(lab)).not.toEqual(then);
    await endOf(timer());
    expect(await snapshot(lab)).toEqual(then);
    expect(state().unconfirmed).toBeUndefined();
    const late = await topologies.json('confirm', 'conf');
    expect(late).toMatchObject({ exitCode: 1, json: { error: { code: 'refused' } } });
    expect(late.json.error.message).toMatch(/not confirmed in time and went back/);
    expect((await topologies.run('plan', oldFile(), '--detailed-exitcode')).exitCode).toBe(0);
  });

  test('a first apply goes back to nothing; what it took over is released as it was', async () => {
    await lab.run('ovs-vsctl', [
      ...['-t', '5', 'add-br', 'br0', '--', 'set', 'bridge', 'br0', 'datapath_type=netdev'],
      ...['fail_mode=standalone', 'other_config:hwaddr=02:00:00:00:00:09'],
    ]);
    const then = await snapshot(lab);
    const applied = await topologies.json('apply', oldFile(), '--adopt', '--confirm-timeout', '2');
    expect(applied.json).toMatchObject({ outcome: 'unconfirmed' });
    await endOf(timer());
    const now = await snapshot(lab);
    // The bridge's device was down before us: releasing leaves links as they are.
    expect({ ...now, network: null }).toEqual({ ...then, network: null });
    const [newest] = (await topologies.json('history', 'conf')).json.generations;
    expect(newest).toMatchObject({ generation: applied.json.generation + 1, summary: { release: 1 } });
    expect((await topologies.json('confirm', 'conf')).json.error.message).toMatch(/went back/);
    await lab.run('ovs-vsctl', ['-t', '5', 'del-br', 'br0']);
  });

  test('goes back when the apply was killed, with its whole process group, half way', async () => {
    await topologies.expectApplied(oldFile());
    const then = await snapshot(lab);
    await killedApply(newFile(), 3);
    const early = await topologies.run('confirm', 'conf');
    expect(early.stderr).toMatch(/did not come to its end/);
    expect(await snapshot(lab)).not.toEqual(then);
    await endOf(timer());
    expect(state().unconfirmed).toBeUndefined();
    expect(await snapshot(lab)).toEqual(then);
    expect((await topologies.run('plan', oldFile(), '--detailed-exitcode')).exitCode).toBe(0);
  });

  test('with its timer killed the next command finishes the job', async () => {
    await topologies.expectApplied(oldFile());
    const then = await snapshot(lab);
    await applyFor(2, newFile());
    process.kill(timer().pid, 'SIGKILL');
    await waitFor(async () => /not confirmed in time/.test((await topologies.run('status')).stdout), {
      what: 'the deadline',
    });
    expect((await topologies.run('plan', newFile())).stderr).toMatch(/not confirmed in time/);
    const late = await topologies.run('confirm', 'conf');
    expect(late).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('has gone back') });
    expect(await snapshot(lab)).toEqual(then);
  });

  test('with its timer killed the next apply goes back first, also one of another topology', async () => {
    await topologies.expectApplied(oldFile());
    const then = await snapshot(lab);
    await applyFor(1, newFile());
    process.kill(timer().pid, 'SIGKILL');
    await waitFor(async () => /not confirmed in time/.test((await topologies.run('status')).stdout), {
      what: 'the deadline',
    });
    const other = topologies.write('other.yaml', 'version: 1\nname: other\n');
    await topologies.expectApplied(other);
    expect(await snapshot(lab)).toEqual(then);
  });

  test('a second apply or destroy meanwhile is refused, and names what to do', async () => {
    await topologies.expectApplied(oldFile());
    await applyFor(60, newFile());
    for (const args of [
      ['apply', oldFile()],
      ['destroy', '--name', 'conf'],
    ]) {
      const second = await topologies.run(...args);
      expect(second.exitCode).toBe(1);
      expect(second.stderr).toMatch(/waits for its confirmation, \d+ s left/);
      expect(second.stderr).toContain('optopo confirm conf');
    }
  });

  test('a confirm that comes while the apply is at work waits for its end', async () => {
    await topologies.expectApplied(oldFile());
    const apply = applyFor(60, newFile());
    await waitFor(() => state().unconfirmed !== undefined, { what: 'the timer', everyMs: 1 });
    const early = await topologies.run('confirm', 'conf');
    expect(early.exitCode).toBe(0);
    expect((await apply).json).toMatchObject({ outcome: 'unconfirmed' });
    expect(state().unconfirmed).toBeUndefined();
  });

  test('containers: a new one goes with its data, a retained one is kept', async () => {
    const container = 'containers:\n  old: { template: busybox, state: stopped }\n';
    const old = topologies.write('old.yaml', `version: 1\nname: conf\n${container}`);
    await topologies.expectApplied(old);
    const fresh = topologies.write(
      'new.yaml',
      'version: 1\nname: conf\ncontainers:\n  new: { template: busybox, state: stopped }\n',
    );
    await applyFor(2, fresh);
    expect(existsSync(join(lab.lxcPath, 'new'))).toBe(true);
    await endOf(timer());
    expect(existsSync(join(lab.lxcPath, 'new'))).toBe(false);
    expect(existsSync(join(lab.lxcPath, 'old', 'rootfs'))).toBe(true);
    expect((await topologies.run('plan', old, '--detailed-exitcode')).exitCode).toBe(0);
    const final = await topologies.run('apply', fresh, '--delete-data', '--confirm-timeout', '2');
    expect(final.exitCode).toBe(1);
    expect(final.stderr).toContain('deleted with its data');
  });

  test('the timer holds no lock, terminal or session of the apply', async () => {
    await applyFor(60, oldFile());
    const { pid } = timer();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [, , , session, terminal] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    expect({ session: Number(session), terminal }).toEqual({ session: pid, terminal: '0' });
    const locks = await lab.run('find', ['-L', `/proc/${pid}/fd`, '-samefile', join(lab.stateDir, 'lock')], {
      accept: [0, 1],
    });
    expect(locks.stdout).toBe('');
  });
});
