import { doublingPause } from '../../model/doubling-pause.ts';
import { toOptopoError } from '../../model/error.ts';
import { type MonitorProcess, startMonitorProcess } from '../../wire/monitor-process.ts';
import { managementSocket } from '../../wire/openflow/ofctl.ts';
import { isServed } from '../../wire/openflow/served.ts';
import { ALL_VERSIONS } from '../../wire/openflow/versions.ts';
import { reconnectingMonitor } from '../../wire/ovsdb/reconnecting-monitor.ts';
import type { PluginContext, WatchHooks } from '../contract.ts';
import { bridgeOfId, COLUMNS, readBridges } from './bridges.ts';

/** Before bridges that are not watched are looked at again. */
const PAUSES = { firstMs: 50, longestMs: 2_000 };
/** A monitor that ends sooner, in milliseconds, will not do better at once. */
const STEADY_MS = 10_000;
/** A bridge that is not served for so long, in milliseconds, is told. */
const TOLD_AFTER_MS = 1_000;
/** Milliseconds until a monitor that was started surely listens: what came before is looked for then. */
const LISTENS_AFTER_MS = 250;

/**
 * Calls `onChange` when flows may have changed: `ovs-ofctl monitor` on each bridge that carries the topology's
 * mark or its flows or that the hooks name, and the database for bridges and port numbers. A monitor that ends
 * (ovs-vswitchd died, the bridge went) is a change too, and is started again as soon as its bridge is served.
 * Throws when the database cannot be read at the start.
 */
export async function watchFlows(
  context: PluginContext,
  onChange: () => void,
  hooks?: WatchHooks,
): Promise<() => Promise<void>> {
  const watch = new FlowWatch(context, onChange, hooks);
  await watch.watchNewBridges();
  const onDatabase = (): void => {
    onChange();
    watch.lookSoon();
  };
  const stop = await reconnectingMonitor(context.host.ovsdbSocket, COLUMNS, {
    signal: context.signal,
    onChange: onDatabase,
  });
  return async () => {
    await stop();
    await watch.stop();
  };
}

class FlowWatch {
  readonly #context: PluginContext;
  readonly #onChange: () => void;
  readonly #hooks: WatchHooks | undefined;
  readonly #watched = new Map<string, Promise<MonitorProcess>>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #looking: NodeJS.Timeout | undefined;
  /** Looks since all was steady. */
  #looks = 0;
  #lastShort = -STEADY_MS;
  #lost = false;
  /** Since when a bridge is not served; undefined while all are. */
  #missingSince: number | undefined;
  #stopped = false;

  constructor(context: PluginContext, onChange: () => void, hooks: WatchHooks | undefined) {
    this.#context = context;
    this.#onChange = onChange;
    this.#hooks = hooks;
  }

  /** Watches every bridge that concerns us and is served; returns the names of those that are not served. */
  async watchNewBridges(): Promise<string[]> {
    const { owner, ownership, host } = this.#context;
    const { byName } = await readBridges(this.#context);
    const ours = new Set(ownership.own().map(({ id }) => bridgeOfId(id)));
    const concerned = [...byName.values()]
      .filter((bridge) => bridge.owner === owner || ours.has(bridge.name) || this.#concerns(bridge.name))
      .map(({ name }) => name)
      .filter((name) => !this.#watched.has(name));
    const served = await Promise.all(concerned.map((bridge) => isServed({ bridge, rundir: host.ovsRundir })));
    await Promise.all(concerned.filter((_, index) => served[index]).map((bridge) => this.#watch(bridge)));
    return concerned.filter((_, index) => !served[index]);
  }

  /** Looks for bridges to watch, now and again until all that concern us are watched. */
  lookSoon(): void {
    if (this.#stopped) return;
    this.#looking ??= setTimeout(
      () => {
        this.#look().then(
          (problem) => this.#looked(problem),
          (thrown: unknown) => this.#looked(toOptopoError(thrown).message),
        );
      },
      doublingPause(PAUSES, this.#looks),
    ).unref();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#looking);
    for (const timer of this.#timers) clearTimeout(timer);
    await Promise.all([...this.#watched.values()].map(async (process) => (await process).stop()));
  }

  async #look(): Promise<string | null> {
    const missing = await this.watchNewBridges();
    return missing.length === 0 ? null : `ovs-vswitchd does not serve ${missing.join(', ')}`;
  }

  #looked(problem: string | null): void {
    this.#looking = undefined;
    const steady = problem === null && performance.now() - this.#lastShort > STEADY_MS;
    this.#looks = steady ? 0 : this.#looks + 1;
    if (problem !== null) this.lookSoon();
    this.#missingSince = problem === null ? undefined : (this.#missingSince ?? performance.now());
    // A bridge that was made just now is served a moment later.
    const lost = performance.now() - (this.#missingSince ?? performance.now()) > TOLD_AFTER_MS;
    if (this.#lost === lost) return;
    this.#lost = lost;
    this.#hooks?.onSource(problem);
    this.#onChange();
  }

  #concerns(bridge: string): boolean {
    return this.#hooks?.bridges.has(bridge) ?? false;
  }

  async #watch(bridge: string): Promise<void> {
    if (this.#stopped || this.#watched.has(bridge)) return;
    const target = managementSocket({ bridge, rundir: this.#context.host.ovsRundir });
    // Without a control socket of its own, whose directory need not exist.
    const args = ['-O', ALL_VERSIONS, '--unixctl=none', '--no-names', 'monitor', target, 'watch:!initial'];
    const begun = performance.now();
    const started = startMonitorProcess('ovs-ofctl', args, {
      signal: this.#context.signal,
      onLine: this.#onChange,
      onEnd: () => {
        this.#watched.delete(bridge);
        if (performance.now() - begun < STEADY_MS) this.#lastShort = performance.now();
        this.#onChange();
        this.lookSoon();
      },
    });
    this.#watched.set(bridge, started);
    await started;
    this.#changeLater();
  }

  #changeLater(): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#onChange();
    }, LISTENS_AFTER_MS).unref();
    this.#timers.add(timer);
  }
}
