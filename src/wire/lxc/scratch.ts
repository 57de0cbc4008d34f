import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { OptopoError } from '../../model/error.ts';
import { isMissing } from '../durable-file.ts';
import { isAlive, processesNaming } from './process-table.ts';

/** A container is built here and renamed into its place, so that it is there whole or not at all. */
const SCRATCH = /^\.optopo-tmp-(\d+)-/;

/** What LXC says of a start that goes on. */
const START_LOG = /^\.optopo-start-(\d+)-/;

/** Where LXC is to say what goes wrong with a container's start. */
export function startLogOf({ lxcPath, name }: { lxcPath: string; name: string }): string {
  return join(lxcPath, `.optopo-start-${process.pid}-${name}.log`);
}

/** Makes an empty directory of this process's own beside the containers; a path that no other run uses. */
export async function makeScratch(lxcPath: string, name: string): Promise<string> {
  const path = join(lxcPath, `.optopo-tmp-${process.pid}-${name}`);
  await removeScratch(path);
  await mkdir(path, { recursive: true, mode: 0o700 });
  return path;
}

/** Removes a scratch directory, after ending what still builds in it: a template outlives its killed caller. */
export async function removeScratch(path: string): Promise<void> {
  for (const pid of processesNaming(path)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }
  // A process that was just killed may still have written an entry behind rm's back.
  await rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
}

/** Removes what runs that were killed have left. */
export async function sweepScratch(lxcPath: string): Promise<void> {
  for (const entry of await entriesOf(lxcPath)) {
    const path = join(lxcPath, entry);
    if (isForsaken(SCRATCH, entry)) await removeScratch(path);
    if (isForsaken(START_LOG, entry)) await rm(path, { force: true });
  }
}

function isForsaken(pattern: RegExp, entry: string): boolean {
  const owner = Number(pattern.exec(entry)?.[1] ?? process.pid);
  return owner !== process.pid && !isAlive(owner);
}

/** Names in the LXC path; none when there is no such directory yet. Throws `unreachable` for anything else. */
export async function entriesOf(lxcPath: string): Promise<string[]> {
  try {
    return await readdir(lxcPath);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    throw new OptopoError('unreachable', `the containers' directory cannot be read: ${message}`, {
      tried: `read ${lxcPath}`,
      hint: 'give the one that LXC uses with --lxc-path',
      cause,
    });
  }
}
