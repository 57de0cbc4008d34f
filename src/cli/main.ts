import { Command, CommanderError } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { EXIT, OptopoError, toOptopoError } from '../model/error.ts';
import { registerApply } from './commands/apply.ts';
import { registerCheck } from './commands/check.ts';
import { registerCompletion } from './commands/completion.ts';
import { registerConfirm } from './commands/confirm.ts';
import { registerConfirmTimer } from './commands/confirm-timer.ts';
import { registerDestroy } from './commands/destroy.ts';
import { registerDoctor } from './commands/doctor.ts';
import { registerEvents } from './commands/events.ts';
import { registerHistory } from './commands/history.ts';
import { registerInstallService } from './commands/install-service.ts';
import { registerLabCommands } from './commands/lab.ts';
import { registerPlan } from './commands/plan.ts';
import { registerProbe } from './commands/probe.ts';
import { registerRollback } from './commands/rollback.ts';
import { registerSchema } from './commands/schema.ts';
import { registerStatus } from './commands/status.ts';
import { registerResume, registerSuspend } from './commands/suspend.ts';
import { registerValidate } from './commands/validate.ts';
import { registerWatch } from './commands/watch.ts';
import { addGlobalOptions } from './options.ts';
import { colorsFor, printJson, printNote } from './output.ts';
import { errorToJson } from './render/error-json.ts';
import { errorText } from './render/error-text.ts';

const EXIT_CODES = `
Exit codes:
  0    done, or nothing to do; with --confirm-timeout also done and unconfirmed
  1    failed or refused (conflict, empty prune, stale plan, unconfirmed apply, way in cut off), an expectation not
       met (check, or apply with nothing to do), or status Degraded
  2    changes pending (plan --detailed-exitcode), or status OutOfSync
  3    failed, and what was done is undone
  64   usage
  65   invalid topology
  69   something needed is not reachable (OVSDB, LXC, a Git remote)
  75   another optopo holds the lock
  77   needs root
  130  interrupted`;

/** The whole command line. */
function buildProgram(): Command {
  const program = new Command('optopo')
    .description(
      "Keep this host's Open vSwitch, containers, kernel network and flows equal to a topology file.",
    )
    .version(packageJson.version)
    .showHelpAfterError('(see: optopo --help)')
    .addHelpText('after', EXIT_CODES)
    .exitOverride();
  addGlobalOptions(program);
  registerValidate(program);
  registerPlan(program);
  registerApply(program);
  registerCheck(program);
  registerConfirm(program);
  registerConfirmTimer(program);
  registerProbe(program);
  registerDestroy(program);
  registerRollback(program);
  registerStatus(program);
  registerEvents(program);
  registerHistory(program);
  registerWatch(program);
  registerInstallService(program);
  registerSuspend(program);
  registerResume(program);
  registerDoctor(program);
  registerSchema(program);
  registerLabCommands(program);
  registerCompletion(program);
  return program;
}

async function main(): Promise<void> {
  const program = buildProgram();
  try {
    await program.parseAsync(process.argv);
  } catch (thrown) {
    if (thrown instanceof CommanderError) {
      endOfCommander(thrown);
      return;
    }
    await fail(toOptopoError(thrown), wantsJson());
  }
}

/** Commander has printed what is wrong on stderr; help and version are no failure. */
function endOfCommander(thrown: CommanderError): void {
  process.exitCode = thrown.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (thrown.exitCode === 0 || !wantsJson()) return;
  const message = thrown.code === 'commander.help' ? 'a command is missing' : thrown.message;
  printJson(errorToJson(new OptopoError('usage', message.replace(/^error: /, ''))));
}

function wantsJson(): boolean {
  return process.argv.includes('--json');
}

/** A reader that has seen enough (`optopo plan … | head -1`) ends our output, never the work on the host. */
function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}

async function fail(error: OptopoError, json: boolean): Promise<void> {
  process.exitCode = error.exitCode;
  if (json) return printJson(errorToJson(error));
  const colors = colorsFor(process.stderr, !process.argv.includes('--no-color'));
  if (error.diagnostics.length > 0) {
    const { diagnosticsText } = await import('./render/diagnostics-text.ts');
    printNote(diagnosticsText(error.diagnostics));
    if (error.hint) printNote(`${colors.cyan('hint')}: ${error.hint}`);
    return;
  }
  printNote(errorText(error, colors));
}

outliveReaders();
await main();
