import type { Command } from 'commander';
import { loadTopology } from '../../compile/index.ts';
import { OptopoError } from '../../model/error.ts';
import { applyTarget } from '../../pipeline/apply-target.ts';
import { knownTopologies } from '../../pipeline/found-run.ts';
import { markedTopologies } from '../../pipeline/marked-topologies.ts';
import type { Session } from '../../pipeline/session.ts';
import { commitOf } from '../../wire/git/commit-of.ts';
import { addGlobalOptions, addSetOption } from '../options.ts';
import { invocationOf, parseSettings, withSession } from '../run.ts';
import { addLockFlag, type LockFlag } from './lock-flag.ts';
import { runAndRender } from './run-apply.ts';

interface DestroyFlags extends LockFlag {
  name?: string;
  yes?: boolean;
  rollback: boolean;
  forceManagement?: boolean;
  set: string[];
}

/** `optopo destroy`: remove all that a topology owns, in reverse order. */
export function registerDestroy(program: Command): void {
  const command = program
    .command('destroy')
    .description('remove all that a topology owns, containers with their data')
    .argument('[file...]', 'topology files; or give --name')
    .option('--name <name>', 'the topology, where its file is not at hand')
    .option('-y, --yes', 'do not ask on a terminal')
    .option('--force-management', 'carry out also what cuts off the way by which you reach this host')
    .option('--no-rollback', 'keep what succeeded when a step fails')
    .action(destroy);
  addSetOption(addGlobalOptions(addLockFlag(command)));
}

async function destroy(files: string[], flags: DestroyFlags, command: Command): Promise<void> {
  const invocation = await invocationOf(command);
  const name = await nameOf(files, flags, invocation.interruption.signal);
  const options = {
    adopt: false,
    prune: true,
    deleteData: true,
    allowEmpty: true,
    lockTimeout: flags.lockTimeout,
    rollback: flags.rollback,
    forceManagement: flags.forceManagement === true,
  };
  const [file] = files;
  const target = {
    ...{ name, resources: [], hash: null },
    commit: async () => (file === undefined ? null : commitOf(file, invocation.interruption.signal)),
  };
  process.exitCode = await withSession(invocation, async (session) => {
    if (flags.name !== undefined) await requireKnown(session, flags.name);
    return runAndRender(invocation, {
      question: flags.yes ? null : `Remove all that ${name} owns, containers with their data?`,
      warnings: [],
      run: (hooks) => applyTarget(session, target, { ...options, ...hooks }),
    });
  });
}

async function nameOf(files: string[], flags: DestroyFlags, signal: AbortSignal): Promise<string> {
  if (files.length > 0 && flags.name !== undefined) {
    throw new OptopoError('usage', 'destroy takes files or --name, not both');
  }
  if (flags.name !== undefined) return flags.name;
  if (files.length === 0) throw new OptopoError('usage', 'destroy needs a topology file or --name NAME');
  const topology = await loadTopology(files, { set: parseSettings(flags.set), signal });
  return topology.name;
}

/** A mistyped name must not read as "nothing to remove"; one whose state is lost is known by its marks. */
async function requireKnown(session: Session, name: string): Promise<void> {
  const names = knownTopologies(session);
  if (names.includes(name)) return;
  if ((await markedTopologies(session)).includes(name)) return;
  const known = names.length > 0 ? `known here: ${names.join(', ')}` : 'no topology has been applied here';
  throw new OptopoError('not-found', `no topology named "${name}" has been applied on this host`, {
    hint: known,
  });
}
