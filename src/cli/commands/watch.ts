import { type Command, Option } from 'commander';
import { EXIT } from '../../model/error.ts';
import type { Session } from '../../pipeline/session.ts';
import type { DesiredSource, WatchEvent } from '../../watch/contract.ts';
import { WatchDaemon } from '../../watch/daemon.ts';
import { FilesSource } from '../../watch/desired/files.ts';
import { MemoryEventLog } from '../../watch/event-log.ts';
import type { LoopOptions } from '../../watch/loop/loop.ts';
import { reconcileOnce } from '../../watch/once.ts';
import { parseCount, parseDuration } from '../duration.ts';
import { addGlobalOptions, addSetOption } from '../options.ts';
import { printJson, printNote, printResult } from '../output.ts';
import { eventLine } from '../render/event-line.ts';
import { statusToJson } from '../render/status-text.ts';
import { type Invocation, invocationOf, parseSettings, withSession } from '../run.ts';

interface WatchFlags {
  set: string[];
  once?: boolean;
  resync: number;
  fightCount: number;
  fightWindow: number;
  maxRepairs: number;
}

/** `optopo watch`: the daemon that keeps the host as the topology files say. */
export function registerWatch(program: Command): void {
  const command = program
    .command('watch')
    .description('keep the host as the topology says: follow its changes, and repair the host at once')
    .argument('<path...>', 'topology files, merged in this order; or a directory of topologies')
    .option('--once', 'reconcile every topology once and exit as apply does, for cron and CI')
    .addOption(durationOption('--resync <time>', 'read everything again at least so often', 600_000, '10m'))
    .addOption(
      new Option(
        '--fight-count <n>',
        'repairs of one object within --fight-window after which it is left alone',
      )
        .argParser(parseCount)
        .default(20),
    )
    .addOption(
      durationOption(
        '--fight-window <time>',
        'the time within which repairs count as a fight',
        60_000,
        '60s',
      ),
    )
    .addOption(
      new Option('--max-repairs <n>', 'repairs of one topology within a minute, at most')
        .argParser(parseCount)
        .default(600),
    )
    .action(watch);
  addSetOption(addGlobalOptions(command));
}

function durationOption(flags: string, description: string, ms: number, text: string): Option {
  return new Option(flags, description).argParser(parseDuration).default(ms, text);
}

async function watch(paths: string[], flags: WatchFlags, command: Command): Promise<void> {
  const invocation = await invocationOf(command);
  await withSession(invocation, async (session) => {
    const source = filesSource(paths, flags, session);
    if (flags.once) process.exitCode = await once(invocation, session, source, loopOptions(flags));
    else await follow(invocation, session, source, loopOptions(flags));
  });
}

function filesSource(paths: string[], flags: WatchFlags, session: Session): DesiredSource {
  const { host, signal, store } = session;
  return new FilesSource(paths, { set: parseSettings(flags.set), signal, store, stateDir: host.stateDir });
}

function loopOptions({ resync, fightCount, fightWindow, maxRepairs }: WatchFlags): LoopOptions {
  const fights = { count: fightCount, windowMs: fightWindow };
  return { resyncMs: resync, fights, repairsPerMinute: maxRepairs };
}

/** Runs until SIGTERM or SIGINT; SIGHUP looks at the files again. */
async function follow(
  invocation: Invocation,
  session: Session,
  source: DesiredSource,
  options: LoopOptions,
): Promise<void> {
  const log = new MemoryEventLog();
  const daemon = new WatchDaemon({ session, source, log }, options);
  const tell = (event: WatchEvent): void => tellEvent(event, invocation);
  daemon.onEvent(tell);
  let stopping: Promise<void> | undefined;
  invocation.interruption.onAsked(() => {
    stopping = daemon.stop('asked to end');
  });
  process.on('SIGHUP', () => void daemon.refresh('SIGHUP'));
  await invocation.interruption.gracefully(async () => {
    await daemon.run();
    await stopping;
  });
  process.exitCode = EXIT.done;
}

/** Readable lines on a terminal, JSON lines elsewhere; both on stderr. */
function tellEvent(event: WatchEvent, { err }: Invocation): void {
  printNote(process.stderr.isTTY ? eventLine(event, err) : JSON.stringify(event));
}

async function once(
  invocation: Invocation,
  session: Session,
  source: DesiredSource,
  options: LoopOptions,
): Promise<number> {
  const log = new MemoryEventLog();
  log.listen((event) => {
    if (!invocation.global.json) printNote(eventLine(event, invocation.err));
  });
  const { topologies, problem, exitCode } = await invocation.interruption.gracefully(() =>
    reconcileOnce({ session, source, log }, options, () => invocation.interruption.asked),
  );
  if (invocation.global.json) {
    const { topologies: listed } = statusToJson(topologies.map((one) => ({ ...one, running: null })));
    printJson({ format_version: 1, problem, topologies: listed ?? [] });
  } else {
    if (problem !== null) printNote(problem);
    printResult(topologies.map(({ name, sync, health }) => `${name}: ${sync}, ${health}`).join('\n'));
  }
  return exitCode;
}
