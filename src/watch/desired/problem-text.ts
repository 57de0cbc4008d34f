import type { OptopoError } from '../../model/error.ts';
import { formatLocation } from '../../model/source.ts';

/** Why a version is not in force, in one sentence that begins with its place. */
export function problemText(error: OptopoError): string {
  const errors = error.diagnostics.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (first === undefined)
    return error.source ? `${formatLocation(error.source)}: ${error.message}` : error.message;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return `${formatLocation(first)}: ${first.message}${more}`;
}
