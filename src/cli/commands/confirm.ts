import type { Command } from 'commander';
import { confirmApply } from '../../pipeline/confirm.ts';
import { addGlobalOptions } from '../options.ts';
import { printJson, printResult } from '../output.ts';
import { invocationOf, withSession } from '../run.ts';

/** `optopo confirm`: keep what was applied with --confirm-timeout. */
export function registerConfirm(program: Command): void {
  const command = program
    .command('confirm')
    .description('keep what was applied with --confirm-timeout')
    .argument('<name>', 'the topology')
    .action(confirm);
  addGlobalOptions(command);
}

async function confirm(name: string, _flags: unknown, command: Command): Promise<void> {
  const invocation = await invocationOf(command);
  const generation = await withSession(invocation, (session) => confirmApply(session, name));
  if (invocation.global.json) {
    printJson({ format_version: 1, topology: name, outcome: 'confirmed', generation });
  } else printResult(invocation.out.green(`${name}: confirmed, generation ${generation} is kept.`));
}
