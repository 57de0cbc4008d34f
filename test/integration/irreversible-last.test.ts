import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { useLab } from '../support/lab.ts';
import { snapshot } from '../support/snapshot.ts';
import { useTopologies } from '../support/topologies.ts';

const lab = useLab();
const topologies = useTopologies(lab);
const BRIDGE = 'bridges:\n  br0: { datapath_type: netdev, fail_mode: standalone }\n';
const FULL = `version: 1\nname: last\n${BRIDGE}containers:
  old: { template: busybox, interfaces: { eth0: { bridge: br0, addresses: [10.3.0.1/24] } } }
`;
const rootfs = (): string => join(lab.lxcPath, 'old', 'rootfs');

afterEach(async () => {
  expect((await topologies.run('destroy', '--name', 'last', '--yes')).exitCode).toBe(0);
});

test('a plan marks what cannot be undone, and only that', async () => {
  await topologies.expectApplied(topologies.write('full.yaml', FULL));
  const less = topologies.write('less.yaml', `version: 1\nname: last\n${BRIDGE}`);
  const { json } = await topologies.json('plan', less, '--delete-data');
  const marks = json.changes.map(({ id, irreversible }: { id: string; irreversible: boolean }) => [
    id,
    irreversible,
  ]);
  expect(Object.fromEntries(marks)).toEqual({ 'container/old': true, 'port/sock_old': false });
  expect((await topologies.run('plan', less, '--delete-data')).stdout).toContain('cannot be undone');
  expect((await topologies.run('plan', less)).stdout).not.toContain('cannot be undone');
  const applied = await topologies.json('apply', less, '--delete-data');
  expect(applied).toMatchObject({ exitCode: 0, json: { outcome: 'converged' } });
  expect(applied.json.changes.every(({ status }: { status: string }) => status === 'done')).toBe(true);
  expect(existsSync(join(lab.lxcPath, 'old'))).toBe(false);
});

test('a container and its data are still there after another step has failed', async () => {
  await topologies.expectApplied(topologies.write('full.yaml', FULL));
  const then = await snapshot(lab);
  // A device that does not exist: Open vSwitch takes the row, and the port never comes up.
  const failing = topologies.write(
    'failing.yaml',
    `version: 1\nname: last\n${BRIDGE}ports:\n  nowhere: { bridge: br0, type: system, interface: none7 }\n`,
  );
  const failed = await topologies.json('apply', failing, '--delete-data');
  expect(failed).toMatchObject({ exitCode: 3, json: { outcome: 'rolled-back' } });
  expect(existsSync(rootfs())).toBe(true);
  expect(await snapshot(lab)).toEqual(then);
});

test('data is deleted after everything else was done and read again', async () => {
  await topologies.expectApplied(topologies.write('full.yaml', FULL));
  const less = topologies.write('less.yaml', `version: 1\nname: last\n${BRIDGE}`);
  const { exitCode, stderr } = await topologies.run('apply', less, '--delete-data');
  expect(exitCode).toBe(0);
  const lines = stderr
    .split('\n')
    .filter(Boolean)
    .map((line) => line.replace(/ \(\d+ ms\)$/, ''));
  expect(lines).toEqual([
    'container/old: retained',
    'port/sock_old: deleted',
    'reading the host again',
    'container/old: deleted',
    'reading the host again',
  ]);
});
