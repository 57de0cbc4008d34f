import { type MonitorProcess, startMonitorProcess } from '../../wire/monitor-process.ts';
import { managementSocket } from '../../wire/openflow/ofctl.ts';
import { ALL_VERSIONS } from '../../wire/openflow/versions.ts';
import { reconnectingMonitor } from '../../wire/ovsdb/reconnecting-monitor.ts';
import type { PluginContext } from '../contract.ts';
import { bridgeOfId, COLUMNS, readBridges } from './bridges.ts';

/**
 * Calls `onChange` when flows of the topology's bridges may have changed: `ovs-ofctl monitor` on each bridge
 * that carries its mark or its flows, and the database for bridges and port numbers. A monitor that ends
 * (ovs-vswitchd died, the bridge went) is a change too; its bridge is watched again after the database's
 * next change. Throws when the database cannot be read at the start.
 */
export async function watchFlows(context: PluginContext, onChange: () => void): Promise<() => Promise<void>> {
  const watch = new FlowWatch(context, onChange);
  await watch.watchNewBridges();
  const tables = Object.fromEntries(
    Object.entries(COLUMNS).map(([table, columns]) => [
      table,
      columns.filter((column) => column !== '_uuid'),
    ]),
  );
  const onDatabase = (): void => {
    // A database that cannot be read is for the reader to report, who is told to read in any case.
    watch.watchNewBridges().then(onChange, onChange);
  };
  const stop = await reconnectingMonitor(context.host.ovsdbSocket, tables, onDatabase, {
    signal: context.signal,
  });
  return async () => {
    await stop();
    await watch.stop();
  };
}

class FlowWatch {
  readonly #context: PluginContext;
  readonly #onChange: () => void;
  readonly #watched = new Map<string, Promise<MonitorProcess>>();
  #stopped = false;

  constructor(context: PluginContext, onChange: () => void) {
    this.#context = context;
    this.#onChange = onChange;
  }

  async watchNewBridges(): Promise<void> {
    const { owner, ownership } = this.#context;
    const { byName } = await readBridges(this.#context);
    const ours = new Set(ownership.own().map(({ id }) => bridgeOfId(id)));
    const concerned = [...byName.values()].filter(
      (bridge) => bridge.running && (bridge.owner === owner || ours.has(bridge.name)),
    );
    await Promise.all(concerned.map((bridge) => this.#watch(bridge.name)));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all([...this.#watched.values()].map(async (process) => (await process).stop()));
  }

  async #watch(bridge: string): Promise<void> {
    if (this.#stopped || this.#watched.has(bridge)) return;
    const target = managementSocket({ bridge, rundir: this.#context.host.ovsRundir });
    // Without a control socket of its own, whose directory need not exist.
    const args = ['-O', ALL_VERSIONS, '--unixctl=none', 'monitor', target, 'watch:!initial'];
    const started = startMonitorProcess('ovs-ofctl', args, {
      signal: this.#context.signal,
      onLine: this.#onChange,
      onEnd: () => {
        this.#watched.delete(bridge);
        this.#onChange();
      },
    });
    this.#watched.set(bridge, started);
    await started;
  }
}
