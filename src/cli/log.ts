import { subscribe } from 'node:diagnostics_channel';
import type { Logger } from 'pino';
import type { Activity } from '../wire/activity.ts';
import type { LogLevel } from './options.ts';

/** Below these levels no activity is logged, so that pino need not be loaded. */
const QUIET = new Set<LogLevel>(['info', 'warn', 'error', 'silent']);

/** The log on stderr: JSON lines, or readable ones on a terminal. */
export async function openLog(level: LogLevel): Promise<Logger> {
  const { default: pino } = await import('pino');
  if (!process.stderr.isTTY) return pino({ level }, pino.destination({ dest: 2, sync: true }));
  const { default: pretty } = await import('pino-pretty');
  const stream = { destination: 2, sync: true, ignore: 'pid,hostname', singleLine: true };
  return pino({ level }, pretty(stream));
}

/** Logs every subprocess and OVSDB request (level debug) when that level is asked for. */
export async function logActivity(level: LogLevel): Promise<void> {
  if (QUIET.has(level)) return;
  const log = await openLog(level);
  subscribe('optopo:activity', (message) => {
    const { what, durationMs, outcome, reconcile } = message as Activity;
    log.debug({ reconcile, duration_ms: Math.round(durationMs * 10) / 10, outcome }, what);
  });
}
