import type { Command } from 'commander';
import { OptopoError } from '../model/error.ts';
import { requireRoot, resolveHost } from '../pipeline/host.ts';
import { Session } from '../pipeline/session.ts';
import { Interruption } from './interruption.ts';
import { logActivity } from './log.ts';
import { type GlobalOptions, globalOptions } from './options.ts';
import { type Colors, colorsFor, printNote } from './output.ts';

/** What a command works with: its flags, colours, and how it is interrupted. */
export interface Invocation {
  global: GlobalOptions;
  out: Colors;
  err: Colors;
  interruption: Interruption;
}

/** Prepares what every command needs: colours, the log, and Ctrl-C. */
export async function invocationOf(command: Command): Promise<Invocation> {
  const global = globalOptions(command);
  await logActivity(global.logLevel ?? 'warn');
  return {
    global,
    out: colorsFor(process.stdout, global.color),
    err: colorsFor(process.stderr, global.color),
    interruption: new Interruption(printNote),
  };
}

/** Runs `work` in a session on this host as root, and closes it whatever happens. */
export async function withSession<T>(
  invocation: Invocation,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  requireRoot();
  const host = await resolveHost(invocation.global, process.env);
  const session = new Session(host, invocation.interruption.signal, (message) =>
    printNote(`${invocation.err.yellow('warning')}: ${message}`),
  );
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

/** `--set KEY=VALUE` flags as a record. Throws `usage` for one without a key or `=`. */
export function parseSettings(flags: readonly string[]): Record<string, string> {
  const settings: Record<string, string> = Object.create(null);
  for (const flag of flags) {
    const equals = flag.indexOf('=');
    if (equals < 1) throw new OptopoError('usage', `--set takes KEY=VALUE, not "${flag}"`);
    settings[flag.slice(0, equals)] = flag.slice(equals + 1);
  }
  return settings;
}
