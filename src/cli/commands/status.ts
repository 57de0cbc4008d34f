import type { Command } from 'commander';
import { EXIT, OptopoError, toOptopoError } from '../../model/error.ts';
import { knownTopologies } from '../../pipeline/found-run.ts';
import { markedTopologies } from '../../pipeline/marked-topologies.ts';
import type { Session } from '../../pipeline/session.ts';
import { statusOf, type TopologyStatus } from '../../pipeline/status.ts';
import { addGlobalOptions } from '../options.ts';
import { printJson, printNote, printResult } from '../output.ts';
import { statusText, statusToJson } from '../render/status-text.ts';
import { type Invocation, invocationOf, withSession } from '../run.ts';

/** `optopo status`: how each topology stands against what was applied last. */
export function registerStatus(program: Command): void {
  const command = program
    .command('status')
    .description('compare the host with what was applied last: exit 0 in sync, 2 out of sync, 1 degraded')
    .argument('[name]', 'one topology; all without it')
    .action(status);
  addGlobalOptions(command);
}

async function status(name: string | undefined, _flags: unknown, command: Command): Promise<void> {
  const invocation = await invocationOf(command);
  await withSession(invocation, async (session) => {
    const known = await topologiesToShow(invocation, session, name);
    if (name !== undefined && !known.includes(name)) {
      throw new OptopoError('not-found', `no topology named "${name}" has been applied on this host`);
    }
    const statuses: TopologyStatus[] = [];
    for (const one of name === undefined ? known : [name]) statuses.push(await statusOf(session, one));
    if (invocation.global.json) printJson(statusToJson(statuses));
    else printResult(await statusText(statuses, invocation.out));
    process.exitCode = exitCodeOf(statuses);
  });
}

/** Those with state, and those that are only known by their marks. */
async function topologiesToShow(
  invocation: Invocation,
  session: Session,
  wanted: string | undefined,
): Promise<string[]> {
  const stored = knownTopologies(session);
  if (wanted !== undefined && stored.includes(wanted)) return stored;
  try {
    return [...stored, ...(await markedTopologies(session))].sort();
  } catch (thrown) {
    if (stored.length === 0 || wanted !== undefined) throw thrown;
    const { message } = toOptopoError(thrown);
    const what = 'topologies that are only known by their marks cannot be looked for';
    printNote(`${invocation.err.yellow('warning')}: ${what}: ${message}`);
    return stored;
  }
}

function exitCodeOf(statuses: readonly TopologyStatus[]): number {
  if (statuses.some(({ health }) => health === 'Degraded')) return EXIT.failed;
  return statuses.some(({ sync }) => sync !== 'Synced') ? EXIT.pending : EXIT.done;
}
