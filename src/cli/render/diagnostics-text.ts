import { readForDisplay, renderDiagnostics } from '../../document/render-diagnostics.ts';
import type { Diagnostic } from '../../model/source.ts';
import { printNote } from '../output.ts';

/** Mistakes of a file, each with its place, its line and a caret. */
export function diagnosticsText(diagnostics: readonly Diagnostic[]): string {
  return renderDiagnostics(diagnostics, readForDisplay);
}

/** Remarks that do not stop anything, on stderr. */
export function noteWarnings(warnings: readonly Diagnostic[]): void {
  if (warnings.length > 0) printNote(diagnosticsText(warnings));
}
