import { setFlagsFromString } from 'node:v8';
import { type Command, Option } from 'commander';
import packageJson from '../../../package.json' with { type: 'json' };
import { EXIT } from '../../model/error.ts';
import type { Session } from '../../pipeline/session.ts';
import type { DesiredSource } from '../../watch/contract.ts';
import { WatchDaemon } from '../../watch/daemon.ts';
import { claimStateDir } from '../../watch/endpoints/control/claim-state-dir.ts';
import { type ListenOptions, operate } from '../../watch/endpoints/operate.ts';
import { watchedToJson } from '../../watch/endpoints/status-json.ts';
import { MemoryEventLog } from '../../watch/event-log.ts';
import { FileEventLog } from '../../watch/events/file-event-log.ts';
import type { LoopOptions } from '../../watch/loop/loop.ts';
import { reconcileOnce } from '../../watch/once.ts';
import { openDaemonLog } from '../daemon-log.ts';
import { parseCount, parseDuration } from '../duration.ts';
import { addGitFlags } from '../git-flags.ts';
import { addListenOptions, type ListenFlags, parseListenFlags } from '../listen-flags.ts';
import { addGlobalOptions, addSetOption } from '../options.ts';
import { printJson, printNote, printResult } from '../output.ts';
import { errorSummary } from '../render/error-json.ts';
import { EventsText } from '../render/events-text.ts';
import { type Invocation, invocationOf, withSession } from '../run.ts';
import { type SourceFlags, sourceOf } from '../watch-source.ts';

interface WatchFlags extends ListenFlags, SourceFlags {
  once?: boolean;
  resync: number;
  fightCount: number;
  fightWindow: number;
  maxRepairs: number;
}

interface DaemonOptions {
  loop: LoopOptions;
  listen: ListenOptions | undefined;
}

/** `optopo watch`: the daemon that keeps the host as topology files, or a Git repository, say. */
export function registerWatch(program: Command): void {
  const command = program
    .command('watch')
    .description('keep the host as the topology says: follow its changes, and repair the host at once')
    .argument('[path...]', 'topology files, merged in this order; or a directory of topologies')
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
  addSetOption(addGlobalOptions(addListenOptions(addGitFlags(command))));
}

function durationOption(flags: string, description: string, ms: number, text: string): Option {
  return new Option(flags, description).argParser(parseDuration).default(ms, text);
}

async function watch(paths: string[], flags: WatchFlags, command: Command): Promise<void> {
  const sourceIn = sourceOf(paths, flags);
  const invocation = await invocationOf(command);
  const options = { loop: loopOptions(flags), listen: parseListenFlags(flags, process.env) };
  await withSession(invocation, async (session) => {
    const source = sourceIn(session);
    if (flags.once) process.exitCode = await once(invocation, session, source, options.loop);
    else await follow(invocation, session, source, options);
  });
}

function loopOptions({ resync, fightCount, fightWindow, maxRepairs }: WatchFlags): LoopOptions {
  const fights = { count: fightCount, windowMs: fightWindow };
  return { resyncMs: resync, fights, repairsPerMinute: maxRepairs };
}

/** Runs until SIGTERM or SIGINT; SIGHUP looks at the source again. */
async function follow(
  invocation: Invocation,
  session: Session,
  source: DesiredSource,
  { loop, listen }: DaemonOptions,
): Promise<void> {
  // A daemon has time, and is to be small: V8 collects sooner instead of growing its heap.
  setFlagsFromString('--optimize-for-size');
  const { stateDir } = session.host;
  const release = await claimStateDir(stateDir);
  const log = await openDaemonLog(invocation.global.logLevel ?? 'info', invocation.err);
  const events = new FileEventLog(stateDir, log.warn);
  events.listen(log.event);
  const daemon = new WatchDaemon({ session, source, log: events }, loop);
  const { version } = packageJson;
  const operation = await operate(daemon, { stateDir, listen, version, env: process.env, log });
  let stopping: Promise<void> | undefined;
  invocation.interruption.onAsked(() => {
    void operation.stopping();
    stopping = daemon.stop('asked to end');
  });
  process.on('SIGHUP', () => void operation.reload('SIGHUP'));
  try {
    await invocation.interruption.gracefully(async () => {
      await daemon.run();
      await stopping;
    });
  } finally {
    await operation.close();
    events.close();
    release();
  }
  process.exitCode = EXIT.done;
}

async function once(
  invocation: Invocation,
  session: Session,
  source: DesiredSource,
  options: LoopOptions,
): Promise<number> {
  const log = new MemoryEventLog();
  const text = new EventsText(invocation.err);
  log.listen((event) => {
    if (!invocation.global.json) printNote(text.lines(event).join('\n'));
  });
  const { topologies, problem, exitCode } = await invocation.interruption.gracefully(() =>
    reconcileOnce({ session, source, log }, options, () => invocation.interruption.asked),
  );
  if (invocation.global.json) {
    printJson({
      ...{ format_version: 1, problem: problem?.message ?? null },
      ...(problem === null ? {} : { error: errorSummary(problem) }),
      topologies: topologies.map(watchedToJson),
    });
  } else {
    if (problem !== null) printNote(problem.message);
    for (const { name, sync, health } of topologies) printResult(`${name}: ${sync}, ${health}`);
  }
  return exitCode;
}
