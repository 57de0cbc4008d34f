/** A place in a topology file; line and column count from 1, as editors do. */
export interface SourceLocation {
  file: string;
  line: number;
  column: number;
}

/** One mistake, or one remark, with the place it concerns. */
export interface Diagnostic extends SourceLocation {
  severity: 'error' | 'warning';
  message: string;
}

/** `file:line:column`, the form that editors and terminals make clickable. */
export function formatLocation(at: SourceLocation): string {
  return `${at.file}:${at.line}:${at.column}`;
}
