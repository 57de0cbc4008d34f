import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { labNamed } from '../../src/lab/lab.ts';
import { runCommand } from '../../src/wire/subprocess.ts';
import { PROGRAM, useLabProgram } from '../support/lab-program.ts';

const { lab, newName, open, read } = useLabProgram();

describe('lab up', () => {
  test('opens a namespace with an Open vSwitch of its own, with every tool pointed at it', async () => {
    const opened = await open();
    expect(await read(opened, 'ovs-vsctl', '--timeout=5', 'list-br')).toBe('');
    expect(await read(opened, 'ls', '/sys/class/net')).toBe('lo\n');
    expect(await read(opened, 'lxc-config', 'lxc.lxcpath')).toBe(`${opened.lxcPath}\n`);
    const variables = await read(opened, 'printenv', 'OVS_RUNDIR', 'OPTOPO_LXC_PATH', 'OPTOPO_STATE_DIR');
    expect(variables).toBe(`${opened.rundir}\n${opened.lxcPath}\n${opened.stateDir}\n`);
    expect(await read(opened, 'optopo', '--version')).toMatch(/^\d+\.\d+\.\d+\n$/);
    const listed = JSON.parse((await lab(['ls', '--json'])).stdout);
    const { dir, name } = opened;
    expect(listed.labs).toContainEqual(expect.objectContaining({ name, dir, state: 'running', missing: [] }));
  });

  test('of a lab that is there fails and says so, and leaves it as it is', async () => {
    const opened = await open();
    const again = await lab(['up', opened.name]);
    expect(again).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('exists already') });
    expect(await read(opened, 'ovs-vsctl', '--timeout=5', 'list-br')).toBe('');
  });

  test('refuses a namespace of that name that is no lab’s, and nothing deletes it', async () => {
    const taken = newName();
    const netns = `optopo-${taken}`;
    await runCommand('ip', ['netns', 'add', netns]);
    try {
      const refused = await lab(['up', taken]);
      expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('that is no lab of') });
      expect(await lab(['down', taken])).toMatchObject({ exitCode: 0 });
      expect(existsSync(`/run/netns/${netns}`)).toBe(true);
    } finally {
      await runCommand('ip', ['netns', 'delete', netns]);
    }
  });

  test.each(['UP', 'a/b', '..', '-x', 'x'.repeat(21), ''])('refuses %j as a name', async (wrong) => {
    expect(await lab(['up', '--', wrong])).toMatchObject({ exitCode: 64 });
  });

  test('needs root', async () => {
    const up = [process.execPath, PROGRAM, 'lab', 'up', newName()];
    const refused = await runCommand('setpriv', ['--reuid=65534', '--clear-groups', ...up], { accept: [77] });
    expect(refused.stderr).toContain('needs root');
  });

  test('interrupted at any moment leaves a whole lab or nothing', async () => {
    for (const afterMs of [110, 140, 170, 200]) {
      const { dir, name, netns, record } = labNamed(newName());
      const up = [process.execPath, PROGRAM, 'lab', 'up', name];
      await runCommand('timeout', ['-s', 'INT', `${afterMs / 1000}`, ...up], { accept: [0, 124] });
      const left = [existsSync(dir), existsSync(`/run/netns/${netns}`)];
      const whole = existsSync(record) && JSON.parse(readFileSync(record, 'utf8')).ready;
      expect([afterMs, left]).toEqual([afterMs, whole ? [true, true] : [false, false]]);
    }
  });
});
