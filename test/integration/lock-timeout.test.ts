import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { useLab } from '../support/lab.ts';
import { useTopologies } from '../support/topologies.ts';

const lab = useLab();
const topologies = useTopologies(lab);

/** Holds the lock of the lab until it is told to let go. */
async function holdLock(): Promise<() => void> {
  const holder = spawn('flock', [join(lab.stateDir, 'lock'), 'cat'], { stdio: ['pipe', 'pipe', 'inherit'] });
  holder.stdin.write('held\n');
  await once(holder.stdout, 'data');
  return () => holder.stdin.end();
}

test('the loser exits 75 at once, or after --lock-timeout, or waits and then does its work', async () => {
  const file = topologies.write(
    'lock.yaml',
    'version: 1\nname: lock\nlinks: { vl: { kind: veth, peer: vm } }\n',
  );
  await topologies.expectApplied(file);
  const release = await holdLock();
  for (const args of [
    ['apply', file],
    ['destroy', file, '--lock-timeout', '0.2'],
    ['rollback', 'lock', '1', '--lock-timeout', '0.2'],
    ['apply', file, '--lock-timeout', '0.2', '--json'],
  ]) {
    const { exitCode, stdout, stderr } = await topologies.run(...args);
    expect([args, exitCode, stdout + stderr]).toEqual([args, 75, expect.stringContaining('another optopo')]);
  }
  const waiting = topologies.run('destroy', file, '--lock-timeout', '30');
  expect((await topologies.run('status', 'lock')).exitCode).toBe(0);
  release();
  expect((await waiting).exitCode).toBe(0);
  expect((await lab.run('ip', ['-br', 'link'])).stdout).not.toContain('vl@');
});

test.each(['x', '-1', '1e9', ''])('--lock-timeout %j is a mistake', async (value) => {
  const { exitCode, stderr } = await topologies.run('destroy', '--name', 'lock', `--lock-timeout=${value}`);
  expect([exitCode, stderr]).toEqual([64, expect.stringContaining('lock-timeout')]);
});
