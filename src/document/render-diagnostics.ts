import { readFileSync, statSync } from 'node:fs';
import { type Diagnostic, formatLocation } from '../model/source.ts';

/** A line that is longer is shown around the column. */
const MAX_WIDTH = 120;

/** Beyond it a file is not read only to show one of its lines. */
const MAX_SHOWN_BYTES = 8 * 1024 * 1024;

/**
 * A file's text, to show a line of it; `undefined` for what cannot be shown: a file that has gone or is too
 * large, or a pipe, from which reading would never end. The diagnostic itself says what is wrong with it.
 */
export function readForDisplay(file: string): string | undefined {
  try {
    const status = statSync(file);
    return status.isFile() && status.size <= MAX_SHOWN_BYTES ? readFileSync(file, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Diagnostics for people: `file:line:column: error: message`, the line itself, and a caret under the column.
 * `readSource` gives a file's text, or `undefined` where it cannot: then the message stands alone.
 */
export function renderDiagnostics(
  diagnostics: readonly Diagnostic[],
  readSource: (file: string) => string | undefined,
): string {
  const lines = new Map<string, string[]>();
  const linesOf = (file: string): string[] => {
    const known = lines.get(file);
    if (known !== undefined) return known;
    const split =
      readSource(file)
        ?.replace(/^\uFEFF/, '')
        .split(/\r?\n/) ?? [];
    lines.set(file, split);
    return split;
  };
  return diagnostics.map((one) => renderDiagnostic(one, linesOf(one.file)[one.line - 1])).join('\n');
}

function renderDiagnostic(one: Diagnostic, line: string | undefined): string {
  const head = `${formatLocation(one)}: ${one.severity}: ${one.message}`;
  if (line === undefined || line.trim() === '') return head;
  const start = Math.max(0, line.length <= MAX_WIDTH ? 0 : one.column - 1 - MAX_WIDTH / 2);
  const shown = printable(line.slice(start, start + MAX_WIDTH));
  const before = printable(line.slice(start, one.column - 1));
  // Tabs stay, so that the caret stands where the terminal puts the character.
  return `${head}\n  ${shown}\n  ${before.replaceAll(/[^\t]/g, ' ')}^`;
}

/** A file's bytes must not steer the terminal. */
function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is replaced
  return text.replaceAll(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/g, '\uFFFD');
}
