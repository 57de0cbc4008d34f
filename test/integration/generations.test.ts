import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { useLab } from '../support/lab.ts';
import { useTopologies } from '../support/topologies.ts';

const lab = useLab();
const topologies = useTopologies(lab);

const topology = (name: string, tag: number, more = ''): string => `
version: 1
name: ${name}
bridges:
  br-${name}: { datapath_type: netdev, fail_mode: secure, addresses: [10.20.${tag}.1/24] }
ports:
  p-${name}: { bridge: br-${name}, type: internal, tag: ${tag} }
${more}`;

/** The tag that the database has for a port. */
async function tagOf(port: string): Promise<string> {
  const { stdout } = await lab.run('ovs-vsctl', ['-t', '5', 'get', 'Port', port, 'tag']);
  return stdout.trim();
}

const directory = (name: string): string => join(lab.stateDir, 'generations', name);

describe('history', () => {
  beforeAll(async () => {
    const file = topologies.write('hist.yaml', topology('hist', 1));
    await topologies.expectApplied(file);
    await topologies.expectApplied(file); // nothing to do: no generation
    topologies.write('hist.yaml', topology('hist', 2, `flows: [{ bridge: br-hist, actions: normal }]`));
    await topologies.expectApplied(file);
  });

  test('lists what changed something, newest first', async () => {
    const { exitCode, json } = await topologies.json('history', 'hist');
    expect(exitCode).toBe(0);
    expect(json).toMatchObject({ format_version: 1, topology: 'hist' });
    expect(json.generations).toEqual([
      {
        generation: 2,
        applied_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        by: process.env.SUDO_USER || process.env.USER || 'uid 0',
        commit: null,
        hash: expect.stringMatching(/^[0-9a-f]{64}$/),
        summary: expect.objectContaining({ create: 2, update: 1, delete: 1 }),
      },
      expect.objectContaining({ generation: 1, summary: expect.objectContaining({ create: 3 }) }),
    ]);
    const { stdout } = await topologies.run('history', 'hist');
    expect(stdout).toMatch(
      /^GENERATION +APPLIED AT +BY +COMMIT +CHANGES\n2 .*2 create, 1 update, 1 delete\n1 /,
    );
  });

  test('compares two', async () => {
    const { json } = await topologies.json('history', 'hist', '1', '--diff', '2');
    expect(json).toMatchObject({ topology: 'hist', from: 1, to: 2 });
    expect(json.added).toEqual(['address/br-hist/10.20.2.1/24', 'flow/br-hist/0/32768/']);
    expect(json.removed).toEqual(['address/br-hist/10.20.1.1/24']);
    expect(json.changed).toEqual([{ id: 'port/p-hist', fields: [{ field: 'tag', before: 1, after: 2 }] }]);
    const { stdout } = await topologies.run('history', 'hist', '2', '--diff', '1');
    expect(stdout).toContain('tag: 2 → 1');
    expect(stdout).toContain('- flow/br-hist');
  });

  test.each([
    [['history', 'nobody'], 1],
    [['history', '../topologies'], 1],
    [['history', 'hist', '9'], 1],
    [['history', 'hist', 'x'], 64],
    [['history', 'hist', '--diff', '1'], 64],
    [['rollback', 'nobody'], 1],
    [['rollback', 'hist', '9'], 1],
    [['rollback', 'hist', '0'], 64],
  ])('%j exits %i', async (args, status) => {
    const { exitCode, stderr } = await topologies.run(...args);
    expect([exitCode, stderr]).toEqual([status, expect.stringContaining('error')]);
  });

  test('names the commit that the file is checked out from, whoever owns the repository', async () => {
    const file = topologies.write('repo.yaml', topology('repo', 5));
    const git = (...args: string[]) => lab.run('git', ['-C', join(file, '..'), ...args]);
    await git('init', '-q');
    await git('-c', 'user.name=n', '-c', 'user.email=e', 'commit', '-q', '--allow-empty', '-m', 'first');
    const commit = (await git('rev-parse', 'HEAD')).stdout.trim();
    await lab.run('chown', ['-R', '12345', join(file, '..')]);
    await topologies.expectApplied(file);
    const { json } = await topologies.json('history', 'repo');
    expect(json.generations[0].commit).toBe(commit);
    rmSync(join(file, '..', '.git'), { recursive: true });
  });
});

describe('rollback', () => {
  test('goes back to the one before as a new generation, and forth again', async () => {
    const file = topologies.write('back.yaml', topology('back', 11));
    await topologies.expectApplied(file);
    topologies.write('back.yaml', topology('back', 12, 'links: { va: { kind: veth, peer: vb } }'));
    await topologies.expectApplied(file);

    const dry = await topologies.json('rollback', 'back', '--dry-run');
    expect(dry.json.changes.map(({ id }: { id: string }) => id)).toContain('port/p-back');
    expect(await tagOf('p-back')).toBe('12');

    const back = await topologies.json('rollback', 'back');
    expect(back).toMatchObject({ exitCode: 0, json: { outcome: 'converged', generation: 3 } });
    expect(await tagOf('p-back')).toBe('11');
    expect((await lab.run('ip', ['-br', 'link'])).stdout).not.toContain('va@');
    expect((await lab.run('ip', ['-br', 'addr', 'show', 'br-back'])).stdout).toContain('10.20.11.1/24');
    expect((await topologies.json('status', 'back')).json.topologies[0]).toMatchObject({
      sync: 'Synced',
      generation: 3,
    });

    expect((await topologies.json('rollback', 'back', '2', '--yes')).json.generation).toBe(4);
    expect(await tagOf('p-back')).toBe('12');
    const { json } = await topologies.json('history', 'back', '2', '--diff', '4');
    expect(json).toMatchObject({ added: [], removed: [], changed: [] });
  });

  test('brings back what was destroyed; the numbers go on', async () => {
    const file = topologies.write('gone.yaml', topology('gone', 21));
    await topologies.expectApplied(file);
    const destroyed = await topologies.json('destroy', file);
    expect(destroyed.json).toMatchObject({ outcome: 'converged', generation: 2 });
    const { json } = await topologies.json('history', 'gone');
    expect(json.generations[0]).toMatchObject({ generation: 2, summary: { delete: 3 } });
    expect((await topologies.json('rollback', 'gone')).json.generation).toBe(3);
    expect(await tagOf('p-gone')).toBe('21');
    const emptied = await topologies.run('rollback', 'gone', '2');
    expect([emptied.exitCode, emptied.stderr]).toEqual([1, expect.stringContaining('--allow-empty')]);
    expect((await topologies.run('rollback', 'gone', '2', '--allow-empty')).exitCode).toBe(0);
    expect((await lab.run('ovs-vsctl', ['-t', '5', 'list-br'])).stdout).not.toContain('br-gone');
  });
});

describe('an apply that was killed when all was done', () => {
  const statePaths = ['cut.json', 'cut.copy.json'].map((file) => join(lab.stateDir, 'topologies', file));
  /** The state as it stood on disk before the first change. */
  const turnBack = (): void => {
    const state = JSON.parse(readFileSync(statePaths[0] as string, 'utf8'));
    const before = { ...state, generation: 0, generationHash: null, resources: [], pending: state.resources };
    for (const path of statePaths) writeFileSync(path, JSON.stringify(before));
  };

  test.each([
    ['before it stored its generation', true],
    ['before it remembered its generation', false],
  ])('%s has exactly one after the next apply', async (_, unstored) => {
    const file = topologies.write('cut.yaml', topology('cut', 41));
    await topologies.expectApplied(file);
    turnBack();
    if (unstored) rmSync(directory('cut'), { recursive: true });
    expect((await topologies.json('apply', file)).json).toMatchObject({
      outcome: 'unchanged',
      generation: 1,
    });
    expect((await topologies.json('history', 'cut')).json.generations).toMatchObject([{ generation: 1 }]);
    expect((await topologies.run('status', 'cut')).exitCode).toBe(0);
    await topologies.expectApplied(file);
    expect((await topologies.json('history', 'cut')).json.generations).toHaveLength(1);
    await topologies.run('destroy', file);
    rmSync(directory('cut'), { recursive: true });
  });
});

describe('a history that was tampered with', () => {
  const change = (file: string, from: string, to: string): void => {
    const text = readFileSync(file, 'utf8');
    expect(text).toContain(from);
    writeFileSync(file, text.replace(from, to));
  };

  test('is an error that names the file, and nothing is applied', async () => {
    const file = topologies.write('tamper.yaml', topology('tamper', 31));
    await topologies.expectApplied(file);
    topologies.write('tamper.yaml', topology('tamper', 32));
    await topologies.expectApplied(file);
    const [first, second] = ['1.json', '2.json'].map((name) => join(directory('tamper'), name)) as [
      string,
      string,
    ];

    change(first, '"tag":31', '"tag":99');
    for (const args of [
      ['history', 'tamper'],
      ['rollback', 'tamper'],
    ]) {
      const { exitCode, json } = await topologies.json(...args);
      expect(exitCode).toBe(1);
      expect(json.error).toMatchObject({ code: 'state-corrupt', message: expect.stringContaining(first) });
    }
    change(first, '"tag":99', '"tag":31');

    change(second, '"by":', '"By":');
    topologies.write('tamper.yaml', topology('tamper', 33));
    const { exitCode, stderr } = await topologies.run('apply', file);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining(second)]);
    expect(await tagOf('p-tamper')).toBe('32');
    change(second, '"By":', '"by":');

    rmSync(second);
    const cut = await topologies.run('history', 'tamper');
    expect([cut.exitCode, cut.stderr]).toEqual([1, expect.stringContaining(second)]);
    const refused = await topologies.run('apply', file);
    expect([refused.exitCode, refused.stderr]).toEqual([1, expect.stringContaining(second)]);

    const { generationHash } = JSON.parse(
      readFileSync(join(lab.stateDir, 'topologies', 'tamper.json'), 'utf8'),
    );
    rmSync(directory('tamper'), { recursive: true });
    expect((await topologies.run('history', 'tamper')).exitCode).toBe(1);
    await topologies.expectApplied(file);
    expect((await topologies.json('history', 'tamper')).json.generations).toMatchObject([{ generation: 3 }]);
    const begun = JSON.parse(readFileSync(join(directory('tamper'), '3.json'), 'utf8'));
    expect(begun.previous).toBe(generationHash);
  });

  test('leaves no half-written file beside it', () => {
    const files = readdirSync(lab.stateDir, { recursive: true }).map(String);
    expect(files.filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});
