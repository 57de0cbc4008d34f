import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { OptopoError } from '../../model/error.ts';
import type { StateStore } from '../../state/topology-state.ts';
import { isMissing } from '../../wire/durable-file.ts';
import { whyUnreadable } from '../../wire/why-unreadable.ts';
import type { Desired, DesiredSource, DesiredState } from '../contract.ts';
import { chooseDesired, stateOf } from './choose.ts';
import { appliedIn } from './desired-of.ts';
import { factsOf } from './facts-of.ts';
import { FileWatch } from './file-watch.ts';
import { findTopologies, holdsNone } from './find-topologies.ts';
import { SourceMemory } from './memory.ts';
import { Unit, type UnitOptions } from './unit.ts';

export interface FilesOptions extends UnitOptions {
  stateDir: string;
  store: StateStore;
}

/** A file that is being written is looked at again after so long; not for ever. Milliseconds. */
const WRITING_PAUSE_MS = 100;
const WRITING_LIMIT_MS = 10_000;

/** The desired state from topology files, merged in their order, or from every topology of a directory. */
export class FilesSource implements DesiredSource {
  readonly description: string;
  readonly #paths: readonly string[];
  readonly #isDirectory: boolean;
  readonly #options: FilesOptions;
  readonly #memory: SourceMemory;
  readonly #watch: FileWatch;
  #units: Unit[] = [];
  #inForce: ReadonlyMap<string, Desired> = new Map();
  #emitted = '';
  #onChange: (state: DesiredState) => void = () => undefined;
  #work: Promise<void> = Promise.resolve();

  /** Throws `usage` for paths that do not go together, `invalid-topology` for one that is not there. */
  constructor(paths: readonly string[], options: FilesOptions) {
    this.#isDirectory = checkPaths(paths);
    this.#paths = paths.map((path) => resolve(path));
    this.#options = options;
    this.description = paths.join(', ');
    this.#memory = new SourceMemory(options.stateDir, this.#paths.join('\n'));
    const onChange = (): void => void this.#lookAgain();
    this.#watch = new FileWatch(this.#isDirectory ? this.#paths[0] : undefined, onChange);
  }

  async start(onChange: (state: DesiredState) => void): Promise<DesiredState> {
    this.#onChange = onChange;
    const state = await this.#read();
    this.#emitted = factsOf(state);
    await this.#watchFiles();
    return state;
  }

  async refresh(): Promise<void> {
    for (const unit of this.#units) unit.forget();
    await this.#lookAgain();
  }

  async stop(): Promise<void> {
    await this.#watch.close();
    await this.#work;
  }

  /** One look after the other. */
  #lookAgain(): Promise<void> {
    this.#work = this.#work.then(() => this.#look());
    return this.#work;
  }

  async #look(): Promise<void> {
    if (this.#options.signal.aborted) return;
    const state = await this.#read();
    await this.#watchFiles();
    const facts = factsOf(state);
    if (facts === this.#emitted) return;
    this.#emitted = facts;
    this.#onChange(state);
  }

  #watchFiles(): Promise<void> {
    return this.#watch.watch(this.#units.flatMap((unit) => unit.watched));
  }

  async #read(): Promise<DesiredState> {
    const problems = [await this.#findUnits()];
    const writing = await this.#untilWritten();
    problems.push(writing);
    if (writing === null) for (const unit of this.#units) await unit.read();
    else this.#watch.again(WRITING_LIMIT_MS);
    const { store } = this.#options;
    const choice = chooseDesired(this.#units, {
      remembered: this.#memory.load(),
      inForce: this.#inForce,
      applied: appliedIn(store),
    });
    this.#inForce = new Map(choice.topologies.map((desired) => [desired.name, desired]));
    this.#memory.save(choice.remember);
    const all = [...problems.filter((one) => one !== null), ...choice.problems];
    if (choice.topologies.length === 0 && all.length === 0) all.push(holdsNone(this.description));
    return stateOf(choice.topologies, all);
  }

  /** The topologies that there are to read; what keeps the directory from being read is returned. */
  async #findUnits(): Promise<string | null> {
    if (!this.#isDirectory) {
      if (this.#units.length === 0) this.#units = [new Unit(this.#paths, this.#options)];
      return null;
    }
    const directory = this.#paths[0] as string;
    const known = new Map(this.#units.map((unit) => [unit.name, unit]));
    const remembered = this.#memory.load().map(({ file }) => file);
    try {
      const files = await findTopologies(directory, new Set([...known.keys(), ...remembered]));
      this.#units = files.map((file) => known.get(file) ?? new Unit([file], this.#options));
      return null;
    } catch (thrown) {
      return `${directory} cannot be read: ${isMissing(thrown) ? 'no such directory' : whyUnreadable(thrown)}`;
    }
  }

  /** Waits while somebody has a file open for writing; says so when that takes too long. */
  async #untilWritten(): Promise<string | null> {
    const deadline = performance.now() + WRITING_LIMIT_MS;
    for (;;) {
      const writing = this.#units.find((unit) => unit.hasChanged() && unit.writer() !== undefined);
      if (writing === undefined) return null;
      if (performance.now() > deadline) return `${writing.name} is still being written`;
      await delay(WRITING_PAUSE_MS, undefined, { signal: this.#options.signal });
    }
  }
}

/** True for one directory. */
export function checkPaths(paths: readonly string[]): boolean {
  const found = paths.map((path) => statSync(path, { throwIfNoEntry: false }));
  const missing = paths.find((_, index) => found[index] === undefined);
  if (missing !== undefined) throw noSuchFile(missing);
  if (!found.some((status) => status?.isDirectory())) return false;
  if (paths.length === 1) return true;
  throw new OptopoError('usage', 'give topology files, or one directory of them');
}

function noSuchFile(file: string): OptopoError {
  const message = 'cannot be read: no such file';
  const place = { file, line: 1, column: 1, severity: 'error' as const, message };
  return new OptopoError('invalid-topology', `${file}: ${message}`, { diagnostics: [place] });
}
