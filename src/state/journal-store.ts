import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { listIfPresent, prepareFile, removeFileDurably, renameDurably } from '../wire/durable-file.ts';
import { type JournalEntry, type JournalHeader, type JournalText, parseJournal } from './journal.ts';
import { onDisk, readStateFile } from './on-disk.ts';

/** A journal whose header is on disk and which is not in its place yet. */
export interface PreparedJournal {
  /** Puts it in its place, over the one of an earlier run, and opens it for its further lines. */
  begin(): JournalWriter;
  discard(): void;
}

export interface JournalWriter {
  /**
   * Adds a line. It is not synced: what was written survives a kill of this process, and a power cut ends the
   * children with it and leaves the header. Throws `state-unusable`.
   */
  append(entry: JournalEntry): void;
  close(): void;
}

/** Reads and writes `STATE_DIR/journal/NAME.jsonl`: what a run that changes the host is at. */
export class JournalStore {
  readonly #directory: string;

  constructor(stateDir: string) {
    this.#directory = join(stateDir, 'journal');
  }

  /** Names of the topologies that have one, sorted. */
  names(): string[] {
    const files = onDisk(this.#directory, 'read', () => listIfPresent(this.#directory));
    return files.flatMap((file) => /^([a-z0-9-]+)\.jsonl$/.exec(file)?.[1] ?? []).sort();
  }

  path(topology: string): string {
    return join(this.#directory, `${topology}.jsonl`);
  }

  /** The journal of a run that is at work or did not come to its end; `undefined` when there is none. */
  read(topology: string): JournalText | undefined {
    const path = this.path(topology);
    const text = readStateFile(path);
    return text === undefined ? undefined : parseJournal(text, topology);
  }

  /** Writes the header durably, beside the place: all of it that a full disk can prevent. */
  prepare(header: JournalHeader): PreparedJournal {
    const path = this.path(header.topology);
    const file = onDisk(path, 'write', () => prepareFile(path, lineOf(header)));
    const begin = (): JournalWriter =>
      onDisk(path, 'write', () => {
        file.commit();
        return openWriter(path);
      });
    return { begin, discard: () => file.discard() };
  }

  /** The run has come to its end. */
  remove(topology: string): void {
    const path = this.path(topology);
    onDisk(path, 'remove', () => removeFileDurably(path));
  }

  /** Moves a broken one aside, as evidence; returns where it is now. */
  keepAside(topology: string): string {
    const path = this.path(topology);
    const aside = `${path}.corrupt-${new Date().toISOString().replaceAll(':', '-')}`;
    onDisk(path, 'write', () => renameDurably(path, aside));
    return aside;
  }
}

function openWriter(path: string): JournalWriter {
  const descriptor = openSync(path, 'a');
  return {
    append: (entry) =>
      onDisk(path, 'write', () => {
        const bytes = Buffer.from(lineOf(entry));
        let written = 0;
        while (written < bytes.length) written += writeSync(descriptor, bytes, written);
      }),
    close: () => closeSync(descriptor),
  };
}

function lineOf(line: JournalHeader | JournalEntry): string {
  return `${JSON.stringify(line)}\n`;
}
