import type { OptopoError } from '../../model/error.ts';
import type { JsonObject } from '../../model/json.ts';
import { diagnosticToJson } from '../../pipeline/diagnostic-json.ts';

/** An error as `--json` prints it where nothing else is printed (contract, section 5). */
export function errorToJson(error: OptopoError): JsonObject {
  return { format_version: 1, error: errorSummary(error) };
}

/** What is told of an error, with the places of its diagnostics, else its own. */
export function errorSummary(error: OptopoError): JsonObject {
  const { code, message, resource, source, tried, hint, diagnostics } = error;
  const own = source ? [{ ...source, message }] : [];
  const places = diagnostics.length > 0 ? diagnostics : own;
  const more = { ...(resource ? { resource } : {}), ...(tried ? { tried } : {}), ...(hint ? { hint } : {}) };
  return { code, message, ...more, diagnostics: places.map(diagnosticToJson) };
}
