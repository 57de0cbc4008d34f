import { appendFileSync, chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { countFaultPoint } from '../support/faults/count.ts';
import { readHostState } from '../support/faults/host-state.ts';
import { differences } from '../support/faults/matrix.ts';
import { pathWith, writeShim } from '../support/faults/tool-shims.ts';
import { useLab } from '../support/lab.ts';
import { useTopologies } from '../support/topologies.ts';
import { waitFor } from '../support/wait.ts';

const lab = useLab();
const topologies = useTopologies(lab);

const FIRST = `
version: 1
name: hang
bridges: { br-h: { datapath_type: netdev, fail_mode: secure } }
containers:
  old: { hostname: before, template: busybox, interfaces: { eth0: { bridge: br-h, addresses: [10.8.0.1/24] } } }
`;
const SECOND = `${FIRST.replace('before', 'after')}
  new: { template: busybox, interfaces: { eth0: { bridge: br-h, addresses: [10.8.0.2/24] } } }
`;

/** A hook of LXC that does not come back for the new hostname: it holds up the process that watches over the start. */
function hangInHook(): void {
  const hook = join(lab.dir, 'hook');
  const lines = [
    '#!/bin/sh',
    'grep -q "lxc.uts.name = after" "$LXC_CONFIG_FILE" && exec sleep 600',
    'exit 0',
    '',
  ];
  writeFileSync(hook, lines.join('\n'));
  chmodSync(hook, 0o755);
  appendFileSync(join(lab.lxcPath, 'old', 'config'), `lxc.hook.pre-start = ${hook}\n`);
}

async function sleepers(): Promise<string[]> {
  const { stdout } = await lab.run('ps', ['-eo', 'args']);
  const ours = (line: string): boolean => line.includes(lab.lxcPath) && /lxc-start|lxc monitor/.test(line);
  return stdout.split('\n').filter((line) => ours(line) || line === 'sleep 600');
}

test('starts that hang: the apply fails in time, undoes, and leaves none of their processes', {
  timeout: 180_000,
}, async (context) => {
  const file = topologies.write('hang.yaml', FIRST);
  await topologies.expectApplied(file);
  hangInHook();
  const watching = await sleepers();
  const before = await readHostState(lab);
  const shims = join(lab.dir, 'hanging');
  mkdirSync(shims);
  writeShim(shims, 'lxc-start', ['case "$*" in *--name=new*) exec sleep 600 ;; esac']);

  topologies.write('hang.yaml', SECOND);
  const failed = await lab.optopo(['apply', file, '--json'], {
    env: { PATH: pathWith(shims) },
    timeoutMs: 150_000,
  });
  expect(await differences(lab, before)).toEqual({});
  const { outcome, changes } = JSON.parse(failed.stdout);
  const errors = changes.flatMap(
    ({ id, error }: { id: string; error?: { code: string; message: string } }) =>
      error ? [[id, error.code, error.message]] : [],
  );
  expect({ exitCode: failed.exitCode, outcome, errors }).toEqual({
    ...{ exitCode: 3, outcome: 'rolled-back' },
    errors: expect.arrayContaining([
      ['container/old', 'timeout', expect.stringContaining('lxc-start did not answer')],
      ['container/new', 'timeout', expect.stringContaining('lxc-start did not answer')],
    ]),
  });
  await waitFor(async () => (await sleepers()).length === watching.length, { what: 'the end of what hung' });

  writeFileSync(join(lab.dir, 'hook'), '#!/bin/sh\nexit 0\n');
  await topologies.expectApplied(file);
  expect((await topologies.run('status', 'hang')).exitCode).toBe(0);
  expect((await topologies.run('destroy', file)).exitCode).toBe(0);
  countFaultPoint(context, 2);
});
