import { setTimeout as delay } from 'node:timers/promises';
import type { Command } from 'commander';
import { EXIT } from '../../model/error.ts';
import { requireRoot, resolveHost } from '../../pipeline/host.ts';
import type { WatchEvent } from '../../watch/contract.ts';
import { askDaemon, followDaemon } from '../../watch/endpoints/control/control-client.ts';
import { eventDirectory, readEventFiles } from '../../watch/events/event-files.ts';
import { eventToJson } from '../../watch/events/event-json.ts';
import { addGlobalOptions } from '../options.ts';
import { printJson, printNote, printResult } from '../output.ts';
import { EventsText } from '../render/events-text.ts';
import { type Invocation, invocationOf } from '../run.ts';
import { parseSince } from '../since.ts';

/** How long to wait before looking for a daemon again, in milliseconds. */
const RETRY_MS = 1_000;

interface EventsFlags {
  follow?: boolean;
  since?: Date;
}

/** `optopo events`: what the watch daemon has seen and done. */
export function registerEvents(program: Command): void {
  const command = program
    .command('events')
    .description('what the watch daemon has seen and done, oldest first: why, what differed, what came of it')
    .argument('[name]', 'of one topology; all without it')
    .option('-f, --follow', 'and what comes, until Ctrl-C; with --json one document a line')
    .option('--since <time>', 'not older: 10m, 2h, 7d, or 2026-01-31T12:00', parseSince)
    .action(events);
  addGlobalOptions(command);
}

async function events(name: string | undefined, flags: EventsFlags, command: Command): Promise<void> {
  const invocation = await invocationOf(command);
  requireRoot();
  const { stateDir } = await resolveHost(invocation.global, process.env);
  const readers = readersOf(process.stdout);
  const signal = AbortSignal.any([invocation.interruption.signal, readers]);
  const wanted = (event: WatchEvent): boolean =>
    (name === undefined || event.topology === name || event.topology === null) &&
    (flags.since === undefined || new Date(event.at) >= flags.since);

  const all = await eventsSoFar(stateDir, signal);
  const shown = all.filter(wanted);
  if (flags.follow) {
    const print = followPrinter(invocation, shown);
    await follow(stateDir, all.at(-1)?.seq ?? 0, signal, (event) => wanted(event) && print(event));
    process.exitCode = readers.aborted ? EXIT.done : EXIT.interrupted;
  } else if (invocation.global.json) {
    printJson({ format_version: 1, events: shown.map(eventToJson) });
  } else {
    printEvents(invocation, shown);
  }
}

/** Aborted when nobody reads any more (`optopo events -f | head`). */
function readersOf(stream: NodeJS.WriteStream): AbortSignal {
  const gone = new AbortController();
  stream.on('error', () => gone.abort());
  return gone.signal;
}

/** What the files hold, and what a running daemon could not write into them. */
async function eventsSoFar(stateDir: string, signal: AbortSignal): Promise<WatchEvent[]> {
  const events = readEventFiles(eventDirectory(stateDir));
  const request = { ask: 'events', after: events.at(-1)?.seq ?? 0, follow: false } as const;
  await askDaemon(stateDir, request, { signal, onEvent: (event) => events.push(event) });
  return events;
}

function printEvents(invocation: Invocation, shown: readonly WatchEvent[]): void {
  const text = new EventsText(invocation.out);
  text.fit(shown);
  if (shown.length > 0) printResult(shown.flatMap((event) => text.lines(event)).join('\n'));
  else printNote('No events.');
}

/** Prints what is there, and returns how to print what comes. */
function followPrinter(invocation: Invocation, shown: readonly WatchEvent[]): (event: WatchEvent) => void {
  const text = new EventsText(invocation.out);
  text.fit(shown);
  const print = (event: WatchEvent): void =>
    printResult(invocation.global.json ? JSON.stringify(eventToJson(event)) : text.lines(event).join('\n'));
  for (const event of shown) print(event);
  return print;
}

/** Until Ctrl-C, or until nobody reads any more; a daemon that ends is followed by the next one. */
async function follow(
  stateDir: string,
  after: number,
  signal: AbortSignal,
  onEvent: (event: WatchEvent) => void,
): Promise<void> {
  let last = after;
  let told = false;
  const take = (event: WatchEvent): void => {
    last = event.seq;
    onEvent(event);
  };
  while (!signal.aborted) {
    const followed = await followDaemon(stateDir, last, { signal, onEvent: take });
    if (signal.aborted) return;
    if (followed || !told)
      printNote(followed ? 'The watch daemon has ended.' : 'No watch daemon runs; waiting for one.');
    told = true;
    await delay(RETRY_MS, undefined, { signal }).catch(() => undefined);
  }
}
