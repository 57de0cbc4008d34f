import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { OptopoError } from '../model/error.ts';
import type { Lab } from './lab.ts';
import { labCommand } from './lab-command.ts';
import { requireRoot } from './tools.ts';

const FORWARDED = ['SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2'] as const;
/** What a terminal sends to its whole foreground group: the command has it already. */
const FROM_TERMINAL = ['SIGINT', 'SIGQUIT'] as const;

/**
 * Runs a command in the lab in the caller's place: with its standard streams, its terminal, and the signals that
 * it is sent. Returns the exit status, 128 + number for a death by signal as shells do. Errors as of `labCommand`.
 */
export async function attachInLab(lab: Lab, argv: readonly string[]): Promise<number> {
  requireRoot();
  const { file, args, env } = labCommand(lab, argv);
  // Before the start: a signal that comes right after it must not end this process and leave the command alone.
  const forward = (signal: NodeJS.Signals): void => {
    child.kill(signal);
  };
  for (const signal of FORWARDED) process.on(signal, forward);
  for (const signal of FROM_TERMINAL) process.on(signal, hasTerminal() ? () => undefined : forward);
  const child = spawn(file, args, { stdio: 'inherit', env: { ...process.env, ...env } });
  return new Promise((resolve, reject) => {
    child.on('error', (cause) =>
      reject(new OptopoError('unreachable', `${file} cannot be run: ${cause.message}`, { cause })),
    );
    child.on('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
}

function hasTerminal(): boolean {
  return process.stdin.isTTY === true || process.stdout.isTTY === true || process.stderr.isTTY === true;
}
