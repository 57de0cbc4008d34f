import { runCommand } from '../../wire/subprocess.ts';

/** How long systemd may take to read a message, in milliseconds. */
const TIMEOUT_MS = 10_000;

/** What systemd told us about itself when it started us (sd_notify(3), sd_watchdog_enabled(3)). */
export interface SystemdEnvironment {
  socket: string;
  /** How often it wants a sign of life, in milliseconds; `undefined`: it does not watch us. */
  watchdogMs: number | undefined;
}

/**
 * Takes systemd's variables out of the environment, so that nothing that we start takes them for its own;
 * `undefined` when systemd does not wait for us.
 */
export function takeSystemdEnvironment(env: NodeJS.ProcessEnv): SystemdEnvironment | undefined {
  const { NOTIFY_SOCKET: socket, WATCHDOG_USEC: usec, WATCHDOG_PID: pid } = env;
  for (const name of ['NOTIFY_SOCKET', 'WATCHDOG_USEC', 'WATCHDOG_PID']) delete env[name];
  if (!socket) return undefined;
  const forUs = pid === undefined || Number(pid) === process.pid;
  const watchdogMs = forUs && Number(usec) > 0 ? Number(usec) / 1_000 : undefined;
  return { socket, watchdogMs };
}

/**
 * Tells systemd how we are, one message after the other. Through systemd-notify, as Node has no unix datagram
 * sockets: the unit therefore says `NotifyAccess=all`.
 */
export class SystemdNotifier {
  readonly #socket: string;
  readonly #warn: (message: string) => void;
  #queue: Promise<void> = Promise.resolve();
  #failing = false;

  /** `warn` is told once when messages do not get through, however many they are. */
  constructor(socket: string, warn: (message: string) => void) {
    this.#socket = socket;
    this.#warn = warn;
  }

  /** Sends assignments such as `READY=1`; returns when they have been sent, or could not be. */
  say(...assignments: string[]): Promise<void> {
    this.#queue = this.#queue.then(() => this.#send(assignments));
    return this.#queue;
  }

  async #send(assignments: string[]): Promise<void> {
    try {
      const env = { NOTIFY_SOCKET: this.#socket };
      await runCommand('systemd-notify', assignments, { env, timeoutMs: TIMEOUT_MS });
      this.#failing = false;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      if (!this.#failing) this.#warn(`systemd cannot be told ${assignments[0]}: ${why}`);
      this.#failing = true;
    }
  }
}
