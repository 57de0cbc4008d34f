import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Lab } from '../../src/lab/lab.ts';
import { PROGRAM, useLabProgram } from '../support/lab-program.ts';

const { lab, newName, open, read } = useLabProgram();
let opened: Lab;

beforeAll(async () => {
  opened = await open();
});

describe('lab run', () => {
  test.each([0, 1, 2, 77, 130])('ends with the command’s own status %i', async (status) => {
    const { exitCode } = await lab(['run', opened.name, '--', 'bash', '-c', `exit ${status}`]);
    expect(exitCode).toBe(status);
  });

  test('passes input, output and arguments through as they are', async () => {
    const strange = ['a b', '$HOME', '*', '--json', '', "'"];
    const printed = await lab(['run', opened.name, '--', 'printf', '%s\\n', ...strange]);
    expect(printed).toMatchObject({ exitCode: 0, stdout: `${strange.join('\n')}\n`, stderr: '' });
    const echoed = await lab(['run', opened.name, '--', 'cat'], { input: 'text\n' });
    expect(echoed.stdout).toBe('text\n');
  });

  test('runs in the caller’s directory', async () => {
    const { stdout } = await lab(['run', opened.name, '--', 'pwd'], { cwd: '/usr/share' });
    expect(stdout).toBe('/usr/share\n');
  });

  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('hands %s on to the command', async (signal) => {
    const script = `trap 'echo got; exit 7' ${signal.slice(3)}; echo ready; while :; do sleep 0.05; done`;
    const child = spawn(process.execPath, [PROGRAM, 'lab', 'run', opened.name, '--', 'bash', '-c', script], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let said = '';
    child.stdout.on('data', (data) => {
      said += data;
      if (said === 'ready\n') child.kill(signal);
    });
    const [status] = await once(child, 'close');
    expect([status, said]).toEqual([7, 'ready\ngot\n']);
  });

  test('of a command killed by a signal ends as shells say it', async () => {
    const { exitCode } = await lab(['run', opened.name, '--', 'bash', '-c', 'kill -KILL $$']);
    expect(exitCode).toBe(128 + 9);
  });

  test('gives the command the terminal', async () => {
    const shell = `${process.execPath} ${PROGRAM} lab run ${opened.name} -- tty`;
    const { stdout } = spawnSync('script', ['-qec', shell, '/dev/null'], { encoding: 'utf8' });
    expect(stdout).toMatch(/^\/dev\/pts\/\d+/);
  });

  test('of an unknown lab fails and says how to open it', async () => {
    const unknown = await lab(['run', newName(), '--', 'true']);
    expect(unknown).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('optopo lab up') });
  });

  test('a lab cannot be opened or taken down from inside a lab', async () => {
    const inside = ['run', opened.name, '--', 'optopo', 'lab'];
    expect(await lab([...inside, 'up', newName()])).toMatchObject({ exitCode: 1 });
    const down = await lab([...inside, 'down', opened.name]);
    expect(down).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('from inside it') });
    expect(await read(opened, 'ovs-vsctl', '--timeout=5', 'list-br')).toBe('');
  });

  test('namespaces made inside stay inside', async () => {
    await read(opened, 'ip', 'netns', 'add', 'inner');
    expect(await read(opened, 'ip', 'netns', 'list')).toContain('inner');
    expect(existsSync('/run/netns/inner')).toBe(false);
  });
});

describe('lab shell', () => {
  test('is the caller’s shell, in the lab', async () => {
    const { stdout } = await lab(['shell', opened.name], {
      env: { SHELL: '/bin/bash' },
      input: 'echo $OPTOPO_LAB; ls /sys/class/net; exit 3\n',
    });
    expect(stdout).toBe(`${opened.name}\nlo\n`);
  });
});
