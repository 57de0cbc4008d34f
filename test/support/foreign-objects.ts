import type { TestLab } from './lab.ts';

/** Puts objects of somebody else's beside ours, on a bridge of ours as well. */
export async function addForeignObjects(lab: TestLab, bridge: string): Promise<void> {
  const vsctl = (...args: string[]) => lab.run('ovs-vsctl', ['-t', '10', ...args]);
  const internal = (name: string): string[] => ['--', 'set', 'Interface', name, 'type=internal'];
  await vsctl('add-br', 'fbr', '--', 'set', 'Bridge', 'fbr', 'datapath_type=netdev');
  await vsctl('add-port', 'fbr', 'fp0', 'tag=77', ...internal('fp0'));
  await vsctl('add-port', bridge, 'fp1', 'tag=78', ...internal('fp1'));
  await lab.run('ovs-ofctl', ['add-flow', bridge, 'cookie=0x77,priority=777,udp,tp_dst=777,actions=drop']);
  await lab.run('ip', ['link', 'add', 'fva', 'type', 'veth', 'peer', 'name', 'fvb']);
  for (const args of [
    ['link', 'set', 'fva', 'up'],
    ['link', 'set', 'fvb', 'up'],
    ['addr', 'add', '203.0.113.1/24', 'dev', 'fva'],
    ['route', 'add', '198.51.100.0/24', 'dev', 'fva'],
  ]) {
    await lab.run('ip', args);
  }
}

/** The foreign objects with what tells whether they were ever touched: uuids, device numbers, the flow's age. */
export async function foreignObjects(lab: TestLab, bridge: string) {
  const rows = async (table: string, name: string): Promise<string> => {
    const args = ['-t', '10', '-f', 'csv', '--no-headings', 'find', table, `name=${name}`];
    const columns =
      table === 'Port' ? ['--columns=_uuid,tag,external_ids'] : ['--columns=_uuid,external_ids'];
    return (await lab.run('ovs-vsctl', [...columns, ...args])).stdout;
  };
  const ip = async (...args: string[]): Promise<string> => (await lab.run('ip', ['-o', ...args])).stdout;
  const flows = (await lab.run('ovs-ofctl', ['dump-flows', bridge, 'cookie=0x77/-1'])).stdout;
  const [, age] = /duration=([\d.]+)s.* priority=777,udp,tp_dst=777 actions=drop/.exec(flows) ?? [];
  return {
    flowAge: Number(age),
    objects: {
      rows: [
        ...(await Promise.all(['fbr'].map((name) => rows('Bridge', name)))),
        ...(await Promise.all(['fp0', 'fp1'].map((name) => rows('Port', name)))),
        ...(await Promise.all(['fp0', 'fp1'].map((name) => rows('Interface', name)))),
      ],
      links: [await ip('link', 'show', 'fva'), await ip('addr', 'show', 'dev', 'fva', 'scope', 'global')],
      routes: await ip('route', 'show', 'dev', 'fva'),
    },
  };
}
