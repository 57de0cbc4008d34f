import type { Daemon } from '../../contract.ts';
import { respond } from '../http/respond.ts';
import type { Route } from '../http/route.ts';
import { registerEventMetrics } from './event-metrics.ts';
import { registerProcessMetrics } from './process-metrics.ts';
import { registerStatusMetrics } from './status-metrics.ts';

export interface Metrics {
  route: Route;
  /** Stops counting. */
  stop(): void;
}

/** `/metrics` in Prometheus' text format 0.0.4. It counts from now on, so it is made before the daemon starts. */
export async function metricsOf(daemon: Daemon, version: string): Promise<Metrics> {
  // Imported late: only a daemon that listens pays for it.
  const { default: prom } = await import('prom-client');
  const registry = new prom.Registry();
  const registers = [registry];
  const labelNames = ['version', 'node_version'];
  new prom.Gauge({
    name: 'optopo_build_info',
    help: 'Which program this is; always 1.',
    labelNames,
    registers,
  }).set({ version, node_version: process.version }, 1);
  const update = registerStatusMetrics(prom, registers);
  registerProcessMetrics(prom, registers);
  const events = registerEventMetrics(prom, registers, daemon);
  return {
    stop: events.stop,
    route: {
      methods: ['GET', 'HEAD'],
      open: false,
      async handle({ response }) {
        const status = daemon.status();
        update(status);
        for (const { name } of status.topologies) events.expect(name);
        respond(response, 200, registry.contentType, await registry.metrics());
      },
    },
  };
}
