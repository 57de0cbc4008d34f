import { describe, expect, test } from 'vitest';
import { useLab } from '../support/lab.ts';
import { useTopologies } from '../support/topologies.ts';

/** Bridge, ports, links, addresses, routes and flows through the program; containers have files of their own. */
const BASE = `
version: 1
name: base
bridges:
  br0: { datapath_type: netdev, fail_mode: secure, addresses: [10.9.0.1/24] }
ports:
  p1: { bridge: br0, type: internal, tag: 10, addresses: [10.9.1.1/24] }
  p2: { bridge: br0, type: internal }
links:
  va: { kind: veth, peer: vb, mtu: 1400, addresses: [192.0.2.1/24] }
routes:
  - { to: 10.50.0.0/24, via: 10.9.0.2, dev: br0, metric: 100 }
flows:
  - { bridge: br0, priority: 100, match: "in_port=p1,ip", actions: "output:p2" }
`;

const lab = useLab();
const topologies = useTopologies(lab);

describe('apply', () => {
  test('builds everything, then finds nothing to do and writes nothing', async () => {
    const file = topologies.write('base.yaml', BASE);
    const first = await topologies.json('apply', file);
    expect(first).toMatchObject({
      exitCode: 0,
      json: { outcome: 'converged', verified: true, generation: 1 },
    });
    expect(first.json.changes.every((change: { status: string }) => change.status === 'done')).toBe(true);
    const links = await lab.run('ip', ['-j', 'addr', 'show', 'dev', 'p1']);
    expect(JSON.parse(links.stdout)[0]).toMatchObject({
      flags: expect.arrayContaining(['UP']),
      addr_info: expect.arrayContaining([expect.objectContaining({ local: '10.9.1.1', prefixlen: 24 })]),
    });
    const route = await lab.run('ip', ['route', 'show', '10.50.0.0/24']);
    expect(route.stdout).toMatch(/via 10\.9\.0\.2 dev br0 proto 79 metric 100/);

    const before = topologies.databaseSize();
    const second = await topologies.run('apply', file, '--log-level', 'debug');
    expect(second.exitCode).toBe(0);
    expect(second.stdout).toContain('nothing to do');
    expect(topologies.databaseSize()).toBe(before);
    expect(second.stderr).not.toMatch(/add-flows|lxc-(create|start|stop|destroy)|ip -batch -/);
    const plan = await topologies.run('plan', file, '--detailed-exitcode');
    expect(plan.exitCode).toBe(0);
  });

  test('plan changes nothing, says what would happen, and exits 2 when asked to', async () => {
    const file = topologies.write(
      'planned.yaml',
      BASE.replace('name: base', 'name: planned')
        .replaceAll('br0', 'brp')
        .replaceAll('p1', 'q1')
        .replaceAll('p2', 'q2')
        .replaceAll('va', 'vc')
        .replaceAll('vb', 'vd')
        .replaceAll('10.9', '10.8')
        .replaceAll('192.0.2.1', '192.0.2.9')
        .replaceAll('10.50', '10.51'),
    );
    const before = topologies.databaseSize();
    const { exitCode, stdout } = await topologies.run('plan', file, '--detailed-exitcode');
    expect(exitCode).toBe(2);
    expect(stdout).toContain('+ bridge/brp');
    expect(topologies.databaseSize()).toBe(before);
  });

  test('every single field change converges and changes nothing else', async () => {
    const changes: [string, string, string[]][] = [
      ['tag: 10', 'tag: 20', ['port/p1']],
      ['tag: 20', 'trunks: [5, 6], vlan_mode: trunk', ['port/p1']],
      ['trunks: [5, 6], vlan_mode: trunk', 'mtu: 1300', ['port/p1']],
      ['mtu: 1300', 'external_ids: { a: b }', ['port/p1']],
      ['external_ids: { a: b }', 'state: down', ['port/p1']],
      ['state: down', 'hwaddr: "02:00:00:00:09:01"', ['port/p1']],
      [
        'p2: { bridge: br0, type: internal }',
        'p2: { bridge: br0, type: internal, other_config: { x: y } }',
        ['port/p2'],
      ],
      ['mtu: 1400', 'mtu: 1350', ['link/va']],
      ['mtu: 1350', 'mtu: 1350, state: down', ['link/va']],
      [
        'addresses: [192.0.2.1/24]',
        'addresses: [192.0.2.2/24]',
        ['address/va/192.0.2.1/24', 'address/va/192.0.2.2/24'],
      ],
      ['via: 10.9.0.2', 'via: 10.9.0.3', ['route/main/10.50.0.0/24/100']],
      ['metric: 100', 'metric: 200', ['route/main/10.50.0.0/24/100', 'route/main/10.50.0.0/24/200']],
      ['output:p2', 'drop', ['flow/br0/0/100/ip,in_port=p1']],
      ['priority: 100', 'priority: 90', ['flow/br0/0/100/ip,in_port=p1', 'flow/br0/0/90/ip,in_port=p1']],
      ['fail_mode: secure', 'fail_mode: standalone', ['bridge/br0']],
      ['fail_mode: standalone', 'mcast_snooping_enable: true', ['bridge/br0']],
    ];
    let text = BASE;
    for (const [from, to, ids] of changes) {
      expect(text).toContain(from);
      text = text.replace(from, to);
      const file = topologies.write('base.yaml', text);
      const report = await topologies.json('apply', file);
      expect([to, report.exitCode, report.json.outcome]).toEqual([to, 0, 'converged']);
      const touched = report.json.changes.map((change: { id: string }) => change.id).sort();
      expect([to, touched]).toEqual([to, [...ids].sort()]);
      expect([to, (await topologies.json('apply', file)).json.outcome]).toEqual([to, 'unchanged']);
    }
  });

  test('what is taken out of the file goes, what others put beside it stays', async () => {
    const file = topologies.write('base.yaml', BASE);
    await topologies.expectApplied(file);
    await lab.run('ovs-vsctl', [
      '-t',
      '5',
      'add-port',
      'br0',
      'foreign',
      '--',
      'set',
      'interface',
      'foreign',
      'type=internal',
    ]);
    await lab.run('ip', ['addr', 'add', '203.0.113.1/32', 'dev', 'p1']);
    await lab.run('ovs-ofctl', ['add-flow', 'br0', 'cookie=0x77,priority=7,arp,actions=drop']);
    const plan = await topologies.json('plan', file);
    expect(plan.json.changes).toEqual([]);
    expect(plan.json.unmanaged.map((object: { id: string }) => object.id).sort()).toEqual([
      'address/p1/203.0.113.1/32',
      'flow/br0/0/7/arp',
      'port/foreign',
    ]);
    const without = topologies.write(
      'base.yaml',
      BASE.replace(/ {2}p2: .*\n/, '').replace('output:p2', 'drop'),
    );
    await topologies.expectApplied(without);
    const ports = (await lab.run('ovs-vsctl', ['-t', '5', 'list-ports', 'br0'])).stdout
      .trim()
      .split('\n')
      .sort();
    expect(ports).toEqual(['foreign', 'p1']);

    const destroyed = await topologies.json('destroy', without);
    expect(destroyed).toMatchObject({ exitCode: 0, json: { outcome: 'converged' } });
    expect(destroyed.json.summary.release).toBe(1);
    const left = (await lab.run('ovs-vsctl', ['-t', '5', 'list-ports', 'br0'])).stdout.trim();
    expect(left).toBe('foreign');
    const flows = (await lab.run('ovs-ofctl', ['--no-stats', 'dump-flows', 'br0'])).stdout.trim();
    expect(flows).toMatch(/^\s*cookie=0x77, priority=7,arp actions=drop$/);
    await lab.run('ovs-vsctl', ['-t', '5', 'del-br', 'br0']);
    expect((await lab.run('ip', ['-br', 'link'])).stdout).not.toMatch(/^(va|vb|p1|br0)\b/m);
  });
});

describe('ownership', () => {
  test('a foreign object of the same name is a conflict with its line, until it is adopted', async () => {
    await lab.run('ovs-vsctl', [
      '-t',
      '5',
      'add-br',
      'bra',
      '--',
      'set',
      'bridge',
      'bra',
      'datapath_type=netdev',
    ]);
    const file = topologies.write(
      'adopting.yaml',
      'version: 1\nname: adopting\nbridges:\n  bra: { datapath_type: netdev }\n',
    );
    const refused = await topologies.run('apply', file);
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toMatch(/adopting\.yaml:4:3: error: bridge\/bra exists already/);
    const plan = await topologies.json('plan', file);
    expect(plan).toMatchObject({
      exitCode: 1,
      json: { conflicts: [{ id: 'bridge/bra', owner: null, line: 4 }] },
    });
    const adopted = await topologies.json('apply', file, '--adopt');
    expect(adopted).toMatchObject({ exitCode: 0, json: { summary: { adopt: 1 } } });
    expect((await topologies.json('destroy', file)).json.summary.release).toBe(1);
    const bridge = await lab.run('ovs-vsctl', ['-t', '5', 'get', 'bridge', 'bra', 'external_ids']);
    expect(bridge.stdout.trim()).toBe('{}');
    await lab.run('ovs-vsctl', ['-t', '5', 'del-br', 'bra']);
  });

  test('two topologies live side by side, and neither takes what is the other’s', async () => {
    const one = topologies.write(
      'one.yaml',
      'version: 1\nname: one\nbridges:\n  br1: { datapath_type: netdev }\n',
    );
    const two = topologies.write(
      'two.yaml',
      'version: 1\nname: two\nbridges:\n  br2: { datapath_type: netdev }\n',
    );
    await topologies.expectApplied(one);
    await topologies.expectApplied(two);
    expect((await topologies.json('plan', one)).json.changes).toEqual([]);
    const thief = topologies.write(
      'thief.yaml',
      'version: 1\nname: two\nbridges:\n  br1: { datapath_type: netdev }\n',
    );
    const refused = await topologies.run('apply', thief, '--adopt');
    expect([refused.exitCode, refused.stderr]).toEqual([
      1,
      expect.stringContaining('belongs to topology one'),
    ]);
    await topologies.run('destroy', one);
    expect((await lab.run('ovs-vsctl', ['-t', '5', 'list-br'])).stdout.trim()).toBe('br2');
    await topologies.run('destroy', two);
  });

  test('removing everything needs --allow-empty', async () => {
    const full = topologies.write(
      'full.yaml',
      'version: 1\nname: full\nbridges:\n  br3: { datapath_type: netdev }\n',
    );
    const empty = topologies.write('empty.yaml', 'version: 1\nname: full\n');
    await topologies.expectApplied(full);
    const refused = await topologies.run('apply', empty);
    expect([refused.exitCode, refused.stderr]).toEqual([1, expect.stringContaining('--allow-empty')]);
    await topologies.expectApplied(empty, '--allow-empty');
    expect((await lab.run('ovs-vsctl', ['-t', '5', 'list-br'])).stdout.trim()).toBe('');
  });

  test('three-way: omitted after declared goes back, set by hand and never declared stays', async () => {
    const text = (port: string): string =>
      `version: 1\nname: three\nbridges:\n  br4: { datapath_type: netdev }\nports:\n  t1: { bridge: br4, type: internal${port} }\n`;
    await topologies.expectApplied(topologies.write('three.yaml', text(', tag: 10')));
    await lab.run('ovs-vsctl', ['-t', '5', 'set', 'port', 't1', 'vlan_mode=access']);
    await topologies.expectApplied(topologies.write('three.yaml', text('')));
    const row = await lab.run('ovs-vsctl', ['-t', '5', '--', 'get', 'port', 't1', 'tag', 'vlan_mode']);
    expect(row.stdout.trim().split('\n')).toEqual(['[]', 'access']);
    await topologies.run('destroy', topologies.path('three.yaml'));
  });
});
