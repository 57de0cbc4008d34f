import { rm } from 'node:fs/promises';
import { OptopoError } from '../../model/error.ts';
import { readFileIfPresent } from '../durable-file.ts';
import { runCommand } from '../subprocess.ts';
import { startLogOf } from './scratch.ts';

/** Which container a command is for, and what ends it. */
export interface ContainerTarget {
  lxcPath: string;
  name: string;
  signal: AbortSignal;
}

/** Building a root file system may download a whole distribution. */
const CREATE_TIMEOUT_MS = 15 * 60_000;
const COPY_TIMEOUT_MS = 60_000;
const START_TIMEOUT_MS = 30_000;
/** What a distribution's init gets for a clean stop before LXC kills it, in seconds. */
const HALT_SECONDS = 30;
/** `lxc-stop` and `lxc-destroy` print this and fail when the container does not run as they see it. */
const NOT_RUNNING = /is not running/;

/** Runs a template under `target.lxcPath`, with `config` as the config to begin with. */
export async function createByTemplate(
  target: ContainerTarget,
  config: string,
  template: string,
  args: readonly string[],
): Promise<void> {
  const words = [...where(target), `--template=${template}`, `--config=${config}`, '--', ...args];
  try {
    await runCommand('lxc-create', words, {
      changesHost: true,
      timeoutMs: CREATE_TIMEOUT_MS,
      signal: target.signal,
    });
  } catch (cause) {
    if (!(cause instanceof OptopoError) || cause.code !== 'command-failed') throw cause;
    const message = `the template ${template} failed: ${templateError(cause.message)}`;
    const hint =
      template === 'download'
        ? 'it downloads a root file system: see whether this host reaches the server, or use the template busybox, which needs no network'
        : 'run what was tried by hand to see all that it says';
    throw new OptopoError('apply-failed', message, { tried: cause.tried, hint, cause });
  }
}

/** Copies a directory with owners, modes and links to a place where nothing is; shares its blocks where it can. */
export async function copyTree(from: string, to: string, signal: AbortSignal): Promise<void> {
  const args = ['--archive', '--reflink=auto', '--no-target-directory', '--', from, to];
  await runCommand('cp', args, { changesHost: true, timeoutMs: COPY_TIMEOUT_MS, signal });
}

/**
 * Starts a container and waits until LXC calls it running. Throws `apply-failed` with the error lines of its
 * log.
 */
export async function startContainer(target: ContainerTarget): Promise<void> {
  // Not in the container's directory: LXC would make that again for its log, after somebody has destroyed it.
  const log = startLogOf(target);
  await rm(log, { force: true });
  const words = [...where(target), '--daemon', `--logfile=${log}`, '--logpriority=ERROR'];
  try {
    await runCommand('lxc-start', words, {
      changesHost: true,
      timeoutMs: START_TIMEOUT_MS,
      signal: target.signal,
    });
  } catch (cause) {
    if (!(cause instanceof OptopoError) || cause.code !== 'command-failed') throw cause;
    const said = errorLines(readFileIfPresent(log) ?? '').join('; ') || cause.message;
    throw new OptopoError('apply-failed', `LXC cannot start it: ${said}`, { tried: cause.tried, cause });
  } finally {
    await rm(log, { force: true });
  }
}

/**
 * Stops a container: at once, or as its init shuts down, for 30 s at most. False when LXC, asked from here,
 * does not know it as running.
 */
export async function stopContainer(target: ContainerTarget, how: 'kill' | 'halt'): Promise<boolean> {
  const words = how === 'kill' ? ['--kill'] : [`--timeout=${HALT_SECONDS}`];
  const timeoutMs = (HALT_SECONDS + 10) * 1_000;
  const { exitCode, stderr } = await runCommand('lxc-stop', [...where(target), ...words], {
    changesHost: true,
    timeoutMs,
    signal: target.signal,
    accept: [0, 1, 2],
  });
  if (exitCode === 0) return true;
  if (NOT_RUNNING.test(stderr)) return false;
  throw new OptopoError('apply-failed', `LXC cannot stop it: ${stderr.trim()}`, {
    tried: `lxc-stop ${[...where(target), ...words].join(' ')}`,
  });
}

/** Deletes a container that does not run, with its data. LXC itself refuses one that it knows as running. */
export async function destroyContainer(target: ContainerTarget): Promise<void> {
  await runCommand('lxc-destroy', where(target), {
    changesHost: true,
    timeoutMs: 5 * 60_000,
    signal: target.signal,
  });
}

/** What a template itself says of its failure, without lxc-create's own lines, which tell only that it failed. Pure. */
export function templateError(said: string): string {
  const lines = said.split('\n').filter((line) => line.trim() !== '' && !/^lxc-create: /.test(line));
  return lines.map((line) => line.replace(/^.*?ERROR: +/, '').trim()).join('; ') || said;
}

/** What a log at level ERROR says, without time, source file and what every failed start says. Pure. */
export function errorLines(log: string): string[] {
  const lines = log
    .split('\n')
    .flatMap((line) => /^lxc-start .*? ERROR +(\w+) - (.*)$/.exec(line)?.slice(1) ?? []);
  const messages: string[] = [];
  for (let index = 0; index < lines.length; index += 2) {
    if (lines[index] === 'lxc_start' || lines[index] === 'lxccontainer') continue;
    messages.push((lines[index + 1] ?? '').replace(/^\S+\.c:\w+:\d+ - /, ''));
  }
  return messages;
}

function where({ lxcPath, name }: ContainerTarget): string[] {
  return [`--lxcpath=${lxcPath}`, `--name=${name}`];
}
