import { OptopoError } from '../model/error.ts';
import type { Diagnostic, SourceLocation } from '../model/source.ts';

/** More than these are not kept: nobody reads them, and a broken 16 MiB file would make millions. */
const MAX_DIAGNOSTICS = 1_000;

/** A text, or how to make it: what is not kept need not be made, and looking for a near name takes time. */
export type Message = string | (() => string);

/** Collects every mistake of a topology, so that they are reported at once. */
export class DiagnosticList {
  readonly #seen = new Map<string, Diagnostic>();
  #errors = 0;
  #dropped = 0;

  error(at: SourceLocation, message: Message): void {
    this.#errors += 1;
    this.#add(at, 'error', message);
  }

  warning(at: SourceLocation, message: string): void {
    this.#add(at, 'warning', message);
  }

  get hasErrors(): boolean {
    return this.#errors > 0;
  }

  /** All of one severity, in the order of `files` and lines. */
  sorted(files: readonly string[]): Diagnostic[] {
    const order = new Map(files.map((file, index) => [file, index]));
    const rank = (one: Diagnostic): number => order.get(one.file) ?? files.length;
    return [...this.#seen.values()].sort(
      (a, b) => rank(a) - rank(b) || compareText(a.file, b.file) || a.line - b.line || a.column - b.column,
    );
  }

  warnings(files: readonly string[]): Diagnostic[] {
    return this.sorted(files).filter((one) => one.severity === 'warning');
  }

  /** Throws `invalid-topology` with all that was collected when there is an error among it. */
  throwIfErrors(files: readonly string[]): void {
    if (!this.hasErrors) return;
    const count = this.#errors === 1 ? '1 error' : `${this.#errors} errors`;
    const rest = this.#dropped > 0 ? ` (the first ${MAX_DIAGNOSTICS} are shown)` : '';
    const message = `${files.join(', ')}: ${count}${rest}`;
    throw new OptopoError('invalid-topology', message, { diagnostics: this.sorted(files) });
  }

  #add(at: SourceLocation, severity: Diagnostic['severity'], text: Message): void {
    if (this.#seen.size >= MAX_DIAGNOSTICS) {
      this.#dropped += 1;
      return;
    }
    const message = typeof text === 'string' ? text : text();
    const { file, line, column } = at;
    const key = `${line}:${column}:${severity}:${file}:${message}`;
    if (this.#seen.has(key)) {
      if (severity === 'error') this.#errors -= 1;
    } else {
      this.#seen.set(key, { file, line, column, severity, message });
    }
  }
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The place of an earlier declaration as a later one's message names it. */
export function otherPlace(other: SourceLocation, from: SourceLocation): string {
  return other.file === from.file ? `line ${other.line}` : `${other.file}:${other.line}`;
}
