import { join } from 'node:path';
import { OptopoError } from '../model/error.ts';
import { listIfPresent, removeFileDurably, stampOf, writeFileAtomically } from '../wire/durable-file.ts';
import { type Generation, type GenerationContent, parseGeneration, sealGeneration } from './generation.ts';
import { onDisk, readStateFile } from './on-disk.ts';

/** A topology's name as the schema takes it; nothing else in the directory is ours. */
const NAME = /^[a-z0-9][a-z0-9-]{0,39}$/;

/** Generations kept of a topology; older ones go when a new one is written. */
export const KEPT_GENERATIONS = 50;

/** Reads and writes `STATE_DIR/generations/NAME/N.json`: a chain in which each holds the hash of the one before. */
export class GenerationStore {
  readonly #directory: string;

  constructor(stateDir: string) {
    this.#directory = join(stateDir, 'generations');
  }

  /** Names of all topologies that have generations, those included that are destroyed. */
  topologies(): string[] {
    return onDisk(this.#directory, 'read', () => listIfPresent(this.#directory)).filter((name) =>
      NAME.test(name),
    );
  }

  /** Numbers of the generations that are kept, oldest first. */
  numbers(topology: string): number[] {
    const directory = join(this.#directory, topology);
    const files = onDisk(directory, 'read', () => listIfPresent(directory));
    const numbers = files.flatMap((file) => /^([1-9][0-9]*)\.json$/.exec(file)?.[1] ?? []).map(Number);
    return numbers.sort((a, b) => a - b);
  }

  /** Changes whenever the newest generation does. */
  newestStamp(topology: string): string {
    const newest = this.numbers(topology).at(-1);
    return newest === undefined ? '' : `${newest} ${stampOf(this.#path(topology, newest))}`;
  }

  /** One generation; `undefined` when there is none of that number. Throws `state-corrupt`, naming the file. */
  load(topology: string, number: number): Generation | undefined {
    const text = this.#read(topology, number);
    if (text === undefined) return undefined;
    const generation = parseGeneration(text, topology, number);
    if (generation) return generation;
    throw this.#corrupt(topology, number, 'is not as it was written: its hash does not fit its content');
  }

  /**
   * All that are kept, oldest first, each checked against the one before; what came before the oldest is known
   * by its hash alone. Throws `state-corrupt`, naming the file.
   */
  chain(topology: string): Generation[] {
    const generations: Generation[] = [];
    for (const number of this.numbers(topology)) {
      const generation = this.load(topology, number) as Generation;
      this.#checkLink(generations.at(-1), generation);
      generations.push(generation);
    }
    return generations;
  }

  /** The newest one that can be read and trusted, and the numbers of newer ones that cannot. */
  newestIntact(topology: string): { generation: Generation | undefined; broken: number[] } {
    const broken: number[] = [];
    for (const number of this.numbers(topology).reverse()) {
      const text = this.#read(topology, number) ?? '';
      const generation = parseGeneration(text, topology, number);
      if (generation) return { generation, broken };
      broken.push(number);
    }
    return { generation: undefined, broken };
  }

  /** The last link of the chain. `expected`: the hash that the state remembers of it. Throws `state-corrupt`. */
  head(topology: string, expected: string | null): Generation | undefined {
    const newest = this.numbers(topology).at(-1);
    const generation = newest === undefined ? undefined : this.load(topology, newest);
    if (expected === null || generation?.hash === expected || generation?.previous === expected)
      return generation;
    throw this.#corrupt(
      topology,
      (newest ?? 0) + 1,
      'is missing, or an earlier one was exchanged: the state remembers another newest generation',
    );
  }

  /** Writes the next link durably and lets go of the oldest ones. */
  append(content: GenerationContent): Generation {
    const generation = sealGeneration(content);
    const { topology, generation: number } = generation;
    const path = this.#path(topology, number);
    onDisk(path, 'write', () => writeFileAtomically(path, `${JSON.stringify(generation)}\n`));
    for (const old of this.numbers(topology).slice(0, -KEPT_GENERATIONS)) {
      const oldPath = this.#path(topology, old);
      onDisk(oldPath, 'remove', () => removeFileDurably(oldPath));
    }
    return generation;
  }

  /** Takes the last link away again: what it tells of was undone. */
  remove({ topology, generation }: Generation): void {
    const path = this.#path(topology, generation);
    onDisk(path, 'remove', () => removeFileDurably(path));
  }

  #checkLink(before: Generation | undefined, generation: Generation): void {
    if (before === undefined) return;
    const { topology, generation: number, previous } = generation;
    if (number !== before.generation + 1) throw this.#corrupt(topology, before.generation + 1, 'is missing');
    if (previous === before.hash) return;
    throw this.#corrupt(topology, before.generation, `is not the one that generation ${number} followed`);
  }

  #read(topology: string, number: number): string | undefined {
    return readStateFile(this.#path(topology, number));
  }

  #path(topology: string, number: number): string {
    return join(this.#directory, topology, `${number}.json`);
  }

  #corrupt(topology: string, number: number, what: string): OptopoError {
    const path = this.#path(topology, number);
    return new OptopoError('state-corrupt', `${path} ${what}`, {
      tried: `read the generations of ${topology}`,
      hint: `put it back from a backup, or move ${join(this.#directory, topology)} away to begin a new history`,
    });
  }
}
