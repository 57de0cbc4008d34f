import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { TopologyState } from '../../src/state/topology-state.ts';
import { useLab } from '../support/lab.ts';
import { snapshot } from '../support/snapshot.ts';
import { useTopologies } from '../support/topologies.ts';
import { waitFor } from '../support/wait.ts';

const lab = useLab();
const topologies = useTopologies(lab);

interface Values {
  tag?: number;
  mtu?: number;
  flow?: string;
  ports?: string;
  links?: string;
}

const topology = ({ tag = 10, mtu = 1500, flow = 'drop', ports = '', links = '' }: Values = {}): string => `
version: 1
name: part
bridges:
  pbr: { datapath_type: netdev, fail_mode: secure, addresses: [10.8.0.1/24] }
ports:
  pp: { bridge: pbr, type: internal, tag: ${tag} }
  ${ports}
links:
  pla: { kind: veth, peer: plb, mtu: ${mtu}, addresses: [192.0.2.1/24] }
  ${links}
flows:
  - { bridge: pbr, priority: 7, match: "in_port=pp", actions: ${flow} }
`;
const write = (values: Values = {}) => topologies.write('part.yaml', topology(values));
const CHANGED = { tag: 20, mtu: 1400, flow: 'normal' };
const state = (): TopologyState =>
  JSON.parse(readFileSync(join(lab.stateDir, 'topologies', 'part.json'), 'utf8'));
const ids = (json: { changes: { id: string }[] }): string[] => json.changes.map(({ id }) => id).sort();
const mtuOf = async (device: string): Promise<number> =>
  JSON.parse((await lab.run('ip', ['-j', 'link', 'show', 'dev', device])).stdout)[0].mtu;
const ALL = ['flow/pbr/0/7/in_port=pp', 'link/pla', 'port/pp'];

afterEach(async () => {
  expect(await topologies.run('destroy', '--name', 'part')).toMatchObject({ exitCode: 0 });
});

describe('a plan limited by --target', () => {
  test('is said to be partial, and touches, lists and remembers nothing else', async () => {
    await topologies.expectApplied(write());
    const file = write(CHANGED);
    const plan = await topologies.json('plan', file, '--target', 'link/pla');
    expect([plan.exitCode, plan.json.targeted, ids(plan.json)]).toEqual([0, ['link/pla'], ['link/pla']]);
    const applied = await topologies.run('apply', file, '--target', 'link/pla');
    expect(applied.exitCode).toBe(0);
    expect(applied.stdout).toMatch(/converged and verified.*generation 2/);
    expect(applied.stdout).toContain('Partial: only link/pla and what that stands on');
    expect(await mtuOf('pla')).toBe(1400);
    const again = await topologies.json('apply', file, '--target', 'link/pla');
    expect([again.exitCode, again.json.outcome, again.json.generation]).toEqual([0, 'unchanged', 2]);
    expect(again.json.targeted).toEqual(['link/pla']);
    // What was applied in the end is what `status` compares with, and `history` names the part.
    const status = await topologies.json('status', 'part');
    expect(status.json.topologies[0]).toMatchObject({ sync: 'Synced', health: 'Healthy' });
    const history = await topologies.json('history', 'part');
    expect(history.json.generations.map(({ targeted }: { targeted?: string[] }) => targeted)).toEqual([
      ['link/pla'],
      undefined,
    ]);
    const rest = await topologies.json('plan', file);
    expect(ids(rest.json)).toEqual(['flow/pbr/0/7/in_port=pp', 'port/pp']);
    await topologies.expectApplied(file);
    expect((await topologies.json('plan', file)).json.changes).toEqual([]);
  });

  test('makes what the target stands on, on a host that has nothing yet', async () => {
    const file = write();
    const { exitCode, json } = await topologies.json('apply', file, '--target', 'flow/pbr/0/7/in_port=pp');
    expect([exitCode, ids(json)]).toEqual([0, ['bridge/pbr', 'flow/pbr/0/7/in_port=pp', 'port/pp']]);
    expect(Object.keys(state().inventory).sort()).toEqual(ids(json));
    await topologies.expectApplied(file);
    expect((await topologies.json('plan', file)).json.changes).toEqual([]);
  });

  test('takes the ports of a container along, whichever way they are attached', async () => {
    const interfaces = (type: string, port: string): string =>
      `{ eth0: { bridge: pbr, port: ${port}, network_type: ${type} } }`;
    const containers = `containers:
  part1: { template: busybox, interfaces: ${interfaces('socket', 'psock')} }
  part2: { template: busybox, interfaces: ${interfaces('veth', 'pveth')} }
`;
    const file = topologies.write('part.yaml', topology() + containers);
    for (const [name, port] of [
      ['part1', 'psock'],
      ['part2', 'pveth'],
    ]) {
      const { exitCode, json } = await topologies.json('apply', file, '--target', `container/${name}`);
      expect([exitCode, ids(json)]).toMatchObject([
        0,
        expect.arrayContaining([`container/${name}`, `port/${port}`]),
      ]);
      const info = await lab.run('lxc-info', ['-P', lab.lxcPath, '-n', name as string, '-sH']);
      expect(info.stdout.trim()).toBe('RUNNING');
    }
    const gone = await topologies.json('apply', write(), '--target', 'container/part2', '--delete-data');
    expect([gone.exitCode, ids(gone.json)]).toEqual([0, ['container/part2', 'port/pveth']]);
    expect(Object.keys(state().inventory).sort()).toEqual(['bridge/pbr', 'container/part1', 'port/psock']);
  });

  test('prunes only the target, and again there is nothing to do', async () => {
    const more = {
      ports: 'gone: { bridge: pbr, type: internal, addresses: [10.8.9.1/24] }',
      links: 'gla: { kind: veth, peer: glb }',
    };
    await topologies.expectApplied(write(more));
    const file = write({ tag: 20 });
    const { exitCode, json } = await topologies.json('apply', file, '--target', 'port/gone');
    expect([exitCode, ids(json)]).toEqual([0, ['address/gone/10.8.9.1/24', 'port/gone']]);
    expect(Object.keys(state().inventory)).toEqual(expect.arrayContaining(['link/gla', 'port/pp']));
    const again = await topologies.json('apply', file, '--target', 'port/gone');
    expect([again.exitCode, again.json.outcome]).toEqual([0, 'unchanged']);
    expect(ids((await topologies.json('plan', file)).json)).toEqual(['link/gla', 'port/pp']);
  });

  test('is a usage error for an unknown object, with what may be meant', async () => {
    await topologies.expectApplied(write());
    for (const command of ['plan', 'apply']) {
      const { exitCode, json } = await topologies.json(command, write(), '--target', 'bridge/prb');
      expect([exitCode, json.error]).toMatchObject([
        64,
        { code: 'usage', message: expect.stringContaining('did you mean bridge/pbr?') },
      ]);
    }
  });

  test('fails as a whole one does: what was done is undone, what stands beside it is kept', async () => {
    await topologies.expectApplied(write());
    const before = await snapshot(lab);
    const known = state();
    const file = write({ ...CHANGED, ports: 'nodev: { bridge: pbr, type: system, mtu: 1300 }' });
    const failed = await topologies.json('apply', file, '--target', 'port/pp', '--target', 'port/nodev');
    expect([failed.exitCode, failed.json.outcome]).toEqual([3, 'rolled-back']);
    expect(await snapshot(lab)).toEqual(before);
    expect(state()).toMatchObject({ inventory: known.inventory, resources: known.resources, pending: [] });
  });
});

describe('layers that a target does not need', () => {
  test('may be unreadable: links are changed while Open vSwitch is down, and nothing of it is forgotten', async () => {
    await topologies.expectApplied(write());
    const file = write(CHANGED);
    const { inventory } = state();
    await lab.killDaemon('ovs-vswitchd');
    await lab.killDaemon('ovsdb-server');
    try {
      for (const command of ['plan', 'apply']) {
        expect((await topologies.run(command, file)).exitCode).toBe(69);
        expect((await topologies.run(command, file, '--target', 'port/pp')).exitCode).toBe(69);
        const limited = await topologies.json(command, file, '--target', 'link/pla');
        expect([limited.exitCode, ids(limited.json)]).toEqual([0, ['link/pla']]);
      }
      expect(await mtuOf('pla')).toBe(1400);
      expect(state().inventory).toEqual(inventory);
    } finally {
      await lab.startDaemon('ovsdb-server');
      await lab.startDaemon('ovs-vswitchd');
    }
    await topologies.expectApplied(file);
    expect((await topologies.json('plan', file)).json.changes).toEqual([]);
  });

  test('may want tools that are not installed, or have no directory', async () => {
    const container = 'containers:\n  part1: { template: busybox, state: stopped }\n';
    const file = topologies.write('part.yaml', `${topology()}${container}`);
    const tools = join(lab.dir, 'few-tools');
    mkdirSync(tools);
    for (const tool of ['ip', 'flock', 'optopo', 'node', 'ovs-ofctl']) {
      symlinkSync((await lab.run('which', [tool])).stdout.trim(), join(tools, tool));
    }
    const noDirectory = join(lab.dir, 'no-directory');
    writeFileSync(noDirectory, '');
    for (const env of [{ PATH: tools }, { OPTOPO_LXC_PATH: noDirectory }]) {
      expect((await lab.optopo(['plan', file], { env })).exitCode).toBe(69);
      const limited = await lab.optopo(['apply', file, '--target', 'port/pp'], { env });
      expect([limited.exitCode, limited.stderr]).toEqual([0, expect.not.stringContaining('lxc')]);
    }
    expect(Object.keys(state().inventory).sort()).toEqual(['bridge/pbr', 'port/pp']);
  });
});

describe('with what guards an apply', () => {
  test('a plan file carries the targets, and what moved beside them does not matter', async () => {
    await topologies.expectApplied(write());
    const file = write(CHANGED);
    const out = topologies.path('part.plan');
    await topologies.run('plan', file, '--target', 'link/pla', '--out', out);
    expect((await topologies.run('apply', out, '--target', 'link/pla')).exitCode).toBe(64);
    await lab.run('ovs-vsctl', ['-t', '5', 'set', 'port', 'pp', 'tag=30']);
    const applied = await topologies.json('apply', out);
    expect([applied.exitCode, ids(applied.json)]).toEqual([0, ['link/pla']]);
    expect(ids((await topologies.json('plan', file)).json)).toEqual(ALL.filter((id) => id !== 'link/pla'));
  });

  test('an apply that is not confirmed goes back in its own part only', async () => {
    await topologies.expectApplied(write());
    const file = write(CHANGED);
    const applied = await topologies.json('apply', file, '--target', 'link/pla', '--confirm-timeout', '1');
    expect(applied.json.outcome).toBe('unconfirmed');
    await lab.run('ovs-vsctl', ['-t', '5', 'set', 'port', 'pp', 'tag=30']);
    await waitFor(() => state().unconfirmed === undefined, { what: 'the way back', deadlineMs: 20_000 });
    expect(await mtuOf('pla')).toBe(1500);
    expect((await lab.run('ovs-vsctl', ['-t', '5', 'get', 'port', 'pp', 'tag'])).stdout).toBe('30\n');
  });

  test('the way in is followed through layers that the target leaves out, or not trusted', async () => {
    await topologies.expectApplied(write());
    const env = { SSH_CONNECTION: '10.8.0.77 50000 10.8.0.1 22' };
    const flow = 'flow/pbr/0/7/in_port=pp';
    await topologies.expectApplied(topologies.write('part.yaml', topology().replace('"in_port=pp"', '"ip"')));
    const changed = topologies.write('part.yaml', topology(CHANGED).replace('"in_port=pp"', '"ip"'));
    const refused = await lab.optopo(['apply', changed, '--target', 'flow/pbr/0/7/ip'], { env });
    expect([refused.exitCode, refused.stderr]).toEqual([1, expect.stringContaining('the ssh connection')]);
    expect(refused.stderr).not.toContain(flow);
    await lab.killDaemon('ovsdb-server');
    try {
      const args = ['apply', changed, '--target', 'link/pla'];
      const blind = await lab.optopo(args, { env });
      expect([blind.exitCode, blind.stderr]).toEqual([1, expect.stringContaining('nobody can say')]);
      expect((await lab.optopo([...args, '--force-management'], { env })).exitCode).toBe(0);
    } finally {
      await lab.startDaemon('ovsdb-server');
    }
  });
});
