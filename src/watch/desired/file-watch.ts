import { dirname, resolve } from 'node:path';
import { type FSWatcher, watch } from 'chokidar';

/** Milliseconds of quiet after which files are read: an editor writes several times. */
const QUIET_MS = 50;

/**
 * Calls back, once things are quiet, when one of the watched files has changed, come or gone. Directories are
 * watched, so that a file that is replaced by a rename, or comes later, is seen.
 */
export class FileWatch {
  readonly #onChange: () => void;
  readonly #directory: string | undefined;
  #files: ReadonlySet<string> = new Set();
  #watcher: FSWatcher | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** `directory`: everything directly in it is watched, beside the files. */
  constructor(directory: string | undefined, onChange: () => void) {
    this.#directory = directory && resolve(directory);
    this.#onChange = onChange;
  }

  /** Watches exactly these files from now on. */
  async watch(files: readonly string[]): Promise<void> {
    const wanted = new Set(files.map((file) => resolve(file)));
    if (this.#watcher && same(wanted, this.#files)) return;
    this.#files = wanted;
    const directories = new Set([...wanted].map(dirname));
    if (this.#directory !== undefined) directories.add(this.#directory);
    const before = this.#watcher;
    const watcher = watch([...directories], {
      depth: 0,
      ignoreInitial: true,
      ignored: (path, stats) => stats?.isFile() === true && !this.#isWatched(path),
    });
    watcher.on('all', (_event, path) => {
      if (this.#isWatched(path)) this.again();
    });
    this.#watcher = watcher;
    await new Promise<void>((ready) => watcher.once('ready', ready));
    await before?.close();
  }

  /** Calls back when it has been quiet for a while, or after `ms`. */
  again(ms: number = QUIET_MS): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#onChange, ms);
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#watcher?.close();
  }

  #isWatched(path: string): boolean {
    return this.#files.has(path) || (this.#directory !== undefined && dirname(path) === this.#directory);
  }
}

function same(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((one) => b.has(one));
}
