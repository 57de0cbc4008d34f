/** One small network that a daemon looks after: every kind of object that needs no container. */
import { afterEach } from 'vitest';
import { useLab } from './lab.ts';
import { useTopologies } from './topologies.ts';
import { useWatch } from './watch-daemon.ts';

const TOPOLOGY = `
version: 1
name: net
bridges:
  br0: { datapath_type: netdev, fail_mode: secure, addresses: [10.9.0.1/24] }
ports:
  p1: { bridge: br0, type: internal, tag: 10, ofport_request: 1, addresses: [10.9.1.1/24] }
  p2: { bridge: br0, type: internal, tag: 20, ofport_request: 2 }
links:
  va: { kind: veth, peer: vb, addresses: [10.9.2.1/24] }
routes:
  - { to: 10.99.0.0/24, via: 10.9.2.2 }
flows:
  - { bridge: br0, priority: 100, match: "in_port=p1", actions: "output:p2" }
  - { bridge: br0, priority: 100, match: "in_port=p2", actions: "output:p1" }
  - { bridge: br0, priority: 50, match: "arp", actions: normal }
`;

/** The lab of a test file whose network `net` is watched; it is taken away after each test. */
export function useWatchedNet() {
  const lab = useLab();
  const topologies = useTopologies(lab);
  const watch = useWatch();
  const vsctl = (...args: string[]) => lab.run('ovs-vsctl', ['-t', '20', ...args]);
  const ofctl = (...args: string[]) => lab.run('ovs-ofctl', ['-O', 'OpenFlow15', ...args]);
  const ip = (...args: string[]) => lab.run('ip', args);
  /** Starts a daemon on it; returns when it has looked once. */
  const start = (...flags: string[]) => watch.start([topologies.write('net.yaml', TOPOLOGY)], flags, ['net']);

  afterEach(async () => {
    await watch.stopAll();
    await topologies.run('destroy', '--name', 'net', '--yes');
    // A bridge that carries what others have made was released, not deleted.
    await vsctl('--if-exists', 'del-br', 'br0');
  });

  return { lab, topologies, start, vsctl, ofctl, ip };
}
