import { channel } from 'node:diagnostics_channel';

/** One thing done to, or asked of, the host: published for logs, without cost while nobody listens. */
export interface Activity {
  /** The command line, or the OVSDB method with its tables. */
  what: string;
  durationMs: number;
  outcome: string;
}

/** The channel on which every subprocess and every OVSDB request is published when it has ended. */
export const ACTIVITY = channel('optopo:activity');

/** Publishes what has just ended; `begun` as of `performance.now()`. */
export function publishActivity(what: string, begun: number, outcome: string): void {
  if (!ACTIVITY.hasSubscribers) return;
  ACTIVITY.publish({ what, outcome, durationMs: performance.now() - begun } satisfies Activity);
}
