import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runningDaemon } from '../../src/lab/daemons.ts';
import { type Lab, netnsPath } from '../../src/lab/lab.ts';
import { kill } from '../../src/lab/processes.ts';
import { readRecord, updateRecord } from '../../src/lab/record.ts';
import { readFileIfPresent } from '../../src/wire/durable-file.ts';
import { isRunning, type ProcessRecord, recordProcess } from '../../src/wire/process-record.ts';
import { runCommand } from '../../src/wire/subprocess.ts';
import { cgroupsNaming, useLabProgram } from '../support/lab-program.ts';
import { waitFor } from '../support/wait.ts';

const { lab, newName, open, read } = useLabProgram();

/** Starts a busybox container; returns its init as the host sees it. */
async function startContainer(opened: Lab, name: string): Promise<ProcessRecord> {
  await read(opened, 'lxc-create', '-n', name, '-t', 'busybox');
  await read(opened, 'lxc-start', '-n', name);
  const pid = Number(await read(opened, 'lxc-info', '-n', name, '-p', '-H'));
  const init = recordProcess(pid);
  if (init === undefined) throw new Error(`container ${name} ended at once`);
  return init;
}

async function addBridge(opened: Lab): Promise<void> {
  const set = ['--', 'set', 'bridge', 'br0', 'datapath_type=netdev'];
  await read(opened, 'ovs-vsctl', '--timeout=10', 'add-br', 'br0', ...set);
}

function daemonOf(opened: Lab, daemon: 'ovsdb-server' | 'ovs-vswitchd'): ProcessRecord {
  const running = runningDaemon(opened, daemon);
  if (running === undefined) throw new Error(`${daemon} does not run`);
  return running;
}

/** Takes the lab down and expects nothing of it to be left on the host. */
async function expectGone(opened: Lab, processes: readonly ProcessRecord[]): Promise<void> {
  const holder = readRecord(opened)?.holder;
  expect(await lab(['down', opened.name])).toMatchObject({ exitCode: 0, stderr: '' });
  expect(existsSync(opened.dir)).toBe(false);
  expect(existsSync(netnsPath(opened))).toBe(false);
  expect(cgroupsNaming(opened.name)).toEqual([]);
  expect(readFileSync('/proc/self/mountinfo', 'utf8')).not.toContain(opened.name);
  expect([...processes, ...(holder ? [holder] : [])].filter(isRunning)).toEqual([]);
}

describe('lab down', () => {
  test('removes running containers, their cgroups, the daemons, the namespace and the files', async () => {
    const opened = await open();
    await addBridge(opened);
    const init = await startContainer(opened, '100');
    expect(cgroupsNaming(opened.name)).not.toEqual([]);
    await expectGone(opened, [init, daemonOf(opened, 'ovsdb-server'), daemonOf(opened, 'ovs-vswitchd')]);
  });

  test('does so when the daemons and the LXC monitor were killed before', async () => {
    const opened = await open();
    await addBridge(opened);
    const init = await startContainer(opened, '100');
    const monitor = Number(/PPid:\s+(\d+)/.exec(readFileSync(`/proc/${init.pid}/status`, 'utf8'))?.[1]);
    for (const daemon of ['ovsdb-server', 'ovs-vswitchd'] as const)
      kill(daemonOf(opened, daemon).pid, 'SIGKILL');
    kill(monitor, 'SIGKILL');
    await waitFor(() => !isRunning(init), { what: 'the end of the container' });
    const { stdout } = await lab(['ls']);
    expect(stdout).toMatch(new RegExp(`${opened.name} .*broken \\(without ovsdb-server, ovs-vswitchd\\)`));
    await expectGone(opened, [init]);
  });

  test('does so when ovs-vswitchd and a container are stopped (SIGSTOP)', async () => {
    const opened = await open();
    const [init, vswitchd] = [await startContainer(opened, '100'), daemonOf(opened, 'ovs-vswitchd')];
    for (const { pid } of [init, vswitchd]) kill(pid, 'SIGSTOP');
    await expectGone(opened, [init, vswitchd]);
  });

  test('does so when the process that keeps it was killed, and `lab run` says what is wrong', async () => {
    const opened = await open();
    const vswitchd = daemonOf(opened, 'ovs-vswitchd');
    const holder = readRecord(opened)?.holder;
    kill(holder?.pid ?? 0, 'SIGKILL');
    await waitFor(() => holder && !isRunning(holder), { what: 'the end of the holder' });
    const refused = await lab(['run', opened.name, '--', 'true']);
    expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('not whole') });
    await expectGone(opened, [vswitchd]);
  });

  test('does so when its namespace’s name was taken away', async () => {
    const opened = await open();
    const vswitchd = daemonOf(opened, 'ovs-vswitchd');
    await runCommand('ip', ['netns', 'delete', opened.netns]);
    await expectGone(opened, [vswitchd]);
  });

  test('ends what still runs in it', async () => {
    const opened = await open();
    const sleep = ['sleep', `60.${process.pid}`];
    const running = lab(['run', opened.name, '--', ...sleep]);
    await waitFor(() => runs(...sleep), { what: 'the command in the lab' });
    await expectGone(opened, []);
    expect((await running).exitCode).toBe(128 + 9);
  });

  test('of no lab does nothing and says so', async () => {
    expect(await lab(['down', newName()])).toMatchObject({
      exitCode: 0,
      stderr: expect.stringContaining('there is no lab'),
    });
  });

  test('never kills a process that was given a recorded number', async () => {
    const opened = await open();
    const other = spawn('sleep', ['infinity']);
    try {
      updateRecord(opened, { daemons: { 'ovs-vswitchd': { pid: other.pid ?? 0, startTime: '1' } } });
      await expectGone(opened, []);
      expect(recordProcess(other.pid ?? 0)).toBeDefined();
    } finally {
      other.kill();
    }
  });
});

describe('two labs side by side', () => {
  test('have containers and bridges of the same names and do not disturb each other', async () => {
    const [one, other] = await Promise.all([open(), open()]);
    for (const opened of [one, other]) await addBridge(opened);
    const inits = [await startContainer(one, '100'), await startContainer(other, '100')];
    await expectGone(one, inits.slice(0, 1));
    expect(inits.map(isRunning)).toEqual([false, true]);
    expect(await read(other, 'lxc-info', '-n', '100', '-s', '-H')).toBe('RUNNING\n');
    expect(await read(other, 'ovs-vsctl', '--timeout=5', 'list-br')).toBe('br0\n');
    await expectGone(other, inits);
  });
});

/** Whether a process of exactly this command line runs. */
function runs(...argv: string[]): boolean {
  return readdirSync('/proc').some(
    (entry) => readFileIfPresent(`/proc/${entry}/cmdline`) === `${argv.join('\0')}\0`,
  );
}
