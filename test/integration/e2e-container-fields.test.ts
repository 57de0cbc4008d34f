import { describe, expect, test } from 'vitest';
import { useLab } from '../support/lab.ts';
import { initPid } from '../support/packets.ts';
import { useTopologies } from '../support/topologies.ts';

const lab = useLab();
const topologies = useTopologies(lab);

const BASE = `
version: 1
name: fields
bridges:
  br0: { datapath_type: netdev, fail_mode: standalone }
containers:
  c1:
    template: busybox
    hostname: one
    resources: { vcpus: 1, memory_mb: 128 }
    interfaces:
      eth0: { bridge: br0, port: sock1, addresses: [10.6.0.1/24] }
  c2:
    template: busybox
    interfaces:
      eth0: { bridge: br0, port: sock2, addresses: [10.6.0.2/24] }
`;

interface FieldChange {
  from: string;
  to: string;
  changes: { id: string; disruption: string }[];
  /** Whether the container's init is another one afterwards. */
  restarts: boolean;
}

const c1 = (disruption: string): { id: string; disruption: string } => ({ id: 'container/c1', disruption });

const CHANGES: FieldChange[] = [
  { from: 'hostname: one', to: 'hostname: two', changes: [c1('restart')], restarts: true },
  { from: 'memory_mb: 128', to: 'memory_mb: 96', changes: [c1('none')], restarts: false },
  { from: 'vcpus: 1', to: 'vcpus: 0.5', changes: [c1('none')], restarts: false },
  { from: '10.6.0.1/24', to: '10.6.0.9/24', changes: [c1('brief')], restarts: false },
  {
    from: 'addresses: [10.6.0.9/24]',
    to: 'addresses: [10.6.0.9/24], gateway: 10.6.0.2',
    changes: [c1('brief')],
    restarts: false,
  },
  {
    from: 'port: sock1',
    to: 'port: sock1, hwaddr: "02:00:00:00:06:01"',
    changes: [c1('restart')],
    restarts: true,
  },
  {
    from: 'port: sock1',
    to: 'port: sock1, tag: 5',
    changes: [{ id: 'port/sock1', disruption: 'none' }],
    restarts: false,
  },
  { from: 'hostname: two', to: 'hostname: two\n    autostart: true', changes: [c1('none')], restarts: false },
];

describe('every field of a container', () => {
  test('converges, says what it interrupts, and touches nothing else', async () => {
    let text = BASE;
    await topologies.expectApplied(topologies.write('fields.yaml', text));
    const other = await initPid(lab, 'c2');
    for (const { from, to, changes, restarts } of CHANGES) {
      expect(text).toContain(from);
      text = text.replace(from, to);
      const before = await initPid(lab, 'c1');
      const file = topologies.write('fields.yaml', text);
      const report = await topologies.json('apply', file);
      const touched = report.json.changes.map(({ id, disruption }: FieldChange['changes'][0]) => ({
        id,
        disruption,
      }));
      expect({ to, code: report.exitCode, touched }).toEqual({ to, code: 0, touched: changes });
      expect({ to, restarted: (await initPid(lab, 'c1')) !== before }).toEqual({ to, restarted: restarts });
      expect((await topologies.json('apply', file)).json.outcome).toBe('unchanged');
    }
    expect(await initPid(lab, 'c2')).toBe(other);
    const name = await lab.run('lxc-attach', ['-P', lab.lxcPath, '-n', 'c1', '--', 'hostname']);
    expect(name.stdout.trim()).toBe('two');
  });

  test('stopping and starting it is an update, and its neighbour runs on', async () => {
    const other = await initPid(lab, 'c2');
    const stopped = BASE.replace('hostname: one', 'hostname: two\n    state: stopped');
    await topologies.expectApplied(topologies.write('fields.yaml', stopped));
    expect((await topologies.json('status')).json.topologies[0]).toMatchObject({
      sync: 'Synced',
      health: 'Healthy',
    });
    const report = await topologies.json('apply', topologies.write('fields.yaml', BASE));
    expect(report.json.summary).toMatchObject({ update: 1, create: 0, replace: 0 });
    expect(await initPid(lab, 'c2')).toBe(other);
    expect((await topologies.json('destroy', topologies.path('fields.yaml'))).exitCode).toBe(0);
  });

  test('another template is refused with its line, unless data may go', async () => {
    const file = topologies.write('fields.yaml', BASE);
    await topologies.expectApplied(file);
    const other = topologies.write('fields.yaml', BASE.replace('template: busybox', 'template: debian'));
    const refused = await topologies.run('apply', other);
    expect([refused.exitCode, refused.stderr]).toEqual([
      1,
      expect.stringMatching(/fields\.yaml:7:3: .*--delete-data/),
    ]);
    expect((await topologies.json('destroy', file)).exitCode).toBe(0);
  });
});

test('an external container that is stopped makes the status degraded, and it says why', async () => {
  await lab.run('lxc-create', ['-P', lab.lxcPath, '-n', 'guest', '-t', 'busybox']);
  const file = topologies.write(
    'external.yaml',
    'version: 1\nname: external\ncontainers:\n  guest: { external: true }\n',
  );
  await topologies.expectApplied(file);
  const { exitCode, json } = await topologies.json('status', 'external');
  expect([exitCode, json.topologies[0]]).toMatchObject([
    1,
    {
      ...{ sync: 'Synced', health: 'Degraded', drift: [] },
      error: 'container/guest is external and does not run',
    },
  ]);
  await lab.run('lxc-start', ['-P', lab.lxcPath, '-n', 'guest']);
  expect((await topologies.json('status', 'external')).json.topologies[0]).toMatchObject({
    ...{ health: 'Healthy', error: null },
  });
  await lab.run('lxc-stop', ['-P', lab.lxcPath, '-k', '-n', 'guest']);
  await lab.run('lxc-destroy', ['-P', lab.lxcPath, '-n', 'guest']);
});
