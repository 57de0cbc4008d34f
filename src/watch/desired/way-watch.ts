import { type FSWatcher, lstatSync, readlinkSync, watch } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { isMissing } from '../../wire/durable-file.ts';

/** As many links as the kernel follows on one way (path_resolution(7)). */
const MOST_LINKS = 40;

/**
 * Calls back when the way to a path may lead elsewhere than before: a directory on it was moved, removed or came, or
 * a symbolic link was changed. A watch on a path alone stays with what was there when it began.
 */
export class WayWatch {
  readonly #onChange: () => void;
  #watchers: FSWatcher[] = [];

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** Watches the ways to exactly these absolute paths from now on. Throws what keeps a directory from being watched. */
  watch(paths: Iterable<string>): void {
    this.close();
    const entries = new Map<string, Set<string>>();
    for (const path of paths) collectEntries(path, entries, MOST_LINKS);
    for (const [directory, names] of entries) this.#watchEntries(directory, names);
  }

  close(): void {
    for (const watcher of this.#watchers.splice(0)) watcher.close();
  }

  #watchEntries(directory: string, names: ReadonlySet<string>): void {
    try {
      const watcher = watch(directory, (_event, name) => {
        if (name !== null && names.has(name)) this.#onChange();
      });
      watcher.on('error', () => this.#onChange());
      this.#watchers.push(watcher);
    } catch (error) {
      // Its own entry in the directory above tells when it comes.
      if (!isMissing(error)) throw error;
    }
  }
}

/** The entries, by their directories, that lead from the root to a path, through symbolic links too. */
function collectEntries(path: string, entries: Map<string, Set<string>>, links: number): void {
  for (let at = path; at !== dirname(at); at = dirname(at)) {
    const names = entries.get(dirname(at)) ?? new Set();
    entries.set(dirname(at), names.add(basename(at)));
    const target = links > 0 ? linkTarget(at) : undefined;
    if (target !== undefined) collectEntries(target, entries, links - 1);
  }
}

/** Where a symbolic link leads; `undefined` for anything else. */
export function linkTarget(path: string): string | undefined {
  try {
    if (!lstatSync(path).isSymbolicLink()) return undefined;
    return resolve(dirname(path), readlinkSync(path));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
