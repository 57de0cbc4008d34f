import { ACTIVITY, type Activity } from '../../wire/activity.ts';
import type { Daemon } from '../contract.ts';

/** Longer than anything that a reconcile may wait for; creating a container from a template takes up to 15 minutes. */
const STUCK_MS = 20 * 60_000;

/**
 * Whether the daemon gets on: it has nothing to do, or something has come of its work lately (a command ended, an
 * OVSDB request was answered, an event was written). For `/healthz` and systemd's watchdog.
 */
export class Liveness {
  readonly #daemon: Pick<Daemon, 'queueDepth' | 'onEvent'>;
  readonly #now: () => number;
  readonly #stop: () => void;
  #lastProgress: number;

  /** `now`: a clock in milliseconds that is never set back. */
  constructor(daemon: Pick<Daemon, 'queueDepth' | 'onEvent'>, now: () => number = () => performance.now()) {
    this.#daemon = daemon;
    this.#now = now;
    this.#lastProgress = now();
    const progress = (): void => {
      this.#lastProgress = this.#now();
    };
    const unlisten = daemon.onEvent(progress);
    // Looks at a Git remote, or our own messages to systemd, are no progress of the loop.
    const activity = (message: unknown): void => {
      if ((message as Activity).reconcile !== undefined) progress();
    };
    ACTIVITY.subscribe(activity);
    this.#stop = () => {
      unlisten();
      ACTIVITY.unsubscribe(activity);
    };
  }

  /** Why it does not get on; `undefined`: it does. */
  problem(): string | undefined {
    const queueDepth = this.#daemon.queueDepth();
    if (queueDepth === 0) this.#lastProgress = this.#now();
    const seconds = Math.floor((this.#now() - this.#lastProgress) / 1_000);
    if (seconds * 1_000 < STUCK_MS) return undefined;
    return `${queueDepth} topologies wait for a reconcile, and nothing has come of it for ${seconds} s`;
  }

  stop(): void {
    this.#stop();
  }
}
