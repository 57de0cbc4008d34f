import type { Command } from 'commander';
import { OptopoError } from '../../model/error.ts';
import { whoApplies } from '../../pipeline/record-generation.ts';
import type { Session } from '../../pipeline/session.ts';
import { suspensionsOf } from '../../watch/durable-notes.ts';
import { addGlobalOptions } from '../options.ts';
import { printJson, printResult } from '../output.ts';
import { invocationOf, withSession } from '../run.ts';

/** `optopo suspend`: the daemon reads and reports a topology, and changes nothing. */
export function registerSuspend(program: Command): void {
  const command = program
    .command('suspend')
    .description('let watch leave a topology as it is: read and reported, not changed; survives restarts')
    .argument('<name>', 'the topology')
    .option('--reason <text>', 'why, for status')
    .action(suspend);
  addGlobalOptions(command);
}

/** `optopo resume`: the daemon looks after a topology again. */
export function registerResume(program: Command): void {
  const command = program
    .command('resume')
    .description('let watch look after a suspended topology again')
    .argument('<name>', 'the topology')
    .action(resume);
  addGlobalOptions(command);
}

async function suspend(name: string, flags: { reason?: string }, command: Command): Promise<void> {
  const invocation = await invocationOf(command);
  const suspension = {
    ...{ since: new Date().toISOString(), by: whoApplies(process.env) },
    reason: flags.reason ?? null,
  };
  await withSession(invocation, async (session) => {
    requireKnown(session, name);
    suspensionsOf(session.host.stateDir).set(name, suspension);
  });
  if (invocation.global.json)
    printJson({ format_version: 1, topology: name, suspended: true, ...suspension });
  else printResult(`${name}: suspended; look after it again with: optopo resume ${name}`);
}

async function resume(name: string, _flags: unknown, command: Command): Promise<void> {
  const invocation = await invocationOf(command);
  await withSession(invocation, async (session) => {
    const suspensions = suspensionsOf(session.host.stateDir);
    if (!suspensions.names().includes(name)) {
      throw new OptopoError('not-found', `no topology named "${name}" is suspended`, {
        hint: suspensions.names().length > 0 ? `suspended: ${suspensions.names().join(', ')}` : undefined,
      });
    }
    suspensions.remove(name);
  });
  if (invocation.global.json) printJson({ format_version: 1, topology: name, suspended: false });
  else printResult(`${name}: looked after again.`);
}

function requireKnown(session: Session, name: string): void {
  if (session.store.names().includes(name)) return;
  throw new OptopoError('not-found', `no topology named "${name}" has been applied on this host`, {
    hint: 'see: optopo status',
  });
}
