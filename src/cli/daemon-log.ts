import type { Logger } from 'pino';
import type { WatchEvent } from '../watch/contract.ts';
import { eventToJson } from '../watch/events/event-json.ts';
import { openLog } from './log.ts';
import type { LogLevel } from './options.ts';
import { type Colors, printNote } from './output.ts';
import { EventsText } from './render/events-text.ts';

/** What a daemon says on stderr. */
export interface DaemonLog {
  event(event: WatchEvent): void;
  note(message: string): void;
  warn(message: string): void;
  error(error: unknown): void;
}

/** JSON lines by pino for a log collector; on a terminal events as `optopo events` shows them. */
export async function openDaemonLog(level: LogLevel, colors: Colors): Promise<DaemonLog> {
  const log = await openLog(level);
  const text = new EventsText(colors);
  return {
    event(event) {
      const severity = severityOf(event);
      if (!log.isLevelEnabled(severity)) return;
      if (process.stderr.isTTY) printNote(text.lines(event).join('\n'));
      else logEvent(log, severity, event);
    },
    note: (message) => log.info(message),
    warn: (message) => log.warn(message),
    error: (error) => log.error(error instanceof Error ? { err: error } : {}, messageOf(error)),
  };
}

/** The whole event, its sentence where pino keeps a line's message. */
function logEvent(log: Logger, severity: 'info' | 'warn', event: WatchEvent): void {
  const { message, ...rest } = eventToJson(event);
  log[severity](rest, String(message));
}

function severityOf({ type, outcome }: WatchEvent): 'info' | 'warn' {
  const bad = outcome === 'failed' || outcome === 'rolled-back' || type === 'fight';
  return bad || type === 'signal-source' ? 'warn' : 'info';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
