import { closeSync, fstatSync, mkdirSync, openSync, readSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { onDisk } from '../../state/on-disk.ts';
import { readFileIfPresent } from '../../wire/durable-file.ts';
import type { WatchEvent } from '../contract.ts';

/** Bytes of one file; two are kept, the newer and the older. */
const FILE_BYTES = 4 * 1024 * 1024;

const NEWLINE = 0x0a;

/** Where a state directory keeps its events. */
export function eventDirectory(stateDir: string): string {
  return join(stateDir, 'events');
}

function pathsIn(directory: string): { newer: string; older: string } {
  return { newer: join(directory, 'events.jsonl'), older: join(directory, 'events.1.jsonl') };
}

/**
 * Appends events as JSON lines and keeps the two newest files of them. Nothing is flushed to the disk's platter:
 * a power cut may cost the last events, never more. One process writes; any may read meanwhile.
 */
export class EventFiles {
  readonly #directory: string;
  readonly #fileBytes: number;
  #descriptor: number | undefined;
  #size = 0;
  /** The file ends within a line: a write was cut off, by a full disk or the end of an earlier process. */
  #torn = false;

  constructor(directory: string, fileBytes = FILE_BYTES) {
    this.#directory = directory;
    this.#fileBytes = fileBytes;
  }

  /** Throws what the file system says (ENOSPC, EROFS, …); the next call tries again with a fresh descriptor. */
  append(event: WatchEvent): void {
    const line = Buffer.from(`${JSON.stringify(event)}\n`);
    try {
      const descriptor = this.#descriptorFor(line.length);
      const bytes = this.#torn ? Buffer.concat([Buffer.from('\n'), line]) : line;
      this.#torn = true;
      for (let done = 0; done < bytes.length; ) done += writeSync(descriptor, bytes, done);
      this.#torn = false;
      this.#size += bytes.length;
    } catch (error) {
      this.close();
      throw error;
    }
  }

  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  #descriptorFor(bytes: number): number {
    let descriptor = this.#descriptor ?? this.#open();
    if (this.#size > 0 && this.#size + bytes > this.#fileBytes) {
      this.close();
      const { newer, older } = pathsIn(this.#directory);
      renameSync(newer, older);
      descriptor = this.#open();
    }
    return descriptor;
  }

  #open(): number {
    mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
    const descriptor = openSync(pathsIn(this.#directory).newer, 'a+', 0o600);
    this.#descriptor = descriptor;
    this.#size = fstatSync(descriptor).size;
    this.#torn = this.#size > 0 && lastByte(descriptor, this.#size) !== NEWLINE;
    return descriptor;
  }
}

function lastByte(descriptor: number, size: number): number {
  const byte = Buffer.alloc(1);
  readSync(descriptor, byte, 0, 1, size - 1);
  return byte[0] as number;
}

/**
 * All events that the files hold, oldest first. A line that was cut off is passed over. Throws `state-unusable`
 * when a file is there and cannot be read.
 */
export function readEventFiles(directory: string): WatchEvent[] {
  const { newer, older } = pathsIn(directory);
  // The newer one first: a rotation between the two readings then shows its events twice instead of never.
  const texts = [newer, older].map((path) => onDisk(path, 'read', () => readFileIfPresent(path)) ?? '');
  const events = new Map<number, WatchEvent>();
  for (const event of texts.reverse().flatMap(parseLines)) events.set(event.seq, event);
  return [...events.values()].sort((a, b) => a.seq - b.seq);
}

function parseLines(text: string): WatchEvent[] {
  return text.split('\n').flatMap((line) => parseEvent(line) ?? []);
}

/** One line of a file as an event; `undefined` for what is none: an empty line, or one that was cut off. */
function parseEvent(line: string): WatchEvent | undefined {
  try {
    const event = JSON.parse(line) as WatchEvent | null;
    return Number.isSafeInteger(event?.seq) && typeof event?.type === 'string' ? event : undefined;
  } catch {
    return undefined;
  }
}
