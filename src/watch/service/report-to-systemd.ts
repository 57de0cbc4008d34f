import type { Daemon, DaemonStatus } from '../contract.ts';
import type { Liveness } from '../endpoints/liveness.ts';
import { type SystemdEnvironment, SystemdNotifier } from './notify.ts';

/** At most one status line in so many milliseconds: each costs a process. */
const STATUS_EVERY_MS = 5_000;

export interface SystemdReport {
  /** Around a SIGHUP. */
  reloading(work: () => Promise<void>): Promise<void>;
  /** At the beginning of an orderly end; nothing but this is said from then on. */
  stopping(): Promise<void>;
}

export interface ReportOptions {
  liveness: Liveness;
  warn(message: string): void;
  statusEveryMs?: number;
}

/**
 * Keeps systemd informed of a daemon that has not been started yet: READY=1 once every topology has converged,
 * STATUS= as it changes, and WATCHDOG=1 while the daemon gets on. The signs of life come from the event loop and end
 * with its progress, so that a daemon which hangs is restarted.
 */
export function reportToSystemd(
  daemon: Daemon,
  { socket, watchdogMs }: SystemdEnvironment,
  options: ReportOptions,
): SystemdReport {
  const notifier = new SystemdNotifier(socket, options.warn);
  const status = statusReporter(daemon, notifier, options.statusEveryMs ?? STATUS_EVERY_MS);
  const watchdog = watchdogMs === undefined ? undefined : startWatchdog(watchdogMs, notifier, options);
  let ready = false;
  daemon.onReady(() => {
    ready = true;
    void notifier.say('READY=1', `STATUS=${statusOf(daemon)}`);
  });
  return {
    async reloading(work) {
      // Not before the start is over: systemd takes a READY=1 for its end.
      if (ready) await notifier.say('RELOADING=1', `MONOTONIC_USEC=${process.hrtime.bigint() / 1_000n}`);
      try {
        await work();
      } finally {
        if (ready) await notifier.say('READY=1');
      }
    },
    async stopping() {
      status.stop();
      clearInterval(watchdog);
      await notifier.say('STOPPING=1', 'STATUS=finishing the running step; the network stays as it is');
    },
  };
}

/** At half the time that systemd waits, as sd_watchdog_enabled(3) recommends. */
function startWatchdog(watchdogMs: number, notifier: SystemdNotifier, { liveness, warn }: ReportOptions) {
  let told = false;
  return setInterval(() => {
    const problem = liveness.problem();
    if (problem === undefined) void notifier.say('WATCHDOG=1');
    else if (!told) warn(`${problem}: systemd is given no sign of life`);
    told = problem !== undefined;
  }, watchdogMs / 2);
}

function statusReporter(daemon: Daemon, notifier: SystemdNotifier, everyMs: number): { stop(): void } {
  let said = '';
  let timer: NodeJS.Timeout | undefined;
  const say = (): void => {
    timer = undefined;
    const line = statusOf(daemon);
    if (line !== said) void notifier.say(`STATUS=${line}`);
    said = line;
  };
  const unlisten = daemon.onEvent(() => {
    timer ??= setTimeout(say, everyMs);
  });
  return {
    stop: () => {
      unlisten();
      clearTimeout(timer);
    },
  };
}

/** A state directory that cannot be read is what there is to say then. */
function statusOf(daemon: Daemon): string {
  try {
    return statusLine(daemon.status());
  } catch (error) {
    return oneLine(error instanceof Error ? error.message : String(error));
  }
}

/** One line for `systemctl status`. */
export function statusLine({ topologies, problem, ready }: DaemonStatus): string {
  const broken = topologies.filter(({ health }) => health === 'Degraded');
  const why = problem ?? broken.map(({ name, error }) => `${name}: ${error ?? 'Degraded'}`).join('; ');
  const count = topologies.length === 1 ? '1 topology' : `${topologies.length} topologies`;
  const good = topologies.filter(({ sync, health }) => sync === 'Synced' && health === 'Healthy').length;
  const head = ready ? `${good} of ${count} as declared` : `starting: ${good} of ${count} as declared`;
  return oneLine(why === '' ? head : `${head}; ${why}`);
}

/** A line break would begin another assignment. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').slice(0, 500);
}
