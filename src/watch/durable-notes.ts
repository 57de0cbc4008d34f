import { join } from 'node:path';
import { OptopoError } from '../model/error.ts';
import { onDisk } from '../state/on-disk.ts';
import {
  listIfPresent,
  readFileIfPresent,
  removeFileDurably,
  writeFileAtomically,
} from '../wire/durable-file.ts';

/** Notes about topologies, one small JSON file each in a directory of the state directory's `watch`. */
export class DurableNotes<T> {
  readonly directory: string;

  constructor(stateDir: string, kind: string) {
    this.directory = join(stateDir, 'watch', kind);
  }

  /** The note about a topology, if there is one. Throws `state-corrupt`, naming the file. */
  get(topology: string): T | undefined {
    const path = this.#path(topology);
    const text = onDisk(path, 'read', () => readFileIfPresent(path));
    if (text === undefined) return undefined;
    try {
      return JSON.parse(text) as T;
    } catch (cause) {
      throw new OptopoError('state-corrupt', `${path} is not JSON`, { hint: 'remove it', cause });
    }
  }

  set(topology: string, note: T): void {
    const path = this.#path(topology);
    onDisk(path, 'write', () => writeFileAtomically(path, `${JSON.stringify(note)}\n`));
  }

  remove(topology: string): void {
    const path = this.#path(topology);
    onDisk(path, 'remove', () => removeFileDurably(path));
  }

  /** Topologies that have a note. */
  names(): string[] {
    const files = onDisk(this.directory, 'read', () => listIfPresent(this.directory));
    return files.flatMap((file) => /^([a-z0-9-]+)\.json$/.exec(file)?.[1] ?? []).sort();
  }

  #path(topology: string): string {
    return join(this.directory, `${topology}.json`);
  }
}

/** Somebody wants a topology to be left as it is. */
export interface Suspension {
  /** ISO time. */
  since: string;
  by: string;
  reason: string | null;
}

/** A version that could not be applied and was taken back: it is not tried again. */
export interface Refusal {
  revision: string;
  /** ISO time. */
  at: string;
  message: string;
}

/** Suspended topologies. */
export function suspensionsOf(stateDir: string): DurableNotes<Suspension> {
  return new DurableNotes(stateDir, 'suspended');
}

/** Versions that are not tried again. */
export function refusalsOf(stateDir: string): DurableNotes<Refusal> {
  return new DurableNotes(stateDir, 'refused');
}
