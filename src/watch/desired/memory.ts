import { join } from 'node:path';
import { OptopoError } from '../../model/error.ts';
import { onDisk } from '../../state/on-disk.ts';
import { readFileIfPresent, writeFileAtomically } from '../../wire/durable-file.ts';
import type { HealMode } from '../contract.ts';

/** What a file declared when it was good last. */
export interface Remembered {
  file: string;
  name: string;
  heal: HealMode;
}

/**
 * Which topologies a source declared, kept in the state directory: a daemon that starts while a file is broken or
 * gone knows by it what was in force.
 */
export class SourceMemory {
  readonly #path: string;
  readonly #source: string;

  constructor(stateDir: string, source: string) {
    this.#path = join(stateDir, 'watch', 'sources.json');
    this.#source = source;
  }

  load(): Remembered[] {
    return this.#all()[this.#source] ?? [];
  }

  save(remembered: readonly Remembered[]): void {
    const all = this.#all();
    if (JSON.stringify(all[this.#source] ?? []) === JSON.stringify(remembered)) return;
    const text = `${JSON.stringify({ ...all, [this.#source]: remembered })}\n`;
    onDisk(this.#path, 'write', () => writeFileAtomically(this.#path, text));
  }

  #all(): Record<string, Remembered[]> {
    const text = onDisk(this.#path, 'read', () => readFileIfPresent(this.#path));
    if (text === undefined) return {};
    try {
      return JSON.parse(text) as Record<string, Remembered[]>;
    } catch (cause) {
      throw new OptopoError('state-corrupt', `${this.#path} is not JSON`, {
        tried: 'read which topologies are watched',
        hint: 'remove it: it is made anew from the files',
        cause,
      });
    }
  }
}
