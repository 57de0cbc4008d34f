import type { EventLog, NewEvent, WatchEvent } from '../contract.ts';
import { MemoryEventLog } from '../event-log.ts';
import { EventFiles, eventDirectory, readEventFiles } from './event-files.ts';

/** The event log of a state directory: the newest events in memory, more of them in files that outlive the process. */
export class FileEventLog implements EventLog {
  readonly #memory: MemoryEventLog;
  readonly #files: EventFiles;
  readonly #warn: (message: string) => void;
  #failing = false;

  /**
   * Goes on where the last process ended. Throws `state-unusable` when what is there cannot be read. `warn` is
   * told once when events can no longer be written, and when they can again.
   */
  constructor(stateDir: string, warn: (message: string) => void, files?: EventFiles) {
    const directory = eventDirectory(stateDir);
    this.#memory = new MemoryEventLog(readEventFiles(directory));
    this.#files = files ?? new EventFiles(directory);
    this.#warn = warn;
  }

  /** Never throws: a disk that is full must not end the healing of the network. */
  append(event: NewEvent): WatchEvent {
    const whole = this.#memory.append(event);
    this.#write(whole);
    return whole;
  }

  after(seq: number): WatchEvent[] {
    return this.#memory.after(seq);
  }

  listen(listener: (event: WatchEvent) => void): () => void {
    return this.#memory.listen(listener);
  }

  close(): void {
    this.#files.close();
  }

  #write(event: WatchEvent): void {
    try {
      this.#files.append(event);
      if (this.#failing) this.#warn(`events are written to disk again, from ${event.seq} on`);
      this.#failing = false;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      if (!this.#failing) this.#warn(`events are kept in memory only, from ${event.seq} on: ${why}`);
      this.#failing = true;
    }
  }
}
