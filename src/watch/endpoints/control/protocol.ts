import { join } from 'node:path';
import { ERRORS, type ErrorCode, OptopoError } from '../../../model/error.ts';
import type { WatchEvent } from '../../contract.ts';

/**
 * What a command asks of the running daemon, one JSON document a line. The daemon answers with `Answer` lines: any
 * number of events, then a result or an error. A connection may ask again after that.
 */
export type ControlRequest =
  | { ask: 'status' }
  | { ask: 'events'; after: number; follow: boolean }
  | { ask: 'refresh'; by: string }
  | { ask: 'resync'; topology: string | null; by: string };

export type Answer =
  | { event: WatchEvent }
  | { result: unknown }
  | { error: { code: ErrorCode; message: string; hint: string | null } };

/** Where a state directory's daemon listens. */
export function controlSocketOf(stateDir: string): string {
  return join(stateDir, 'watch.sock');
}

export function encodeLine(value: ControlRequest | Answer): string {
  return `${JSON.stringify(value)}\n`;
}

/** A request that came in. Throws `usage` for anything that is none. */
export function parseRequest(line: string): ControlRequest {
  const value = parseJson(line) as Record<string, unknown> | null;
  const by = typeof value?.by === 'string' ? value.by.slice(0, 100) : 'the control socket';
  switch (value?.ask) {
    case 'status':
      return { ask: 'status' };
    case 'events':
      return { ask: 'events', after: Number(value.after) || 0, follow: value.follow === true };
    case 'refresh':
      return { ask: 'refresh', by };
    case 'resync':
      return { ask: 'resync', topology: typeof value.topology === 'string' ? value.topology : null, by };
    default:
      throw new OptopoError('usage', 'the daemon takes status, events, refresh and resync');
  }
}

/** An answer that came in. Throws `protocol` for anything that is none. */
export function parseAnswer(line: string): Answer {
  const value = parseJson(line) as Answer | null;
  if (value && ('event' in value || 'result' in value || 'error' in value)) return value;
  throw new OptopoError('protocol', 'the watch daemon answered something that is no answer');
}

/** An answer's error as it was thrown in the daemon. */
export function errorOf({ code, message, hint }: Extract<Answer, { error: unknown }>['error']): OptopoError {
  return new OptopoError(code in ERRORS ? code : 'bug', message, { hint: hint ?? undefined });
}

function parseJson(line: string): unknown {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}
