import { describe, expect, test } from 'vitest';
import { loadTopology } from '../../../src/compile/index.ts';

const { resources } = await loadTopology(['topologies/privacy-router.yaml'], {
  set: { template: 'busybox' },
});
const flows = resources.filter((resource) => resource.kind === 'flow').map((flow) => flow.attributes);

const HOSTS = {
  priv_wg: { mac: '02:00:00:00:01:00', ip: '10.100.0.130' },
  priv_warp: { mac: '02:00:00:00:01:01', ip: '10.100.0.131' },
  priv_xray: { mac: '02:00:00:00:01:02', ip: '10.100.0.132' },
} as const;
type Host = keyof typeof HOSTS;

/** Where a frame from one host goes, by the fields that this topology's flows look at. */
function outputs(frame: Record<string, string>): string[] {
  const hits = flows.filter((flow) =>
    String(flow.match)
      .split(',')
      .every((item) => {
        const [field = '', value = ''] = item.split(/=(.*)/);
        return item === 'arp' ? frame.arp === 'yes' : frame[field] === value;
      }),
  );
  return hits.map((flow) => String(flow.actions));
}

const names = Object.keys(HOSTS) as Host[];
const pairs = names.flatMap((from) =>
  names.filter((to) => to !== from).map((to): [Host, Host] => [from, to]),
);

describe('privacy-router lets the chain talk and nothing else', () => {
  test.each(pairs)('%s to %s', (from, to) => {
    const expected = from === 'priv_warp' || to === 'priv_warp' ? [`output:${to}`] : [];
    const unicast = { in_port: from, dl_dst: HOSTS[to].mac };
    const request = { in_port: from, dl_dst: 'ff:ff:ff:ff:ff:ff', arp: 'yes', arp_tpa: HOSTS[to].ip };
    expect(outputs(unicast)).toEqual(expected);
    expect(outputs({ ...unicast, arp: 'yes', arp_tpa: HOSTS[to].ip })).toEqual(expected);
    expect(outputs(request)).toEqual(expected);
  });

  test('every container waits for its port, every flow for the ports that it names', () => {
    const dependencies = new Map(resources.map(({ id, dependsOn }) => [id, dependsOn]));
    expect(dependencies.get('container/100')).toEqual([{ on: 'port/priv_wg', whenRebuilt: 'restart' }]);
    for (const { id, dependsOn } of resources.filter((resource) => resource.kind === 'flow')) {
      const ports = dependsOn.map((dependency) => dependency.on).filter((on) => on.startsWith('port/'));
      expect([id, ports.length]).toEqual([id, 2]);
    }
  });
});
