import type { ServerResponse } from 'node:http';
import type { JsonObject } from '../../../model/json.ts';

/** Answers are for programs: nothing of them is kept, guessed at, or run by a browser. */
export const COMMON_HEADERS = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
} as const;

/** Sends a whole answer; a HEAD request gets its headers alone (Node leaves the body out). */
export function respond(
  response: ServerResponse,
  status: number,
  contentType: string,
  body: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, {
    ...COMMON_HEADERS,
    'Content-Type': contentType,
    'Content-Length': Buffer.byteLength(body),
    ...headers,
  });
  response.end(body);
}

export function respondJson(
  response: ServerResponse,
  status: number,
  body: JsonObject,
  headers: Record<string, string> = {},
): void {
  respond(response, status, 'application/json; charset=utf-8', `${JSON.stringify(body)}\n`, headers);
}

/** An error in the shape that every command's `--json` has (contract, section 5). */
export function respondError(
  response: ServerResponse,
  status: number,
  code: string,
  message: string,
  headers: Record<string, string> = {},
): void {
  const error = { code, message, diagnostics: [] };
  respondJson(response, status, { format_version: 1, error }, headers);
}
