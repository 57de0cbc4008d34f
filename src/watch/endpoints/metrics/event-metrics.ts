import type { Registry } from 'prom-client';
import type { Daemon, WatchEvent } from '../../contract.ts';

/** From a heal within a blink to containers that are made from a template, in seconds. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

export interface EventMetrics {
  /** Begins the topology's count of failures at 0: a rate sees no first one that appears out of nothing. */
  expect(topology: string): void;
  /** Stops counting. */
  stop(): void;
}

/** Counters of what the daemon has seen and done since it started. */
export function registerEventMetrics(
  prom: typeof import('prom-client'),
  registers: Registry[],
  daemon: Daemon,
): EventMetrics {
  const duration = new prom.Histogram({
    name: 'optopo_reconcile_duration_seconds',
    help: 'From the first signal to the verified end of a reconcile that found something, in seconds.',
    ...{ labelNames: ['topology', 'outcome'], buckets: BUCKETS, registers },
  });
  const counter = (name: string, help: string, labelNames: string[]) =>
    new prom.Counter({ name, help, labelNames, registers });
  const drift = counter('optopo_drift_total', 'Objects found not as declared.', ['topology', 'kind']);
  const repairs = counter('optopo_repairs_total', 'Objects that were repaired.', ['topology', 'kind']);
  const failures = counter('optopo_failures_total', 'Reconciles that failed.', ['topology']);

  const countReconcile = (event: WatchEvent, topology: string): void => {
    const outcome = event.outcome ?? 'unchanged';
    if (event.durationMs !== null) duration.observe({ topology, outcome }, event.durationMs / 1_000);
    if (outcome === 'failed' || outcome === 'rolled-back') failures.inc({ topology });
    // What a new version of the desired state brings is no drift.
    if (event.causes.some(({ type }) => type === 'desired')) return;
    for (const { id, treatment } of event.drift) {
      const kind = id.slice(0, id.indexOf('/'));
      drift.inc({ topology, kind });
      if (treatment === 'repaired') repairs.inc({ topology, kind });
    }
  };
  const stop = daemon.onEvent((event) => {
    if (event.type === 'reconcile' && event.topology !== null) countReconcile(event, event.topology);
  });
  return { expect: (topology) => failures.inc({ topology }, 0), stop };
}
