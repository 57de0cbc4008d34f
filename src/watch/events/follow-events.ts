import type { Writable } from 'node:stream';
import type { Daemon, WatchEvent } from '../contract.ts';

/** How long a reader may take nothing while events wait for it, in milliseconds. */
const STALL_MS = 30_000;

export interface FollowOptions {
  /** The number of the last event that the reader has; one that is not given yet is of an earlier state directory. */
  after: number;
  encode(event: WatchEvent): string;
  /** Called once when the reader is too slow to be told everything; nothing is sent to it any more. */
  onLost(why: string): void;
  stallMs?: number;
}

/**
 * Sends every event after `after` to a stream, and new ones as they come; returns how to stop. Nothing is queued
 * for a slow reader: it is served out of the log when it can take more, and given up when it takes nothing for a
 * while or the log no longer has what it missed.
 */
export function followEvents(
  daemon: Pick<Daemon, 'eventsAfter' | 'onEvent'>,
  stream: Writable,
  options: FollowOptions,
): () => void {
  const newest = daemon.eventsAfter(0).at(-1)?.seq ?? 0;
  let cursor = options.after > newest ? 0 : options.after;
  let begun = false;
  let stalled: NodeJS.Timeout | undefined;

  const pump = (): void => {
    if (stalled) return;
    for (const event of daemon.eventsAfter(cursor)) {
      if (begun && event.seq !== cursor + 1) {
        lose('it missed events');
        return;
      }
      begun = true;
      cursor = event.seq;
      if (!stream.write(options.encode(event))) {
        stalled = setTimeout(lose, options.stallMs ?? STALL_MS, 'it takes nothing');
        return;
      }
    }
  };
  const goOn = (): void => {
    clearTimeout(stalled);
    stalled = undefined;
    pump();
  };
  const stop = (): void => {
    unlisten();
    stream.off('drain', goOn);
    clearTimeout(stalled);
  };
  const lose = (why: string): void => {
    stop();
    options.onLost(why);
  };
  const unlisten = daemon.onEvent(pump);
  stream.on('drain', goOn);
  pump();
  return stop;
}
