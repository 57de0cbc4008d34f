import { readdirSync } from 'node:fs';
import type { Registry } from 'prom-client';

/**
 * What Prometheus expects of every process ("Writing client libraries", process metrics). Not prom-client's own set:
 * that one samples the event loop a hundred times a second, which an idle daemon must not.
 */
export function registerProcessMetrics(prom: typeof import('prom-client'), registers: Registry[]): void {
  const startedAt = Date.now() / 1_000 - process.uptime();
  const counter = (name: string, help: string, read: () => number): void => {
    new prom.Counter({
      ...{ name, help, registers },
      collect() {
        this.reset();
        this.inc(read());
      },
    });
  };
  const gauge = (name: string, help: string, read: () => number): void => {
    new prom.Gauge({
      ...{ name, help, registers },
      collect() {
        this.set(read());
      },
    });
  };
  counter('process_cpu_seconds_total', 'User and system CPU time spent, in seconds.', cpuSeconds);
  gauge('process_resident_memory_bytes', 'Resident memory size, in bytes.', () => process.memoryUsage.rss());
  gauge('process_heap_bytes', 'Heap size of the JavaScript engine, in bytes.', heapBytes);
  gauge('process_open_fds', 'Number of open file descriptors.', () => readdirSync('/proc/self/fd').length);
  gauge(
    'process_start_time_seconds',
    'Start time of the process since the epoch, in seconds.',
    () => startedAt,
  );
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000_000;
}

function heapBytes(): number {
  return process.memoryUsage().heapTotal;
}
