// Runs the steps of the other scripts. Node's own modules only: it works before `npm ci`.
import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The root of the clone; every step runs there. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Administrators' tools, which `su` without `-` leaves out of PATH. */
process.env.PATH = `${process.env.PATH ?? ''}:/usr/local/sbin:/usr/sbin:/sbin`;

/** Says what is done, on stderr: stdout is for results. */
export function say(text) {
  process.stderr.write(`${text}\n`);
}

/** Ends the script with a message and exit status 1. */
export function fail(text) {
  say(text);
  process.exit(1);
}

/** Runs a command with the terminal as it is; throws when it does not end with status 0. */
export async function run(file, args, env = {}) {
  const child = spawn(file, args, { cwd: ROOT, stdio: 'inherit', env: { ...process.env, ...env } });
  const [status, signal] = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (...ended) => resolve(ended));
  });
  if (status !== 0) throw new CommandFailure([file, ...args].join(' '), status ?? signal);
}

/** Runs a command and returns its status and output; a missing program has status `null`. */
export function capture(file, args, env = {}) {
  return spawnSync(file, args, { cwd: ROOT, encoding: 'utf8', env: { ...process.env, LC_ALL: 'C', ...env } });
}

/** A step that did not end well; what it had to say it has printed itself. */
export class CommandFailure extends Error {
  constructor(command, ended) {
    super(`failed (${ended}): ${command}`);
    this.status = typeof ended === 'number' ? ended : 1;
  }
}
