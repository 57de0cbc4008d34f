import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { useLab } from '../support/lab.ts';
import { useTopologies } from '../support/topologies.ts';

const lab = useLab();
const topologies = useTopologies(lab);

const file = (): string => topologies.write('net.yaml', 'version: 1\nname: net\n');
const unitDir = (name: string): string => {
  const path = join(lab.dir, name);
  mkdirSync(path, { recursive: true });
  return path;
};
const install = (...args: string[]) => topologies.run('install-service', ...args);
const execStart = (unit: string): string => /^ExecStart=(.*)$/m.exec(unit)?.[1] ?? '';

describe('--print', () => {
  test('shows what would be written: absolute paths, the same arguments, this environment', async () => {
    const path = file();
    const { exitCode, stdout } = await lab.optopo(
      ['install-service', '--print', 'net.yaml', '--resync', '5m', '--set', 'a=b c', '--set', 'd=50%'],
      { cwd: dirname(path) },
    );
    expect(exitCode).toBe(0);
    const command = execStart(stdout);
    expect(command.split(' ').slice(0, 3)).toEqual([
      process.execPath,
      expect.stringMatching(/^\/.*\/dist\/optopo\.js$/),
      'watch',
    ]);
    expect(command).toContain(`--state-dir ${lab.stateDir} --lxc-path ${process.env.OPTOPO_LXC_PATH}`);
    expect(command).toContain(`--ovsdb unix:${process.env.OVS_RUNDIR}/db.sock`);
    expect(command).toMatch(/ --resync 5m .*--set "a=b c" --set "d=50%%" -- \/.*\/net\.yaml$/);
    expect(stdout).toContain(`ReadWritePaths=-${lab.stateDir}\n`);
  });

  test('with --json in one document', async () => {
    const { json } = await topologies.json('install-service', '--print', file());
    expect(execStart(json.unit)).toContain(' watch ');
  });
});

describe('arguments with which watch would not start are refused', () => {
  test.each([
    [['--resync', 'soon'], 64, '--resync'],
    [['--listen', '0.0.0.0:1'], 64, 'no token is set'],
    [['--once'], 64, 'unknown option'],
    [['--set', 'nothing'], 64, 'KEY=VALUE'],
    [['/nowhere.yaml'], 65, 'no such file'],
  ])('%j', async (args, status, message) => {
    const { exitCode, stderr } = await install('--print', file(), ...args);
    expect([exitCode, stderr]).toEqual([status, expect.stringContaining(message)]);
  });

  test('a secret of this environment is not put into a unit', async () => {
    const args = ['install-service', '--print', file(), '--listen', '127.0.0.1:9414'];
    const { exitCode, stderr, stdout } = await lab.optopo(args, { env: { OPTOPO_TOKEN: 'hidden' } });
    expect(exitCode).toBe(64);
    expect(stderr).toContain('--token-file FILE');
    expect(stderr + stdout).not.toContain('hidden');
  });
});

describe('writing', () => {
  test('is done once, over its own file only, and undone', async () => {
    const directory = unitDir('units');
    const path = join(directory, 'optopo.service');
    const first = await install(file(), '--unit-dir', directory);
    expect(first).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(`${path} is written.`) });
    const again = await topologies.json('install-service', file(), '--unit-dir', directory);
    expect(again.json).toEqual({ format_version: 1, path, changed: false, started: false });

    writeFileSync(path, `${readFileSync(path, 'utf8')}# mine\n`);
    const edited = await install(file(), '--unit-dir', directory);
    expect(edited).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('was changed by hand') });
    expect(readFileSync(path, 'utf8')).toContain('# mine');
    expect((await install(file(), '--unit-dir', directory, '--force')).exitCode).toBe(0);
    expect(readFileSync(path, 'utf8')).not.toContain('# mine');

    expect((await install('--remove', '--unit-dir', directory)).stdout).toContain('is removed');
    expect((await install('--remove', '--unit-dir', directory)).stdout).toContain('There is no');
  });

  test('leaves a foreign unit alone', async () => {
    const directory = unitDir('foreign');
    writeFileSync(join(directory, 'optopo.service'), '[Service]\nExecStart=/bin/true\n');
    for (const args of [[file()], ['--remove']]) {
      const { exitCode, stderr } = await install(...args, '--unit-dir', directory);
      expect([exitCode, stderr]).toEqual([1, expect.stringContaining('was not written by install-service')]);
    }
  });

  test('--now needs the place where systemd looks', async () => {
    const { exitCode, stderr } = await install(file(), '--now', '--unit-dir', unitDir('now'));
    expect(exitCode).not.toBe(0);
    expect(stderr).toMatch(/systemd does not run|does not go with --unit-dir/);
  });
});
