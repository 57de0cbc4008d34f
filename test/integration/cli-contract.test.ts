import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { useLab } from '../support/lab.ts';
import { snapshot } from '../support/snapshot.ts';
import { useTopologies } from '../support/topologies.ts';

const lab = useLab();
const topologies = useTopologies(lab);

const document = (name: string, extra = ''): string =>
  `version: 1\nname: ${name}\nbridges:\n  cbr: { datapath_type: netdev, addresses: [10.7.0.1/24] }\n${extra}`;

describe('with --json', () => {
  test.each([
    [['nosuch'], "unknown command 'nosuch'"],
    [['plan'], "missing required argument 'file'"],
    [['plan', 'x.yaml', '--bogus'], "unknown option '--bogus'"],
    [['lab'], 'a command is missing'],
  ])('%j is a usage error as one document', async (args, message) => {
    const { exitCode, json } = await topologies.json(...args);
    expect([exitCode, json]).toEqual([
      64,
      { format_version: 1, error: { code: 'usage', message, diagnostics: [] } },
    ]);
  });

  test('destroying what was never applied is nothing to do, an unknown name an error', async () => {
    const file = topologies.write('never.yaml', document('never'));
    const { exitCode, json } = await topologies.json('destroy', file);
    expect([exitCode, json.outcome]).toEqual([0, 'unchanged']);
    const unknown = await topologies.json('destroy', '--name', 'nobody');
    expect([unknown.exitCode, unknown.json.error.code]).toEqual([1, 'not-found']);
  });

  test('a state directory that cannot be written is an error that changes nothing', async () => {
    const file = topologies.write('unwritable.yaml', document('unwritable'));
    const before = await snapshot(lab);
    const inTheWay = join(lab.dir, 'a-file');
    writeFileSync(inTheWay, '');
    const { exitCode, json } = await topologies.json('apply', file, '--state-dir', join(inTheWay, 'state'));
    expect([exitCode, json.error]).toMatchObject([1, { code: 'state-unusable' }]);
    expect(await snapshot(lab)).toEqual(before);
  });
});

test.each(['bash', 'zsh', 'fish', 'powershell'])('completion for %s, also as one document', async (shell) => {
  const { exitCode, stdout } = await topologies.run('completion', shell);
  expect([exitCode, stdout]).toEqual([0, expect.stringContaining('optopo')]);
  const { json } = await topologies.json('completion', shell);
  expect({ ...json, script: json.script.trimEnd() }).toEqual({
    ...{ format_version: 1, shell },
    script: stdout.trimEnd(),
  });
});

test('a reader that leaves early gets no stack trace', async () => {
  const ports = Array.from({ length: 600 }, (_, n) => `  e${n}: { bridge: cbr, type: internal }\n`).join('');
  const file = topologies.write('long.yaml', document('long', `ports:\n${ports}`));
  const stderr = await new Promise<string>((resolve) => {
    const child = execFile('optopo', ['plan', file], (_error, _stdout, said) => resolve(said));
    child.stdout?.once('data', () => child.stdout?.destroy());
  });
  expect(stderr).toBe('');
});

test('a topology whose state is lost is destroyed by its name', async () => {
  const file = topologies.write('lost.yaml', document('lost'));
  await topologies.expectApplied(file);
  rmSync(join(lab.stateDir, 'topologies'), { recursive: true });
  const generations = join(lab.stateDir, 'generations');
  for (const error of [/rebuilt from generation 1/, /nothing is remembered of it/]) {
    // First the newest generation still knows of it, then the marks on its objects alone.
    const { exitCode, json } = await topologies.json('status');
    expect([exitCode, json.topologies]).toMatchObject([
      1,
      [{ name: 'lost', health: 'Degraded', error: expect.stringMatching(error) }],
    ]);
    expect((await topologies.json('status', 'lost')).json.topologies).toEqual(json.topologies);
    rmSync(generations, { recursive: true, force: true });
  }
  expect(await topologies.run('destroy', '--name', 'lost')).toMatchObject({ exitCode: 0 });
  expect((await lab.run('ovs-vsctl', ['-t', '5', 'list-br'])).stdout).toBe('');
});

test('a lost or broken copy of the state is written again by the next apply', async () => {
  const file = topologies.write('copies.yaml', document('copies'));
  await topologies.expectApplied(file);
  const [first, second] = ['copies.json', 'copies.copy.json'].map((name) =>
    join(lab.stateDir, 'topologies', name),
  ) as [string, string];
  const whole = readFileSync(first, 'utf8');
  writeFileSync(first, '{"format_version":1,');
  await topologies.expectApplied(file);
  rmSync(second);
  await topologies.expectApplied(file);
  for (const path of [first, second])
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({
      inventory: JSON.parse(whole).inventory,
      generation: 1,
    });
  await topologies.run('destroy', file);
});

test('a port without its device fails with object, line, attempt and remedy, and nothing is left', async () => {
  const before = await snapshot(lab);
  const file = topologies.write(
    'nodev.yaml',
    document('nodev', 'ports:\n  nodev: { bridge: cbr, type: system }\n'),
  );
  const { exitCode, json } = await topologies.json('apply', file);
  expect([exitCode, json]).toMatchObject([
    3,
    {
      outcome: 'rolled-back',
      error: {
        resource: 'port/nodev',
        message: expect.stringContaining('No such device'),
        tried: expect.stringContaining('nodev'),
        hint: expect.stringContaining('optional: true'),
        diagnostics: [{ line: 6 }],
      },
    },
  ]);
  expect(await snapshot(lab)).toEqual(before);
  const kept = await topologies.json('apply', file, '--no-rollback');
  expect([kept.exitCode, kept.json.outcome]).toEqual([1, 'failed']);
  expect((await lab.run('ovs-vsctl', ['-t', '5', 'list-br'])).stdout).toBe('cbr\n');
  await topologies.expectApplied(topologies.write('nodev.yaml', document('nodev')));
  await topologies.run('destroy', file);
  expect(await snapshot(lab)).toEqual(before);
});

describe('adopting what carries no mark', () => {
  const text = (tag: number, flow = ''): string =>
    `version: 1\nname: taker\nlinks:\n  tka: { kind: veth, peer: tkb, addresses: [192.0.2.1/24] }\nbridges:\n  tbr: { datapath_type: netdev }\nports:\n  tp: { bridge: tbr, type: internal, tag: ${tag} }\n${flow}`;

  test('a failed apply gives it up again, and so does destroy', async () => {
    await lab.run('ip', ['link', 'add', 'tka', 'type', 'veth', 'peer', 'name', 'tkb']);
    await lab.run('ip', ['link', 'set', 'tka', 'up']);
    await lab.run('ip', ['addr', 'add', '192.0.2.1/24', 'dev', 'tka']);
    const before = await snapshot(lab);
    const flow = 'flows:\n  - { bridge: tbr, priority: 3, match: ip, actions: "group:99" }\n';
    const failing = topologies.write('taker.yaml', text(10, flow));
    const failed = await topologies.json('apply', failing, '--adopt');
    expect([failed.exitCode, failed.json.not_put_back]).toEqual([3, undefined]);
    expect(await snapshot(lab)).toEqual(before);
    const plan = await topologies.json('plan', topologies.write('taker.yaml', text(10)));
    expect(plan.json.conflicts.map(({ id }: { id: string }) => id)).toContain('link/tka');
    await topologies.expectApplied(topologies.path('taker.yaml'), '--adopt');
    const destroyed = await topologies.json('destroy', '--name', 'taker');
    expect([destroyed.exitCode, destroyed.json.summary]).toMatchObject([0, { release: 2, delete: 2 }]);
    expect(await snapshot(lab)).toEqual(before);
    await lab.run('ip', ['link', 'del', 'tka']);
  });
});

test('tools that a topology needs and that are not installed are said before anything is changed', async () => {
  const tools = join(lab.dir, 'few-tools');
  mkdirSync(tools);
  for (const tool of ['ip', 'flock', 'optopo', 'node', 'ovs-ofctl']) {
    symlinkSync((await lab.run('which', [tool])).stdout.trim(), join(tools, tool));
  }
  const file = topologies.write(
    'tools.yaml',
    document('tools', 'containers:\n  t1: { template: busybox }\n'),
  );
  const { exitCode, stdout } = await lab.optopo(['apply', file, '--json'], { env: { PATH: tools } });
  expect([exitCode, JSON.parse(stdout).error]).toMatchObject([
    69,
    { code: 'unreachable', message: expect.stringContaining('is not installed') },
  ]);
  expect((await lab.run('ovs-vsctl', ['-t', '5', 'list-br'])).stdout).toBe('');
});
