import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { parseJournal } from '../../src/state/journal.ts';
import { recordProcess } from '../../src/wire/process-record.ts';
import { type HeldProgram, holdProgram, startOptopo } from '../support/held-program.ts';
import { useLab } from '../support/lab.ts';
import { useTopologies } from '../support/topologies.ts';
import { waitFor } from '../support/wait.ts';

const lab = useLab();
const topologies = useTopologies(lab);

const PORTS = `
version: 1
name: jr
bridges:
  jbr: { datapath_type: netdev, fail_mode: secure, addresses: [10.8.0.1/24] }
ports:
  jp: { bridge: jbr, type: internal }
`;
const CONTAINER = `${PORTS.replace('type: internal', 'type: internal, tag: 20')}
containers:
  j1: { template: busybox, interfaces: { eth0: { bridge: jbr, network_type: socket, addresses: [10.8.0.10/24] } } }
`;

const journalPath = join(lab.stateDir, 'journal', 'jr.jsonl');
const journal = () => parseJournal(readFileSync(journalPath, 'utf8'), 'jr');
const isThere = (pid: number): boolean => recordProcess(pid) !== undefined;
const tagOf = async (): Promise<string> =>
  (await lab.run('ovs-vsctl', ['-t', '5', 'get', 'Port', 'jp', 'tag'])).stdout.trim();

/** Starts an apply of ports and a container, and kills it in a program that its last step runs. */
async function killIn(program: string, file: string): Promise<{ held: HeldProgram; pids: number[] }> {
  const held = holdProgram(lab.dir, program);
  const optopo = startOptopo(['apply', file], held);
  const pids = await held.started();
  await waitFor(() => journal().entries.some((entry) => 'step' in entry && entry.now === 'done'), {
    what: 'a step that is done',
  });
  expect((await topologies.json('status', 'jr')).json.topologies[0]).toMatchObject({
    ...{ health: 'Progressing', error: null },
    running: { pid: expect.any(Number), at: expect.arrayContaining(['create:container/j1']) },
  });
  await optopo.kill();
  return { held, pids };
}

async function expectConverged(file: string): Promise<string> {
  const { exitCode, stdout, stderr } = await topologies.run('apply', file);
  expect({ exitCode, stdout, stderr }).toMatchObject({ exitCode: 0 });
  expect(readdirSync(join(lab.stateDir, 'journal')).filter((name) => name.endsWith('.jsonl'))).toEqual([]);
  expect((await topologies.run('status', 'jr')).exitCode).toBe(0);
  expect(readdirSync(lab.lxcPath)).toEqual(file.includes('container') ? ['j1'] : []);
  return stderr;
}

const ports = (): string => topologies.write('ports.yaml', PORTS);
const container = (): string => topologies.write('container.yaml', CONTAINER);

afterEach(async () => {
  const { exitCode, stderr } = await topologies.run('destroy', '--name', 'jr');
  expect([exitCode, stderr]).toEqual([0, expect.any(String)]);
});

describe('kill -9 while lxc-create runs', () => {
  test('every command says which run was killed and where; the next apply waits, and converges', async () => {
    await topologies.expectApplied(ports());
    const { held, pids } = await killIn('lxc-create', container());
    expect(pids.every(isThere)).toBe(true);
    const child = expect.objectContaining({
      child: { pid: pids[0], startTime: expect.any(String) },
      argv: expect.arrayContaining(['lxc-create']),
    });
    expect(journal().entries).toContainEqual(child);

    const where =
      /the last apply of jr \(pid \d+, since [^)]+\) was killed after \d of \d steps, in create:container\/j1/;
    const status = await topologies.json('status', 'jr');
    expect(status).toMatchObject({
      exitCode: 1,
      json: { topologies: [{ health: 'Degraded', error: expect.stringMatching(where), running: null }] },
    });
    expect((await topologies.run('status')).stdout).toMatch(where);
    for (const args of [
      ['plan', container()],
      ['history', 'jr'],
      ['rollback', 'jr', '1', '--dry-run'],
    ]) {
      expect([args, await topologies.run(...args)]).toMatchObject([args, { exitCode: 0 }]);
      expect((await topologies.run(...args)).stderr).toMatch(where);
    }
    expect(await topologies.run('confirm', 'jr')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(where),
    });
    expect(pids.every(isThere)).toBe(true);

    const next = startOptopo(['apply', container()], held);
    await waitFor(() => next.output().includes('waiting for what a killed run has started'), {
      what: 'the next apply waiting',
    });
    held.release();
    const { exitCode, output } = await next.ended;
    expect([exitCode, output]).toEqual([0, expect.stringMatching(where)]);
    expect(output).toContain('going on from what is there');
    expect(output).not.toContain('ending what hangs');
    expect(pids.some(isThere)).toBe(false);
    await expectConverged(container());
  });

  test('destroy goes on from there, too', async () => {
    const { held } = await killIn('lxc-create', container());
    held.release();
    const destroyed = await topologies.run('destroy', container());
    expect([destroyed.exitCode, destroyed.stderr]).toEqual([0, expect.stringContaining('was killed after')]);
    expect(readdirSync(lab.lxcPath)).toEqual([]);
    expect((await topologies.json('status')).json.topologies).toEqual([]);
    await topologies.expectApplied(ports());
  });
});

test('a child that hangs is ended with what it has started, and nothing is left of it', async () => {
  const { pids } = await killIn('lxc-start', container());
  const said = await expectConverged(container());
  expect(said).toMatch(/ending what hangs: lxc-start .*--name=j1/);
  expect(pids.some(isThere)).toBe(false);
});

test('a broken journal is said, kept aside, and in nobody’s way', async () => {
  const { held } = await killIn('lxc-create', container());
  held.release();
  const lines = readFileSync(journalPath, 'utf8').split('\n');
  writeFileSync(journalPath, lines.with(2, 'x').join('\n'));
  const broken = /journal \S+jr\.jsonl is broken at line 3/;
  expect((await topologies.json('status', 'jr')).json.topologies[0]).toMatchObject({
    ...{ health: 'Degraded', error: expect.stringMatching(broken) },
  });
  expect((await topologies.run('plan', container())).stderr).toMatch(broken);
  const said = await expectConverged(container());
  expect(said).toMatch(broken);
  expect(said).toMatch(/kept as \S+jr\.jsonl\.corrupt-/);
});

test('what a killed apply began to set goes back to its default, also when the next one fails', async () => {
  await topologies.expectApplied(ports());
  const { held } = await killIn('lxc-create', container());
  held.release();
  expect(await tagOf()).toBe('20');
  const failing = PORTS.replace('ports:', 'ports:\n  none7: { bridge: jbr, type: system }');
  const failed = await topologies.run('apply', topologies.write('failing.yaml', failing), '--no-prune');
  expect([failed.exitCode, failed.stderr]).toEqual([3, expect.stringContaining('No such device')]);
  expect(await tagOf()).toBe('20');
  expect((await topologies.run('status', 'jr')).exitCode).toBe(1);
  await expectConverged(ports());
  expect(await tagOf()).toBe('[]');
});
