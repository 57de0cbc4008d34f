import { AsyncLocalStorage } from 'node:async_hooks';
import { channel } from 'node:diagnostics_channel';

/** One thing done to, or asked of, the host: published for logs, without cost while nobody listens. */
export interface Activity {
  /** The command line, or the OVSDB method with its tables. */
  what: string;
  durationMs: number;
  outcome: string;
  /** The reconcile that it was done for. */
  reconcile: string | undefined;
}

/** Id of the reconcile that runs now, for everything that it calls. */
export const RECONCILE = new AsyncLocalStorage<string>();

/** The channel on which every subprocess and every OVSDB request is published when it has ended. */
export const ACTIVITY = channel('optopo:activity');

/** What has to be known of an activity from its start: the moment, and for which reconcile. */
export interface ActivityStart {
  at: number;
  reconcile: string | undefined;
}

/** Notes the start of an activity: its end may come in an event of somebody else's. */
export function beginActivity(): ActivityStart {
  return { at: performance.now(), reconcile: RECONCILE.getStore() };
}

/** Publishes what has just ended. */
export function publishActivity(what: string, { at, reconcile }: ActivityStart, outcome: string): void {
  if (!ACTIVITY.hasSubscribers) return;
  ACTIVITY.publish({ what, outcome, reconcile, durationMs: performance.now() - at } satisfies Activity);
}
