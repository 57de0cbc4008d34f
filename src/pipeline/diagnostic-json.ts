import type { JsonObject } from '../model/json.ts';
import type { Diagnostic } from '../model/source.ts';

/** A mistake or a remark with its place, as every `--json` prints it (contract, section 5). */
export function diagnosticToJson({ file, line, column, message }: Omit<Diagnostic, 'severity'>): JsonObject {
  return { file, line, column, message };
}
