import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { useLab } from '../support/lab.ts';
import { useTopologies } from '../support/topologies.ts';

const lab = useLab();
const topologies = useTopologies(lab);

const topology = (name: string, number: number): string => `
version: 1
name: ${name}
bridges:
  br-${name}: { datapath_type: netdev, fail_mode: secure }
ports:
  p-${name}: { bridge: br-${name}, type: internal, addresses: [10.40.${number}.1/24] }
links:
  v-${name}: { kind: veth, peer: w-${name}, addresses: [192.0.2.${number}/32] }
routes:
  - { to: 10.60.${number}.0/24, dev: p-${name} }
flows:
  - { bridge: br-${name}, priority: 9, match: ip, actions: drop }
containers:
  c-${name}:
    template: busybox
    interfaces: { eth0: { bridge: br-${name} } }
`;

const stateFiles = (name: string): string[] =>
  [`${name}.json`, `${name}.copy.json`].map((file) => join(lab.stateDir, 'topologies', file));

function spoil(name: string): void {
  for (const file of stateFiles(name)) writeFileSync(file, readFileSync(file, 'utf8').slice(0, 100));
}

const keptAside = (name: string): string[] =>
  readdirSync(join(lab.stateDir, 'topologies')).filter(
    (file) => file.startsWith(name) && file.includes('.corrupt-'),
  );

/** What is left on the host of a topology, layer by layer. */
async function leftOf(name: string, number: number): Promise<string[]> {
  const out = await Promise.all([
    lab.run('ovs-vsctl', ['-t', '5', '--columns=name', 'list', 'Port']),
    lab.run('ip', ['-br', 'addr']),
    lab.run('ip', ['route']),
    lab.run('lxc-ls', ['-P', lab.lxcPath, '-1']),
  ]);
  const found = new RegExp(`-${name}\\b|10\\.[46]0\\.${number}\\.|192\\.0\\.2\\.${number}/`);
  return out.flatMap(({ stdout }) => stdout.split('\n').filter((line) => found.test(line)));
}

describe('both copies of the state broken', () => {
  test('plan and status warn and change nothing; the next apply keeps the files aside and goes on', async () => {
    const file = topologies.write('ra.yaml', topology('ra', 1));
    await topologies.expectApplied(file);
    spoil('ra');
    const plan = await topologies.json('plan', file);
    expect(plan).toMatchObject({ exitCode: 0, json: { changes: [], conflicts: [] } });
    expect(plan.stderr).toMatch(/warning: .*ra\.json and its copy are broken; rebuilt from generation 1/);
    const status = await topologies.json('status', 'ra');
    expect(status).toMatchObject({
      exitCode: 1,
      json: {
        topologies: [{ sync: 'Synced', health: 'Degraded', error: expect.stringContaining('broken') }],
      },
    });
    expect(keptAside('ra')).toEqual([]);

    topologies.write('ra.yaml', topology('ra', 1).replace(/links:[\s\S]*flows:/, 'flows:'));
    const applied = await topologies.json('apply', file);
    expect(applied).toMatchObject({ exitCode: 0, json: { outcome: 'converged', generation: 2 } });
    expect(await leftOf('ra', 1)).not.toEqual(expect.arrayContaining([expect.stringMatching(/v-ra|10\.60/)]));
    expect(keptAside('ra')).toHaveLength(2);
    expect(await topologies.json('status', 'ra')).toMatchObject({
      exitCode: 0,
      json: { topologies: [{ sync: 'Synced', health: 'Healthy', generation: 2, error: null }] },
    });
    expect((await topologies.json('history', 'ra')).json.generations).toHaveLength(2);
  });

  test('destroy removes all of it, also what carries no mark', async () => {
    const file = topologies.write('rb.yaml', topology('rb', 2));
    await topologies.expectApplied(file);
    expect((await leftOf('rb', 2)).length).toBeGreaterThan(5);
    spoil('rb');
    expect((await topologies.run('destroy', '--name', 'rb')).exitCode).toBe(0);
    expect(await leftOf('rb', 2)).toEqual([]);
    expect(keptAside('rb')).toHaveLength(2);
    expect(stateFiles('rb').some(existsSync)).toBe(false);
  });

  test('both missing is lost, not new', async () => {
    const file = topologies.write('rc.yaml', topology('rc', 3));
    await topologies.expectApplied(file);
    for (const path of stateFiles('rc')) rmSync(path);
    const { exitCode, stderr } = await topologies.run('destroy', file);
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining('missing; rebuilt from generation 1')]);
    expect(await leftOf('rc', 3)).toEqual([]);
  });

  test('without generations the marks alone tell: only addresses and links are no longer known', async () => {
    const file = topologies.write('rd.yaml', topology('rd', 4));
    await topologies.expectApplied(file);
    spoil('rd');
    rmSync(join(lab.stateDir, 'generations', 'rd'), { recursive: true });
    const plan = await topologies.json('plan', file);
    expect(plan.json.conflicts.map(({ id }: { id: string }) => id).sort()).toEqual([
      'address/p-rd/10.40.4.1/24',
      'address/v-rd/192.0.2.4/32',
      'link/v-rd',
    ]);
    expect(plan.json.changes).toEqual([]);
    await topologies.expectApplied(file, '--adopt');
    expect((await topologies.run('status', 'rd')).exitCode).toBe(0);
    expect((await topologies.run('destroy', file)).exitCode).toBe(0);
  });
});

describe('a full disk', () => {
  const small = join(lab.dir, 'small');
  const run = (...args: string[]) => topologies.run(...args, '--state-dir', small);
  beforeAll(async () => {
    mkdirSync(small);
    await lab.run('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', small]);
  });
  afterAll(() => lab.run('umount', [small]));

  const filler = join(small, 'filler');
  /** Leaves no free block. */
  const fill = async (): Promise<void> => {
    await lab.run('dd', ['if=/dev/zero', `of=${filler}`, 'bs=4k'], { accept: [0, 1] });
  };

  test('keeps the previous version, says so, exits 1, and changes nothing', async () => {
    const file = topologies.write(
      'full.yaml',
      'version: 1\nname: full\nlinks: { vf: { kind: veth, peer: wf } }\n',
    );
    expect((await run('apply', file)).exitCode).toBe(0);
    const paths = ['topologies/full.json', 'topologies/full.copy.json', 'generations/full/1.json'];
    const contents = (): string[] => paths.map((path) => readFileSync(join(small, path), 'utf8'));
    const before = contents();
    topologies.write(
      'full.yaml',
      'version: 1\nname: full\nlinks: { vf: { kind: veth, peer: wf, mtu: 1400 } }\n',
    );
    await fill();
    const { exitCode, stderr } = await run('apply', file);
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/error: .*no space left on device/i)]);
    expect(stderr).not.toContain('bug in optopo');
    expect(contents()).toEqual(before);
    expect((await lab.run('ip', ['link', 'show', 'vf'])).stdout).toContain('mtu 1500');
    expect(readdirSync(small, { recursive: true }).filter((name) => String(name).endsWith('.tmp'))).toEqual(
      [],
    );

    rmSync(filler);
    expect((await run('apply', file)).exitCode).toBe(0);
    expect((await lab.run('ip', ['link', 'show', 'vf'])).stdout).toContain('mtu 1400');
  });
});

describe('the state of one topology broken beyond repair', () => {
  test('stops no other, and what is its stays refused', async () => {
    const file = topologies.write('rx.yaml', topology('rx', 7));
    const other = topologies.write('ry.yaml', topology('ry', 8));
    // A flow on the bridge of another topology is the only mark there of its owner.
    const guest = topologies.write(
      'rz.yaml',
      'version: 1\nname: rz\nbridges: { br-ry: { external: true } }\nflows:\n  - { bridge: br-ry, priority: 3, match: arp, actions: drop }\n',
    );
    await topologies.expectApplied(file);
    await topologies.expectApplied(other);
    await topologies.expectApplied(guest);
    const before = await leftOf('rx', 7);
    for (const name of ['rx', 'rz']) {
      const generations = join(lab.stateDir, 'generations', name);
      for (const path of stateFiles(name))
        writeFileSync(path, `{"format_version":1,"name":"${name}","resources":[]}`);
      for (const entry of readdirSync(generations)) writeFileSync(join(generations, entry), '{');
    }

    const thief = topologies.write(
      'thief.yaml',
      `version: 1
name: thief
bridges:
  br-ry: { external: true }
  br-rx: {}
ports:
  p-rx: { bridge: br-rx, type: internal, addresses: [10.40.7.1/24] }
links:
  v-rx: { kind: veth, peer: w-rx, addresses: [192.0.2.7/32] }
routes:
  - { to: 10.60.7.0/24, dev: p-rx }
flows:
  - { bridge: br-ry, priority: 3, match: arp, actions: normal }
containers:
  c-rx: { template: busybox }
`,
    );
    const { exitCode, json } = await topologies.json('apply', thief, '--adopt');
    expect([exitCode, json.error.code]).toEqual([1, 'conflict']);
    const plan = await topologies.json('plan', thief, '--adopt');
    expect(plan.json.changes).toEqual([]);
    expect(plan.json.conflicts.map(({ id }: { id: string }) => id).sort()).toEqual([
      ...['address/p-rx/10.40.7.1/24', 'address/v-rx/192.0.2.7/32', 'bridge/br-rx', 'container/c-rx'],
      ...['flow/br-ry/0/3/arp', 'link/v-rx', 'port/p-rx', 'route/main/10.60.7.0/24'],
    ]);
    expect(await leftOf('rx', 7)).toEqual(before);

    const changed = topologies.write('ry.yaml', topology('ry', 9));
    await topologies.expectApplied(changed);
    const status = await topologies.json('status');
    const concerned = status.json.topologies.filter(({ name }: { name: string }) => /^r[xyz]$/.test(name));
    expect(concerned).toMatchObject([
      {
        name: 'rx',
        health: 'Degraded',
        sync: 'OutOfSync',
        drift: [],
        error: expect.stringContaining('broken'),
      },
      { name: 'ry', health: 'Healthy', sync: 'Synced' },
      { name: 'rz', health: 'Degraded' },
    ]);
    expect((await topologies.run('destroy', '--name', 'ry')).exitCode).toBe(0);
  });
});
