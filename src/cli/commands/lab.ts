import type { Command } from 'commander';
import { OptopoError } from '../../model/error.ts';
import { addGlobalOptions } from '../options.ts';
import { printJson, printNote, printResult } from '../output.ts';
import { labsText, labToJson } from '../render/lab-text.ts';
import { invocationOf } from '../run.ts';

/** `optopo lab`: sandboxes in which everything can be tried without touching this host. */
export function registerLabCommands(program: Command): void {
  const lab = program
    .command('lab')
    .description('sandboxes with their own network, Open vSwitch and containers, to try things in');
  const withFlags = [
    lab
      .command('up')
      .description('open a sandbox')
      .argument('<name>', 'its name: up to 20 of a-z, 0-9 and -')
      .action(up),
    lab.command('ls').description('list the sandboxes of this host').action(list),
    lab.command('down').description('remove a sandbox with everything in it').argument('<name>').action(down),
  ];
  for (const command of withFlags) addGlobalOptions(command);
  lab
    .command('run')
    .description('run a command in a sandbox: optopo lab run NAME -- optopo apply topology.yaml')
    .argument('<name>')
    .argument('<command...>', 'the command and its arguments, behind --')
    .action((name: string, argv: string[]) => run(name, argv));
  lab.command('shell').description('open a shell in a sandbox').argument('<name>').action(shell);
}

async function up(name: string, _flags: unknown, command: Command): Promise<void> {
  const { global, interruption } = await invocationOf(command);
  const program = process.argv[1];
  if (program === undefined) throw new OptopoError('bug', 'this program does not know its own path');
  const { openLab } = await import('../../lab/open-lab.ts');
  const lab = await openLab(name, { program, signal: interruption.signal });
  if (global.json) return printJson({ format_version: 1, lab: labToJson(lab) });
  printResult(`lab "${name}" is up: optopo lab run ${name} -- COMMAND, or: optopo lab shell ${name}`);
}

async function down(name: string, _flags: unknown, command: Command): Promise<void> {
  const { global } = await invocationOf(command);
  const { closeLab } = await import('../../lab/close-lab.ts');
  const removed = await closeLab(name);
  if (global.json) return printJson({ format_version: 1, lab: name, removed });
  if (removed) printResult(`lab "${name}" is gone`);
  else printNote(`there is no lab "${name}"`);
}

async function list(_flags: unknown, command: Command): Promise<void> {
  const { global } = await invocationOf(command);
  const { listLabs } = await import('../../lab/list-labs.ts');
  const labs = listLabs();
  if (global.json) {
    const documents = labs.map(({ lab, state, missing, openedAt, containers }) => ({
      ...labToJson(lab),
      ...{ state, missing, containers, opened_at: openedAt },
    }));
    return printJson({ format_version: 1, labs: documents });
  }
  if (labs.length === 0) return printNote('there is no lab; open one with: optopo lab up NAME');
  printResult(labsText(labs));
}

async function run(name: string, argv: readonly string[]): Promise<void> {
  const [{ labNamed }, { attachInLab }] = await Promise.all([
    import('../../lab/lab.ts'),
    import('../../lab/attach.ts'),
  ]);
  process.exitCode = await attachInLab(labNamed(name), argv);
}

async function shell(name: string): Promise<void> {
  await run(name, [process.env.SHELL ?? '/bin/sh']);
}
