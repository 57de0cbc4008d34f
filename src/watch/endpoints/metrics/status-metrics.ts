import type { Registry } from 'prom-client';
import type { DaemonStatus, WatchedTopology } from '../../contract.ts';

const SYNC = ['Synced', 'OutOfSync'] as const;
const HEALTH = ['Healthy', 'Progressing', 'Degraded'] as const;

type Read = (topology: WatchedTopology) => number;

/** How a topology stands, one series each. */
const PER_TOPOLOGY: readonly [name: string, help: string, read: Read][] = [
  ['optopo_generation', 'Number of the generation in force.', ({ generation }) => generation],
  [
    'optopo_last_success_timestamp_seconds',
    'When everything was last seen as declared, since the epoch, in seconds; 0: never.',
    ({ lastSuccess }) => (lastSuccess === null ? 0 : Date.parse(lastSuccess) / 1_000),
  ],
  ['optopo_suspended', '1 while the topology is suspended.', ({ suspended }) => Number(suspended)],
  ['optopo_fights', 'Objects that are left alone after a fight.', ({ fights }) => fights.length],
  ['optopo_drifted_objects', 'Objects that are not as declared.', ({ drift }) => drift.length],
];

/** How the daemon itself stands. */
const OF_DAEMON: readonly [name: string, help: string, read: (status: DaemonStatus) => number][] = [
  ['optopo_ready', '1 once every topology has converged.', ({ ready }) => Number(ready)],
  [
    'optopo_source_problem',
    '1 while the newest desired state is not in force.',
    ({ problem }) => Number(problem !== null),
  ],
  ['optopo_queue_depth', 'Topologies that wait for a reconcile.', ({ queueDepth }) => queueDepth],
];

/** Gauges of the daemon's status; call what is returned before they are printed. What is gone is gone here too. */
export function registerStatusMetrics(
  prom: typeof import('prom-client'),
  registers: Registry[],
): (status: DaemonStatus) => void {
  const ofDaemon = OF_DAEMON.map(([name, help, read]) => {
    const gauge = new prom.Gauge({ name, help, registers });
    return (status: DaemonStatus) => gauge.set(read(status));
  });
  const perTopology = PER_TOPOLOGY.map(([name, help, read]) => {
    const gauge = new prom.Gauge({ name, help, registers, labelNames: ['topology'] });
    return ({ topologies }: DaemonStatus) => {
      gauge.reset();
      for (const topology of topologies) gauge.set({ topology: topology.name }, read(topology));
    };
  });
  const states = [
    stateSet(prom, registers, 'optopo_sync_status', 'sync', SYNC),
    stateSet(prom, registers, 'optopo_health_status', 'health', HEALTH),
  ];
  return (status) => {
    for (const update of [...ofDaemon, ...perTopology, ...states]) update(status);
  };
}

/** One series for each value that a topology's state may have: 1 for the one that it has. */
function stateSet(
  prom: typeof import('prom-client'),
  registers: Registry[],
  name: string,
  label: 'sync' | 'health',
  values: readonly string[],
): (status: DaemonStatus) => void {
  const help = `1 for the ${label} status that the topology has, 0 for the others.`;
  const gauge = new prom.Gauge({ name, help, registers, labelNames: ['topology', label] });
  return ({ topologies }) => {
    gauge.reset();
    for (const topology of topologies) {
      for (const value of values) {
        gauge.set({ topology: topology.name, [label]: value }, Number(topology[label] === value));
      }
    }
  };
}
