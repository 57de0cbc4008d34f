import type { Command } from 'commander';
import { EXIT, OptopoError, toOptopoError } from '../../model/error.ts';
import { knownTopologies } from '../../pipeline/found-run.ts';
import { markedTopologies } from '../../pipeline/marked-topologies.ts';
import type { Session } from '../../pipeline/session.ts';
import { statusOf, type TopologyStatus } from '../../pipeline/status.ts';
import type { DaemonStatus } from '../../watch/contract.ts';
import { askDaemon } from '../../watch/endpoints/control/control-client.ts';
import { type HostStatus, hostStatusToJson } from '../../watch/endpoints/status-json.ts';
import { addGlobalOptions } from '../options.ts';
import { printJson, printNote, printResult } from '../output.ts';
import { statusText } from '../render/status-text.ts';
import { type Invocation, invocationOf, withSession } from '../run.ts';

/** `optopo status`: how each topology stands against what is wanted, or without a daemon what was applied last. */
export function registerStatus(program: Command): void {
  const command = program
    .command('status')
    .description(
      'how the host stands, as the watch daemon knows it, or read now: exit 0 in sync, 2 out of sync, 1 degraded',
    )
    .argument('[name]', 'one topology; all without it')
    .action(status);
  addGlobalOptions(command);
}

async function status(name: string | undefined, _flags: unknown, command: Command): Promise<void> {
  const invocation = await invocationOf(command);
  await withSession(invocation, async (session) => {
    const host = await hostStatus(invocation, session, name);
    if (invocation.global.json) printJson(hostStatusToJson(host));
    else printResult(await statusText(host, invocation.out));
    process.exitCode = exitCodeOf(host);
  });
}

/** What the daemon watches is asked of it; the rest is read. Throws `not-found` for a name that nobody knows. */
async function hostStatus(
  invocation: Invocation,
  session: Session,
  name: string | undefined,
): Promise<HostStatus> {
  const asked = await askDaemon(session.host.stateDir, { ask: 'status' }, { signal: session.signal });
  const daemon = asked.running ? narrowed(asked.result as DaemonStatus, name) : null;
  const watched = (daemon?.topologies ?? []).map((topology) => topology.name);
  const known = await topologiesToShow(invocation, session, { name, watched });
  if (name !== undefined && !known.includes(name)) {
    throw new OptopoError('not-found', `no topology named "${name}" has been applied on this host`);
  }
  const others = (name === undefined ? known : [name]).filter((one) => !watched.includes(one));
  const unwatched: TopologyStatus[] = [];
  for (const one of others) unwatched.push(await statusOf(session, one));
  return { daemon, unwatched };
}

/** Those that are watched, those with state, and those that are only known by their marks. */
async function topologiesToShow(
  invocation: Invocation,
  session: Session,
  { name, watched }: { name: string | undefined; watched: readonly string[] },
): Promise<string[]> {
  const stored = [...new Set([...watched, ...knownTopologies(session)])];
  if (name !== undefined && stored.includes(name)) return stored;
  try {
    return [...new Set([...stored, ...(await markedTopologies(session))])].sort();
  } catch (thrown) {
    if (stored.length === 0 || name !== undefined) throw thrown;
    const { message } = toOptopoError(thrown);
    const what = 'topologies that are only known by their marks cannot be looked for';
    printNote(`${invocation.err.yellow('warning')}: ${what}: ${message}`);
    return stored;
  }
}

function narrowed(daemon: DaemonStatus, name: string | undefined): DaemonStatus {
  if (name === undefined) return daemon;
  return { ...daemon, topologies: daemon.topologies.filter((topology) => topology.name === name) };
}

function exitCodeOf({ daemon, unwatched }: HostStatus): number {
  const topologies = [...(daemon?.topologies ?? []), ...unwatched];
  const degraded = topologies.some(({ health }) => health === 'Degraded');
  // What a daemon cannot put into force concerns the host, even where no topology tells of it.
  if (degraded || (daemon !== null && daemon.problem !== null)) return EXIT.failed;
  return topologies.some(({ sync }) => sync !== 'Synced') ? EXIT.pending : EXIT.done;
}
