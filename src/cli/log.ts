import { subscribe } from 'node:diagnostics_channel';
import type { Activity } from '../wire/activity.ts';

/** Below these levels nothing is logged yet, so that pino need not be loaded. */
const QUIET = new Set(['info', 'warn', 'error', 'silent']);

/**
 * Logs every subprocess and OVSDB request on stderr (level debug) when that level is asked for: JSON lines, or
 * readable ones on a terminal.
 */
export async function startLog(level: string): Promise<void> {
  if (QUIET.has(level)) return;
  const { default: pino } = await import('pino');
  const { default: pretty } = await import('pino-pretty');
  const stream = process.stderr.isTTY
    ? pretty({ destination: 2, sync: true, ignore: 'pid,hostname' })
    : pino.destination({ dest: 2, sync: true });
  const log = pino({ level }, stream);
  subscribe('optopo:activity', (message) => {
    const { what, durationMs, outcome } = message as Activity;
    log.debug({ duration_ms: Math.round(durationMs * 10) / 10, outcome }, what);
  });
}
