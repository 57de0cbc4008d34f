import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { useLab } from '../support/lab.ts';
import { refusedConnections, useListeners } from '../support/listener.ts';
import { snapshot } from '../support/snapshot.ts';
import { useTopologies } from '../support/topologies.ts';
import { waitFor } from '../support/wait.ts';

const lab = useLab();
const topologies = useTopologies(lab);
const listen = useListeners(lab);

/** A socket and a veth container, and one that a flow cuts off from the first. */
const BASE = `version: 1
name: exp
bridges:
  br-x: { datapath_type: netdev, fail_mode: secure, addresses: [10.7.0.1/24, "fd07::1/64"] }
containers:
  a: { template: busybox, interfaces: { eth0: { bridge: br-x, port: ap, addresses: [10.7.0.11/24, "fd07::11/64"] } } }
  b:
    template: busybox
    interfaces: { eth0: { bridge: br-x, port: bp, network_type: veth, addresses: [10.7.0.12/24, "fd07::12/64"] } }
  c: { template: busybox, interfaces: { eth0: { bridge: br-x, port: cp, ofport_request: 7, addresses: [10.7.0.13/24] } } }
flows:
  - { bridge: br-x, priority: 1, actions: NORMAL }
  - { bridge: br-x, priority: 9, match: "in_port=ap,ip,nw_dst=10.7.0.13", actions: drop }
`;

function withExpectations(name: string, lines: readonly string[], base = BASE): string {
  return topologies.write(name, `${base}expect:\n${lines.map((line) => `  - { ${line} }\n`).join('')}`);
}

/** The line of a file that holds `text`, counted from 1. */
function lineOf(file: string, text: string): number {
  return (
    readFileSync(file, 'utf8')
      .split('\n')
      .findIndex((line) => line.includes(text)) + 1
  );
}

/** What differs from BASE in a file that is to be taken back: a port, a flow, a container's address. */
const CHANGED = BASE.replace('containers:', 'ports: { extra: { bridge: br-x, type: internal } }\ncontainers:')
  .replace('10.7.0.13/24', '10.7.0.33/24')
  .concat('  - { bridge: br-x, priority: 2, match: "in_port=cp,udp", actions: drop }\n');

beforeAll(async () => {
  await topologies.expectApplied(topologies.write('base.yaml', BASE));
  await listen('a', 'tcp', 80);
  await listen('b', 'udp', 53);
});

const MET = [
  'from: a, to: b',
  'from: b, to: "fd07::11"',
  'from: host, to: a, port: 80',
  'from: b, to: a, port: 80, protocol: tcp',
  'from: a, to: b, port: 53, protocol: udp',
  'from: b, to: host, port: 9, protocol: udp',
  'from: host, to: "fd07::12"',
  'from: a, to: c, reachable: false',
  'from: a, to: c, port: 80, reachable: false, within: 300ms',
];

describe('an apply whose expectations are met', () => {
  test('converges and says so, with ICMP, TCP and UDP, IPv4 and IPv6, both ways', async () => {
    const file = withExpectations('met.yaml', MET, BASE.replace('priority: 9', 'priority: 10'));
    const { exitCode, json } = await topologies.json('apply', file);
    const unmet = json.expectations.filter((one: { met: boolean }) => !one.met);
    expect([exitCode, json.outcome, unmet]).toEqual([0, 'converged', []]);
    expect(json.expectations).toHaveLength(MET.length);
    expect(json.expectations[2]).toMatchObject({
      ...{ from: 'host', to: 'a', address: '10.7.0.11', protocol: 'tcp', port: 80, reachable: true },
      ...{ met: true, outcome: 'answered', file, line: lineOf(file, 'from: host, to: a'), within_ms: 5_000 },
    });
    // Nobody listens there, and the host's kernel says so: the datagram has arrived.
    expect(json.expectations[5]).toMatchObject({ met: true, outcome: 'refused' });
    expect(json.expectations[7]).toMatchObject({ met: true, outcome: 'silent' });
    const again = await topologies.run('apply', file);
    expect([again.exitCode, again.stdout.trim()]).toEqual([
      0,
      'exp: nothing to do, the host is as declared, 9 expectations met.',
    ]);
    await topologies.expectApplied(topologies.path('base.yaml'));
  });
});

describe('an apply whose expectations are not met', () => {
  test('is undone like one with a failed step, exit 3, naming the line and the flow', async () => {
    const file = withExpectations(
      'unmet.yaml',
      ['from: a, to: b', 'from: a, to: c, within: 1s'],
      CHANGED.replace('nw_dst=10.7.0.13', 'nw_dst=10.7.0.33'),
    );
    const before = await snapshot(lab);
    const { exitCode, stderr } = await topologies.run('apply', file);
    expect(exitCode).toBe(3);
    expect(stderr).toContain(
      `${file}:${lineOf(file, 'to: c, within')}:5: error: a -> c (10.7.0.33), icmp: not reached: nothing came back in 1 s`,
    );
    expect(stderr).toContain(
      `br-x drops the echo request: the flow at ${file}:${lineOf(file, 'priority: 9')}:5`,
    );
    expect(stderr).toContain('1 of 2 expectations not met.');
    expect(stderr).toContain('what was done is undone');
    expect(await snapshot(lab)).toEqual(before);
    expect((await topologies.json('apply', topologies.path('base.yaml'))).json.outcome).toBe('unchanged');
  });

  test('keeps what was done with --no-rollback, exit 1', async () => {
    const file = withExpectations('kept.yaml', ['from: host, to: a, port: 81, within: 300ms'], CHANGED);
    const { exitCode, json } = await topologies.json('apply', file, '--no-rollback');
    expect([exitCode, json.outcome, json.error.code]).toEqual([1, 'failed', 'expectation-failed']);
    expect(json.expectations[0].detail).toContain('refused by 10.7.0.11: packets arrive there');
    expect(json.error.diagnostics).toEqual([
      expect.objectContaining({ file, line: lineOf(file, 'port: 81') }),
    ]);
    await lab.run('ip', ['link', 'show', 'extra']);
    // Nothing is left to do, and still it must not say success.
    const again = await topologies.run('apply', file);
    expect([again.exitCode, again.stderr]).toEqual([1, expect.stringContaining('nothing was changed')]);
    await topologies.expectApplied(topologies.path('base.yaml'));
  });

  test('keeps the data that it would have deleted', async () => {
    const kept = `${lab.lxcPath}/c/rootfs/root/kept`;
    await lab.run('touch', [kept]);
    const without = BASE.split('\n').filter((line) => !line.startsWith('  c:'));
    const text = without.join('\n').replace(/.*priority: 9.*\n/, '');
    const file = withExpectations('gone.yaml', ['from: host, to: a, port: 81, within: 300ms'], text);
    const { exitCode, json } = await topologies.json('apply', file, '--delete-data');
    expect([exitCode, json.outcome, json.error.code]).toEqual([3, 'rolled-back', 'expectation-failed']);
    expect(json.changes.map(({ id }: { id: string }) => id)).toContain('container/c');
    await lab.run('test', ['-e', kept]);
    expect((await topologies.json('apply', topologies.path('base.yaml'))).json.outcome).toBe('unchanged');
  });

  test('is undone when it carries out a plan file, too', async () => {
    const file = withExpectations('planned.yaml', ['from: host, to: a, port: 81, within: 300ms'], CHANGED);
    const plan = topologies.path('expectations.plan');
    expect((await topologies.run('plan', file, '--out', plan)).exitCode).toBe(0);
    const { exitCode, json } = await topologies.json('apply', plan);
    expect([exitCode, json.outcome, json.error.code]).toEqual([3, 'rolled-back', 'expectation-failed']);
  });

  test('that Ctrl-C ends meanwhile is undone, exit 130', async () => {
    const file = withExpectations('long.yaml', ['from: host, to: a, port: 81, within: 10m'], CHANGED);
    const before = await snapshot(lab);
    const refused = await refusedConnections(lab, 'a');
    const child = spawn('optopo', ['apply', file], { stdio: 'ignore' });
    const ended = once(child, 'exit');
    const isProbed = async () => (await refusedConnections(lab, 'a')) > refused;
    await waitFor(isProbed, { what: 'the first probe', deadlineMs: 30_000 });
    child.kill('SIGINT');
    expect((await ended)[0]).toBe(130);
    expect(await snapshot(lab)).toEqual(before);
  });
});

describe('check', () => {
  test('tells each that is not met, changes nothing, exit 1', async () => {
    const file = withExpectations('check.yaml', [
      'from: a, to: b',
      'from: a, to: b, reachable: false, description: they are strangers',
      'from: b, to: a, port: 81, reachable: false',
    ]);
    const size = topologies.databaseSize();
    const { exitCode, stdout } = await topologies.run('check', file);
    expect(exitCode).toBe(1);
    expect(stdout).toContain(
      `${file}:${lineOf(file, 'strangers')}:5: error: a -> b (10.7.0.12), icmp: must not be reached: answered`,
    );
    expect(stdout).toContain('they are strangers');
    expect(stdout).toContain(
      `br-x lets the echo request pass: the flow at ${file}:${lineOf(file, 'NORMAL')}:5`,
    );
    // A service that is down is no proof that nothing gets through.
    expect(stdout).toMatch(/tcp port 81: must not be reached: refused by 10\.7\.0\.11: packets arrive there/);
    expect(stdout).toContain('2 of 3 expectations not met.');
    expect(topologies.databaseSize()).toBe(size);
  });

  test('waits for a service that comes up late', async () => {
    const file = withExpectations('late.yaml', ['from: b, to: a, port: 82, within: 60s']);
    const refused = await refusedConnections(lab, 'a');
    const checked = topologies.json('check', file);
    await waitFor(async () => (await refusedConnections(lab, 'a')) > refused, { what: 'the first probe' });
    await listen('a', 'tcp', 82);
    const { exitCode, json } = await checked;
    expect([exitCode, json.summary]).toEqual([0, { met: 1, unmet: 0 }]);
    expect(json.expectations[0].tries).toBeGreaterThan(1);
  });

  test('of a topology that is not there says which container does not run', async () => {
    const file = withExpectations(
      'elsewhere.yaml',
      ['from: z, to: host, reachable: false'],
      BASE.replace(
        '  a:',
        '  z: { template: busybox, interfaces: { eth0: { bridge: br-x, addresses: [10.7.0.99/24] } } }\n  a:',
      ),
    );
    const { exitCode, stdout } = await topologies.run('check', file);
    expect([exitCode, stdout]).toEqual([1, expect.stringContaining('container z does not run')]);
  });

  test('of a topology that expects nothing says so', async () => {
    const { exitCode, stdout } = await topologies.run('check', topologies.path('base.yaml'));
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('expects nothing')]);
  });
});

test('rollback and destroy do not check', async () => {
  const file = withExpectations('bad.yaml', ['from: host, to: a, port: 81, within: 300ms'], CHANGED);
  expect((await topologies.run('apply', file, '--no-rollback')).exitCode).toBe(1);
  const back = await topologies.json('rollback', 'exp', '1');
  expect([back.exitCode, back.json.outcome, back.json.expectations]).toEqual([0, 'converged', undefined]);
  const gone = await topologies.json('destroy', file);
  expect([gone.exitCode, gone.json.outcome]).toEqual([0, 'converged']);
});
