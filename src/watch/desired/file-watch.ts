import { dirname, resolve } from 'node:path';
import { type FSWatcher, watch } from 'chokidar';
import { linkTarget, WayWatch } from './way-watch.ts';

/** Milliseconds of quiet after which files are read: an editor writes several times. */
const QUIET_MS = 50;
/** Without quiet they are read after so long: somebody may write there for ever. */
const LONGEST_MS = 1_000;

/**
 * Calls back, once things are quiet, when one of the watched files has changed, come or gone. Directories are
 * watched, so that a file that is replaced by a rename, or comes later, is seen; and the ways to them, so that a
 * directory that is replaced, or a link that leads elsewhere, is.
 */
export class FileWatch {
  readonly #onChange: () => void;
  readonly #directory: string | undefined;
  readonly #ways = new WayWatch(() => this.#lost());
  readonly #closing = new AbortController();
  #files: ReadonlySet<string> = new Set();
  #watcher: FSWatcher | undefined;
  #isStale = true;
  #timer: NodeJS.Timeout | undefined;
  /** When the first change came that was not called back for, on the clock of `performance.now()`. */
  #changedAt: number | undefined;

  /** `directory`: everything directly in it is watched, beside the files. */
  constructor(directory: string | undefined, onChange: () => void) {
    this.#directory = directory && resolve(directory);
    this.#onChange = onChange;
  }

  /** Watches exactly these files from now on; calls back when it is not the ones from before, for what was missed. */
  async watch(files: readonly string[]): Promise<void> {
    const wanted = new Set(files.map((file) => resolve(file)));
    if (this.#closing.signal.aborted || (!this.#isStale && same(wanted, this.#files))) return;
    this.#isStale = false;
    this.#files = wanted;
    const directories = new Set([...wanted].map(dirname));
    if (this.#directory !== undefined) directories.add(this.#directory);
    this.#ways.watch([...directories, ...[...wanted].flatMap((file) => linkTarget(file) ?? [])]);
    // First, since watchers of one path share what they hear: the new one would hear of what the old one holds.
    await this.#watcher?.close();
    if (this.#closing.signal.aborted) return;
    const watcher = this.#follow([...directories]);
    this.#watcher = watcher;
    await new Promise<void>((done) => {
      watcher.once('ready', done);
      // A closed one never gets ready.
      this.#closing.signal.addEventListener('abort', () => done(), { once: true });
    });
    if (!this.#closing.signal.aborted) this.#changed();
  }

  /** Calls back in `ms`, unless something changes before. */
  again(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#changedAt = undefined;
      this.#onChange();
    }, ms);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    clearTimeout(this.#timer);
    this.#ways.close();
    await this.#watcher?.close();
  }

  #follow(directories: string[]): FSWatcher {
    const watcher = watch(directories, {
      depth: 0,
      ignoreInitial: true,
      ignored: (path, stats) => stats?.isFile() === true && !this.#isWatched(path),
    });
    return watcher.on('all', (_event, path) => {
      if (this.#isWatched(path)) this.#changed();
    });
  }

  #changed(): void {
    const now = performance.now();
    this.#changedAt ??= now;
    this.again(Math.max(0, Math.min(QUIET_MS, this.#changedAt + LONGEST_MS - now)));
  }

  /** What is watched may no longer be what lies there. */
  #lost(): void {
    this.#isStale = true;
    this.#changed();
  }

  #isWatched(path: string): boolean {
    return this.#files.has(path) || (this.#directory !== undefined && dirname(path) === this.#directory);
  }
}

function same(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((one) => b.has(one));
}
