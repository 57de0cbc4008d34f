import { loadTopology } from '../../compile/index.ts';
import { type OptopoError, toOptopoError } from '../../model/error.ts';
import { stampOf } from '../../wire/durable-file.ts';
import { commitOf } from '../../wire/git/commit-of.ts';
import { writerOf } from '../../wire/open-for-writing.ts';
import type { Desired } from '../contract.ts';
import { desiredOf } from './desired-of.ts';

export interface UnitOptions {
  /** Variables that override those of `vars`. */
  set: Readonly<Record<string, string>>;
  signal: AbortSignal;
}

/** How many digits of a content's hash name a version to people. */
const REVISION_DIGITS = 12;

/** The files that make one topology, and the last version of it that was good. */
export class Unit {
  readonly files: readonly string[];
  readonly #options: UnitOptions;
  /** Every file that was read, with what tells that it has changed since. */
  #stamps: ReadonlyMap<string, string> | undefined;
  #good: Desired | undefined;
  #error: OptopoError | undefined;

  constructor(files: readonly string[], options: UnitOptions) {
    this.files = files;
    this.#options = options;
  }

  /** For people, and as the key under which it is remembered. */
  get name(): string {
    return this.files.join(', ');
  }

  /** The newest version that was valid as a whole. */
  get good(): Desired | undefined {
    return this.#good;
  }

  /** Why the newest version is not valid. */
  get error(): OptopoError | undefined {
    return this.#error;
  }

  /** Every file whose change makes another topology: those that the topology refers to are among them. */
  get watched(): readonly string[] {
    return this.#stamps ? [...this.#stamps.keys()] : this.files;
  }

  /** Pid of a process that is still writing one of the files. */
  writer(): number | undefined {
    for (const file of this.watched) {
      const pid = writerOf(file);
      if (pid !== undefined) return pid;
    }
    return undefined;
  }

  /** True when a file is not as it was read last. */
  hasChanged(): boolean {
    return !this.#stamps || [...this.#stamps].some(([file, stamp]) => stampOf(file) !== stamp);
  }

  /** Reads the files again where one of them has changed since. True when that was so. */
  async read(): Promise<boolean> {
    if (!this.hasChanged()) return false;
    const before = this.#stamps;
    // Taken before the files are read: what changes meanwhile is read again.
    const stamps = new Map(this.files.map((file) => [file, stampOf(file)]));
    try {
      this.#good = await this.#load((file) => stamps.set(file, stampOf(file)));
      this.#error = undefined;
    } catch (thrown) {
      if (this.#options.signal.aborted) throw thrown;
      this.#error = toOptopoError(thrown);
    }
    this.#stamps = this.#error ? withEarlier(stamps, before) : stamps;
    return true;
  }

  /** Makes the next reading read whatever the files look like. */
  forget(): void {
    this.#stamps = this.#stamps && new Map([...this.#stamps.keys()].map((file) => [file, 'unknown']));
  }

  async #load(onFile: (file: string) => void): Promise<Desired> {
    const { set, signal } = this.#options;
    const topology = await loadTopology(this.files, { set, signal, onFile });
    const commit = () => commitOf(this.files[0] as string, signal);
    return desiredOf(topology, topology.hash.slice(0, REVISION_DIGITS), commit);
  }
}

/** A file that cannot be parsed does not say what it refers to: what it did before still counts. */
function withEarlier(
  stamps: ReadonlyMap<string, string>,
  earlier: ReadonlyMap<string, string> | undefined,
): ReadonlyMap<string, string> {
  const others = [...(earlier?.keys() ?? [])].filter((file) => !stamps.has(file));
  return new Map([...stamps, ...others.map((file): [string, string] => [file, stampOf(file)])]);
}
