import { expect, test } from 'vitest';
import { countFaultPoint } from '../support/faults/count.ts';
import { readHostState } from '../support/faults/host-state.ts';
import { useLab } from '../support/lab.ts';
import { useTopologies } from '../support/topologies.ts';

const lab = useLab();
const topologies = useTopologies(lab);

const topology = (name: string, number: number, version: number): string => `
version: 1
name: ${name}
bridges: { br-${name}: { datapath_type: netdev, fail_mode: secure, addresses: [10.${number}.${version}.1/24] } }
ports: { p${version}-${name}: { bridge: br-${name}, type: internal, tag: ${version} } }
links: { v-${name}: { kind: veth, peer: w-${name}, mtu: ${1_300 + version} } }
containers: { c-${name}: { template: busybox, hostname: h${version}, interfaces: { eth0: { bridge: br-${name} } } } }
flows: [{ bridge: br-${name}, priority: ${version}, match: ip, actions: drop }]
`;
const files = ['ma', 'mb'].flatMap((name, at) =>
  [1, 2].map((version) => ({ name, version, text: topology(name, 70 + at, version) })),
);
const fileOf = (name: string, version: number): string => topologies.path(`${name}${version}.yaml`);

async function foreign(): Promise<unknown> {
  const state = await readHostState(lab);
  return Object.entries(state).filter(([id]) => /foreign/.test(id));
}

test('twenty processes at once on two topologies: each does its work or yields, and nothing is half done', {
  timeout: 180_000,
}, async (context) => {
  for (const { name, version, text } of files) topologies.write(`${name}${version}.yaml`, text);
  await lab.run('ovs-vsctl', [
    '-t',
    '5',
    'add-br',
    'foreign0',
    '--',
    'set',
    'bridge',
    'foreign0',
    'datapath_type=netdev',
  ]);
  await lab.run('ovs-ofctl', ['add-flow', 'foreign0', 'priority=7,udp,actions=drop']);
  await lab.run('ip', ['link', 'add', 'foreign1', 'type', 'veth', 'peer', 'name', 'foreign2']);
  await lab.run('ip', ['addr', 'add', '10.79.0.1/24', 'dev', 'foreign1']);
  const before = await foreign();

  const patient = ['--lock-timeout', '120'];
  const commands = Array.from({ length: 20 }, (_, at): string[] => {
    const file = fileOf(at % 2 === 0 ? 'ma' : 'mb', 1 + (at % 3 === 0 ? 1 : 0));
    if (at % 10 === 7) return ['destroy', file, ...patient];
    if (at % 10 === 8) return ['status'];
    if (at % 10 === 9) return ['plan', file];
    return at % 4 === 1 ? ['apply', file] : ['apply', file, ...patient];
  });
  const results = await Promise.all(
    commands.map(async (args) => ({ args, ...(await lab.optopo(args, { timeoutMs: 170_000 })) })),
  );
  for (const { args, exitCode, stderr } of results) {
    const good = args[0] === 'status' ? [0, 1, 2] : args.includes('--lock-timeout') ? [0] : [0, 75];
    expect({ args, exitCode, stderr, good }).toEqual({
      args,
      exitCode: expect.toBeOneOf(good),
      stderr,
      good,
    });
    expect(stderr).not.toMatch(/bug in optopo|^\s+at /m);
  }
  expect(
    results.filter(({ args, exitCode }) => args[0] === 'apply' && exitCode === 0).length,
  ).toBeGreaterThan(2);

  expect(await foreign()).toEqual(before);
  for (const name of ['ma', 'mb']) {
    const left = (await topologies.json('status')).json.topologies.filter(
      (one: { name: string }) => one.name === name,
    );
    if (left.length === 0) continue;
    expect(left).toMatchObject([{ sync: 'Synced', health: 'Healthy' }]);
    const plans = [1, 2].map((version) =>
      topologies.run('plan', fileOf(name, version), '--detailed-exitcode'),
    );
    expect((await Promise.all(plans)).map(({ exitCode }) => exitCode).sort()).toEqual([0, 2]);
  }
  for (const name of ['ma', 'mb'])
    expect((await topologies.run('destroy', fileOf(name, 1))).exitCode).toBe(0);
  expect(Object.keys(await readHostState(lab)).filter((id) => /-m[ab]\b/.test(id))).toEqual([]);
  expect(await foreign()).toEqual(before);
  countFaultPoint(context);
});
