import {
  closeSync,
  fchmodSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';

/** Writes a file as `replaceFileAtomically` does, and makes its directory first where that is missing. */
export function writeFileAtomically(path: string, content: string, mode = 0o600): void {
  makeDirectory(dirname(path));
  replaceFileAtomically(path, content, mode);
}

/**
 * Writes a file so that a crash or a full disk leaves either the old content or the new one: a temporary
 * file beside it, fsync, rename, fsync of the directory (rename(2), fsync(2)). A file that is there already
 * keeps its mode; a new one gets `mode`. Its directory has to be there: else ENOENT is thrown.
 */
export function replaceFileAtomically(path: string, content: string, mode = 0o600): void {
  const prepared = stageFile(path, content, mode);
  try {
    prepared.commit();
  } catch (error) {
    prepared.discard();
    throw error;
  }
}

/** A file's new content that is on disk already, and not yet in its place. */
export interface PreparedFile {
  /** Puts it in its place durably; this needs no space on the disk. */
  commit(): void;
  discard(): void;
}

/** The first half of `writeFileAtomically`: all of it that a full disk can prevent. */
export function prepareFile(path: string, content: string, mode = 0o600): PreparedFile {
  makeDirectory(dirname(path));
  return stageFile(path, content, mode);
}

function stageFile(path: string, content: string, mode: number): PreparedFile {
  const temporary = temporaryOf(path);
  const discard = (): void => rmSync(temporary, { force: true });
  try {
    writeAndSync(temporary, content, modeOf(path) ?? mode);
  } catch (error) {
    discard();
    throw error;
  }
  const commit = (): void => {
    renameSync(temporary, path);
    syncDirectory(dirname(path));
  };
  return { commit, discard };
}

/** Removes a file durably; one that is not there, or whose directory is not, is fine. */
export function removeFileDurably(path: string): void {
  rmSync(temporaryOf(path), { force: true });
  try {
    rmSync(path);
  } catch (error) {
    if (isMissing(error)) return;
    throw error;
  }
  syncDirectory(dirname(path));
}

/** Renames a file durably within its directory. */
export function renameDurably(from: string, to: string): void {
  renameSync(from, to);
  syncDirectory(dirname(to));
}

/** What changes whenever a file is written or replaced; the empty text when there is no such file. */
export function stampOf(path: string): string {
  const status = statSync(path, { bigint: true, throwIfNoEntry: false });
  return status ? `${status.dev}:${status.ino}:${status.size}:${status.mtimeNs}:${status.ctimeNs}` : '';
}

/** The file's text, or `undefined` when there is no such file. Any other failure is thrown. */
export function readFileIfPresent(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Names in a directory; none when there is no such directory. Any other failure is thrown. */
export function listIfPresent(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** True for what looking at a path gives that does not exist (any more). */
export function isMissing(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'ESRCH';
}

/** One name for all writers (they hold a lock), so that what a killed one left is overwritten by the next. */
function temporaryOf(path: string): string {
  return `${path}.tmp`;
}

/** Makes a directory and those above it that are missing, each entry durably. */
function makeDirectory(directory: string): void {
  const first = mkdirSync(directory, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  for (let made = resolve(directory); made.length >= first.length; made = dirname(made))
    syncDirectory(dirname(made));
}

function modeOf(path: string): number | undefined {
  try {
    return statSync(path).mode & 0o7777;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function writeAndSync(path: string, content: string, mode: number): void {
  const descriptor = openSync(path, 'w', mode);
  try {
    fchmodSync(descriptor, mode);
    const bytes = Buffer.from(content);
    let written = 0;
    while (written < bytes.length) written += writeSync(descriptor, bytes, written);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Makes the entries of a directory survive a crash. */
export function syncDirectory(directory: string): void {
  const descriptor = openSync(directory, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
