import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { useLab } from '../support/lab.ts';
import { carriesTcp, initPid, pings } from '../support/packets.ts';
import { useTopologies } from '../support/topologies.ts';
import { waitFor } from '../support/wait.ts';

const FILE = fileURLToPath(new URL('../../topologies/privacy-router.yaml', import.meta.url));
const SET = ['--set', 'template=busybox'];

const lab = useLab();
const topologies = useTopologies(lab);

/** The chain and only the chain, with ICMP and TCP. */
async function expectChain(): Promise<void> {
  const reach = {
    '100 to 101': await pings(lab, '100', '10.100.0.131'),
    '101 to 102': await pings(lab, '101', '10.100.0.132'),
    '100 to 102': await pings(lab, '100', '10.100.0.132'),
    'tcp 100 to 101': await carriesTcp(lab, '100', '101', '10.100.0.131'),
    'tcp 102 to 101': await carriesTcp(lab, '102', '101', '10.100.0.131'),
  };
  expect(reach).toEqual({
    '100 to 101': true,
    '101 to 102': true,
    '100 to 102': false,
    'tcp 100 to 101': true,
    'tcp 102 to 101': true,
  });
}

async function changedIds(): Promise<string[]> {
  const { json } = await topologies.json('plan', FILE, ...SET);
  return json.changes.map((change: { id: string }) => change.id).sort();
}

/** Applies, and says which objects were changed by it. */
async function mend(): Promise<string[]> {
  // The packets are looked at by the tests themselves.
  const unchecked = topologies.write('unchecked.yaml', 'expect: []\n');
  const report = await topologies.json('apply', FILE, unchecked, ...SET);
  expect(report.json).toMatchObject({ outcome: 'converged', verified: true });
  expect(await changedIds()).toEqual([]);
  const { stdout } = await lab.run('ip', ['-br', 'link']);
  expect(stdout).not.toMatch(/^phys/m);
  return report.json.changes.map((change: { id: string }) => change.id).sort();
}

beforeAll(() => topologies.expectApplied(FILE, ...SET));

describe('the privacy router', () => {
  test('lets traffic take the chain and only the chain', expectChain);

  test('has its limits in force and its marks in place', async () => {
    const pid = await initPid(lab, '100');
    const groups = readFileSync(`/proc/${pid}/cgroup`, 'utf8');
    const [, memory] = /^\d+:memory:(.*)$/m.exec(groups) ?? /^0::(.*)$/m.exec(groups) ?? [];
    const limit = await lab.run('sh', [
      '-c',
      'cat "/sys/fs/cgroup/memory$0/memory.limit_in_bytes" 2>/dev/null || cat "/sys/fs/cgroup$0/memory.max"',
      String(memory),
    ]);
    expect(Number(limit.stdout)).toBe(512 * 1024 * 1024);
    const mark = await lab.run('ovs-vsctl', [
      '-t',
      '5',
      'get',
      'port',
      'priv_wg',
      'external_ids:optopo-owner',
    ]);
    expect(mark.stdout.trim()).toBe('privacy-router');
  });

  test('a second apply finds nothing to do and writes nothing', async () => {
    const before = topologies.databaseSize();
    const again = await topologies.json('apply', FILE, ...SET);
    expect(again).toMatchObject({ exitCode: 0, json: { outcome: 'unchanged', changes: [] } });
    expect(topologies.databaseSize()).toBe(before);
  });
});

describe('what people and crashes do to it is named by the next plan and mended by the next apply', () => {
  test('a container stopped by hand', async () => {
    await lab.run('lxc-stop', ['-P', lab.lxcPath, '-n', '101', '-k']);
    expect(await changedIds()).toEqual(['container/101']);
    expect(await mend()).toEqual(['container/101']);
    await expectChain();
  });

  test("a container's init killed", async () => {
    await lab.run('kill', ['-9', String(await initPid(lab, '100'))]);
    await waitFor(async () => (await changedIds()).length > 0, { what: 'the end of the container' });
    expect(await mend()).toEqual(['container/100']);
    await expectChain();
  });

  test('a container restarted by hand', async () => {
    await lab.run('lxc-stop', ['-P', lab.lxcPath, '-n', '102', '-k']);
    await lab.run('lxc-start', ['-P', lab.lxcPath, '-n', '102', '-d']);
    expect((await topologies.json('apply', FILE, ...SET)).exitCode).toBe(0);
    await expectChain();
  });

  test("a container's LXC monitor killed", async () => {
    const init = await initPid(lab, '102');
    const monitor = (await lab.run('ps', ['-o', 'ppid=', '-p', String(init)])).stdout.trim();
    await lab.run('kill', ['-9', monitor]);
    await waitFor(async () => (await changedIds()).includes('container/102'), {
      what: 'the end of the container',
    });
    expect(await changedIds()).toContain('container/102');
    await mend();
    await expectChain();
  });

  test('a port row deleted under a container', async () => {
    await lab.run('ovs-vsctl', ['-t', '5', 'del-port', 'priv_warp']);
    const ids = await changedIds();
    expect(ids).toEqual(expect.arrayContaining(['port/priv_warp', 'container/101']));
    await mend();
    await expectChain();
  });

  test('a tap deleted by hand', async () => {
    await lab.run('ip', ['link', 'del', 'mgmt0']);
    await waitFor(async () => (await changedIds()).includes('port/mgmt0'), { what: 'the plan to say it' });
    await mend();
    const { stdout } = await lab.run('ip', ['-br', 'addr', 'show', 'mgmt0']);
    expect(stdout).toContain('10.100.0.129/25');
  });

  test('a flow deleted, and a flow changed', async () => {
    const flows = await lab.run('ovs-ofctl', ['--names', '--no-stats', 'dump-flows', 'ovs-br0']);
    const line = flows.stdout.split('\n').find((text) => text.includes('priv_wg')) ?? '';
    const match = (/priority=\S+/.exec(line)?.[0] ?? '').trim();
    await lab.run('ovs-ofctl', ['--strict', '--names', 'del-flows', 'ovs-br0', match]);
    expect(await changedIds()).toHaveLength(1);
    expect(await mend()).toHaveLength(1);
    await expectChain();
  });

  test('an address flushed in a container', async () => {
    const pid = String(await initPid(lab, '101'));
    await lab.run('nsenter', ['-t', pid, '-n', 'ip', 'addr', 'flush', 'dev', 'eth0']);
    expect(await changedIds()).toEqual(['container/101']);
    expect(await mend()).toEqual(['container/101']);
    expect(await initPid(lab, '101')).toBe(Number(pid));
    await expectChain();
  });

  test('the bridge deleted', async () => {
    await lab.run('ovs-vsctl', ['-t', '5', 'del-br', 'ovs-br0']);
    expect(await changedIds()).toContain('bridge/ovs-br0');
    await mend();
    await expectChain();
  });

  test('ovs-vswitchd killed and started again', async () => {
    await lab.killDaemon('ovs-vswitchd');
    const down = await topologies.run('plan', FILE, ...SET);
    expect([down.exitCode, down.stderr]).toEqual([69, expect.stringContaining('ovs-vswitchd')]);
    await lab.startDaemon('ovs-vswitchd');
    await mend();
    await expectChain();
  });
});

describe('data', () => {
  test('a container taken out of the file is stopped and retained, and comes back with its data', async () => {
    const kept = `${lab.lxcPath}/102/rootfs/root/kept`;
    await lab.run('touch', [kept]);
    const document = parse(readFileSync(FILE, 'utf8'));
    delete document.containers['102'];
    document.flows = document.flows.filter((flow: object) => !JSON.stringify(flow).includes('priv_xray'));
    document.expect = document.expect.filter(
      ({ from, to }: Record<string, string>) => ![from, to].includes('102'),
    );
    const without = stringify(document);
    const file = topologies.write('without.yaml', without);
    const { json } = await topologies.json('plan', file, ...SET);
    expect(json.changes).toContainEqual(expect.objectContaining({ id: 'container/102', action: 'retain' }));
    await topologies.expectApplied(file, ...SET);
    expect((await topologies.json('status')).json.topologies[0].retained).toEqual(['container/102']);
    expect((await lab.run('ovs-vsctl', ['-t', '5', 'list-ports', 'ovs-br0'])).stdout).not.toContain(
      'priv_xray',
    );
    await topologies.expectApplied(FILE, ...SET);
    await lab.run('test', ['-e', kept]);
    await expectChain();
  });

  test('destroy leaves nothing', async () => {
    const { exitCode, json } = await topologies.json('destroy', FILE, ...SET);
    expect([exitCode, json.outcome]).toEqual([0, 'converged']);
    expect((await lab.run('ovs-vsctl', ['-t', '5', 'list-br'])).stdout).toBe('');
    expect((await lab.run('ls', [lab.lxcPath])).stdout).toBe('');
    expect((await topologies.json('status')).json.topologies).toEqual([]);
  });
});
