import { OptopoError } from '../../model/error.ts';
import type { Json } from '../../model/json.ts';

/** A reply beyond this is an error: the largest real dump (1,000 ports, all columns) is 1.9 MB. */
export const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const WHITESPACE = new Set([0x20, 0x09, 0x0a, 0x0d]);
const OPENING = new Set([0x5b, 0x7b]);
const CLOSING = new Set([0x5d, 0x7d]);

/**
 * Cuts a byte stream into JSON objects and arrays. RFC 7047 has no delimiter between messages, so brackets
 * are counted, outside of strings only. Works on bytes: those of a multi-byte character are all above 0x7f
 * and never look like a bracket or a quote, wherever the stream was cut.
 */
export class JsonFramer {
  readonly #maxBytes: number;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  #parts: Buffer[] = [];
  #size = 0;
  #depth = 0;
  #inString = false;
  #escaped = false;

  constructor(maxBytes = MAX_MESSAGE_BYTES) {
    this.#maxBytes = maxBytes;
  }

  /** The values that `chunk` completes. Throws `protocol` on what is no JSON and on a value beyond the limit. */
  push(chunk: Buffer): Json[] {
    const values: Json[] = [];
    let start = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      if (this.#scan(chunk[at] as number)) {
        this.#keep(chunk.subarray(start, at + 1));
        values.push(this.#take());
        start = at + 1;
      }
    }
    if (this.#depth > 0) this.#keep(chunk.subarray(start));
    return values;
  }

  /** True when this byte ends a top-level value. */
  #scan(byte: number): boolean {
    if (this.#inString) {
      this.#scanString(byte);
      return false;
    }
    if (OPENING.has(byte)) {
      this.#depth += 1;
      return false;
    }
    if (this.#depth === 0) {
      if (WHITESPACE.has(byte)) return false;
      throw new OptopoError(
        'protocol',
        `the OVSDB socket sent what is no JSON message (byte 0x${byte.toString(16)})`,
      );
    }
    if (byte === QUOTE) this.#inString = true;
    if (!CLOSING.has(byte)) return false;
    this.#depth -= 1;
    return this.#depth === 0;
  }

  #scanString(byte: number): void {
    if (this.#escaped) this.#escaped = false;
    else if (byte === BACKSLASH) this.#escaped = true;
    else if (byte === QUOTE) this.#inString = false;
  }

  #keep(part: Buffer): void {
    this.#size += part.length;
    if (this.#size > this.#maxBytes) {
      throw new OptopoError(
        'protocol',
        `the OVSDB socket sent a message of more than ${this.#maxBytes} bytes`,
      );
    }
    this.#parts.push(part);
  }

  #take(): Json {
    const bytes = Buffer.concat(this.#parts, this.#size);
    this.#parts = [];
    this.#size = 0;
    try {
      return JSON.parse(this.#decoder.decode(bytes)) as Json;
    } catch (cause) {
      throw new OptopoError('protocol', 'the OVSDB socket sent a message that is no valid JSON', { cause });
    }
  }
}
