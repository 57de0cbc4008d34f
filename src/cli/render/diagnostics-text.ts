import { readFileSync } from 'node:fs';
import { renderDiagnostics } from '../../document/render-diagnostics.ts';
import type { Diagnostic } from '../../model/source.ts';
import { printNote } from '../output.ts';

/** Mistakes of a file, each with its place, its line and a caret. */
export function diagnosticsText(diagnostics: readonly Diagnostic[]): string {
  return renderDiagnostics(diagnostics, readSource);
}

/** Remarks that do not stop anything, on stderr. */
export function noteWarnings(warnings: readonly Diagnostic[]): void {
  if (warnings.length > 0) printNote(diagnosticsText(warnings));
}

/** The file's text for the caret line; a file that has gone since is shown without it. */
function readSource(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
