/** `optopo watch` as the real program, its events as it prints them, stopped by its pid. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterEach } from 'vitest';
import type { WatchEvent } from '../../src/watch/contract.ts';
import { waitFor } from './wait.ts';

/** More than any repair takes on a busy machine. */
const DEADLINE_MS = 30_000;

export interface RunningWatch {
  readonly pid: number;
  readonly events: readonly WatchEvent[];
  /** What it printed that is no event. */
  readonly notes: readonly string[];
  /** All that it printed. */
  readonly lines: readonly string[];
  /** The first event after `seq` (default: from the beginning) for which `wanted` holds. */
  event(what: string, wanted: (event: WatchEvent) => boolean, seq?: number): Promise<WatchEvent>;
  /** The number of the newest event. */
  readonly seq: number;
  /** Sends SIGTERM, or another signal, and waits; the exit status. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts daemons that end with the test. */
export function useWatch() {
  const running: RunningWatch[] = [];
  /** Ends all daemons: before a test takes away what they look after. */
  const stopAll = async (): Promise<void> => {
    for (const daemon of running.splice(0)) await daemon.stop('SIGKILL');
  };
  afterEach(stopAll);
  return {
    stopAll,
    /** Starts a daemon; returns when it has come to a first end with every topology named. */
    async start(paths: readonly string[], flags: readonly string[] = [], names: readonly string[] = []) {
      const daemon = startWatch([...paths, ...flags]);
      running.push(daemon);
      for (const name of names) {
        await daemon.event(
          `the first look at ${name}`,
          ({ topology, type }) => topology === name && type === 'reconcile',
        );
      }
      return daemon;
    },
  };
}

function startWatch(args: readonly string[]): RunningWatch {
  const child = spawn('optopo', ['watch', ...args], { stdio: ['ignore', 'inherit', 'pipe'] });
  const events: WatchEvent[] = [];
  const notes: string[] = [];
  const lines: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    lines.push(line);
    const event = eventOfLine(line);
    if (event) events.push(event);
    else notes.push(line);
  });
  return {
    get pid() {
      return child.pid as number;
    },
    events,
    notes,
    lines,
    get seq() {
      return events.at(-1)?.seq ?? 0;
    },
    event: (what, wanted, seq = 0) =>
      waitFor(
        () => {
          if (hasEnded(child)) throw new Error(`watch has ended: ${notes.join('\n')}`);
          return events.find((event) => event.seq > seq && wanted(event));
        },
        { what: `${what}; events: ${JSON.stringify(events.slice(-5))}`, deadlineMs: DEADLINE_MS },
      ).then((event) => event as WatchEvent),
    async stop(signal = 'SIGTERM') {
      if (!hasEnded(child)) {
        const ended = once(child, 'exit');
        child.kill(signal);
        await ended;
      }
      return child.exitCode;
    },
  };
}

/** An event as the daemon logs it; `undefined` for what it says beside. */
function eventOfLine(line: string): WatchEvent | undefined {
  if (!line.startsWith('{')) return undefined;
  const { msg, duration_ms, ...rest } = JSON.parse(line);
  return rest.seq === undefined ? undefined : { ...rest, durationMs: duration_ms, message: msg };
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
