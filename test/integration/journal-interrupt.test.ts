import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { recordProcess } from '../../src/wire/process-record.ts';
import { holdProgram, startOptopo } from '../support/held-program.ts';
import { useLab } from '../support/lab.ts';
import { snapshot } from '../support/snapshot.ts';
import { useTopologies } from '../support/topologies.ts';
import { waitFor } from '../support/wait.ts';

const lab = useLab();
const topologies = useTopologies(lab);

/** The flows name the container's port: they come after it. */
const flows = Array.from(
  { length: 100 },
  (_, index) => `  - { bridge: ibr, priority: ${index + 1}, match: "in_port=veth_i1,ip", actions: drop }`,
);
const TOPOLOGY = `
version: 1
name: ir
bridges:
  ibr: { datapath_type: netdev, fail_mode: secure, addresses: [10.11.0.1/24] }
containers:
  i1: { template: busybox, interfaces: { eth0: { bridge: ibr, network_type: veth } } }
flows:
${flows.join('\n')}
`;
const file = (): string => topologies.write('ir.yaml', TOPOLOGY);
const journal = join(lab.stateDir, 'journal', 'ir.jsonl');

async function host(): Promise<unknown> {
  return { ...(await snapshot(lab)), containers: readdirSync(lab.lxcPath) };
}

afterEach(async () => {
  expect((await topologies.run('destroy', file())).exitCode).toBe(0);
});

describe('Ctrl-C on a terminal, while lxc-create runs', () => {
  test('the first lets it finish, undoes, exits 130, and leaves no journal', async () => {
    mkdirSync(lab.lxcPath, { recursive: true });
    const before = await host();
    const held = holdProgram(lab.dir, 'lxc-create');
    const optopo = startOptopo(['apply', file()], held);
    const pids = await held.started();
    optopo.signalGroup('SIGINT');
    await waitFor(() => optopo.output().includes('once more stops at once'), {
      what: 'the first to be noticed',
    });
    expect(pids.map((pid) => recordProcess(pid)?.pid)).toEqual(pids);
    held.release();
    const { exitCode, output } = await optopo.ended;
    expect([exitCode, output]).toEqual([130, expect.stringContaining('container/i1: created')]);
    expect(output).toContain('container/i1: undone');
    expect(existsSync(journal)).toBe(false);
    expect(await host()).toEqual(before);
    expect((await topologies.run('plan', file())).stderr).toBe('');
  });

  test('the second stops at once and leaves the journal: the next command knows, the next apply converges', async () => {
    const held = holdProgram(lab.dir, 'lxc-create');
    const optopo = startOptopo(['apply', file()], held);
    const pids = await held.started();
    optopo.signalGroup('SIGINT');
    await waitFor(() => optopo.output().includes('once more stops at once'), {
      what: 'the first to be noticed',
    });
    optopo.signalGroup('SIGINT');
    const { exitCode, output } = await optopo.ended;
    expect([exitCode, output]).toEqual([130, expect.stringContaining('interrupted')]);
    await waitFor(() => pids.every((pid) => recordProcess(pid) === undefined), {
      what: 'the end of its children',
    });
    const where = /the last apply of ir \(pid \d+, since [^)]+\) was stopped .*steps/;
    expect(await topologies.json('status', 'ir')).toMatchObject({
      exitCode: 1,
      json: { topologies: [{ health: 'Degraded', error: expect.stringMatching(where), running: null }] },
    });
    expect((await topologies.run('plan', file())).stderr).toMatch(where);
    held.release();
    const applied = await topologies.run('apply', file());
    expect([applied.exitCode, applied.stderr]).toEqual([0, expect.stringMatching(where)]);
    expect(existsSync(journal)).toBe(false);
    expect((await topologies.run('status', 'ir')).exitCode).toBe(0);
  });
});

test('a disk that is full before the last step: nothing more is begun, what was done is undone', async () => {
  const before = await host();
  const small = join(lab.dir, 'small');
  mkdirSync(small);
  await lab.run('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', small]);
  try {
    const held = holdProgram(lab.dir, 'lxc-create');
    const optopo = startOptopo(['apply', file(), '--state-dir', small], held);
    await held.started();
    await lab.run('dd', ['if=/dev/zero', `of=${join(small, 'filler')}`, 'bs=4k'], { accept: [0, 1] });
    held.release();
    const { exitCode, output } = await optopo.ended;
    expect([exitCode, output]).toEqual([3, expect.stringMatching(/error: .*no space left on device/i)]);
    expect(output).toMatch(/tried: write \S+journal\/ir\.jsonl/);
    expect(await host()).toEqual(before);
    expect(readdirSync(join(small, 'journal'))).toEqual([]);
  } finally {
    await lab.run('umount', [small]);
  }
});
