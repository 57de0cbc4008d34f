import type { ProcessRecord } from '../wire/process-record.ts';

/** The first line of a journal: who is about to change what. It is on disk before the first change. */
export interface JournalHeader extends ProcessRecord {
  format_version: 1;
  topology: string;
  /** The command line. */
  command: string;
  /** ISO time. */
  since: string;
  /** Of the boot in which the process numbers below mean something (proc(5), random/boot_id). */
  bootId: string;
  /** Keys of the steps of the first plan, in order. */
  steps: string[];
}

/** Every further line: a step, a child, or what the run has come to. */
export type JournalEntry =
  | { step: string; now: 'begun' | 'done' | 'failed' | 'skipped' | 'undone' | 'stays' }
  /** Another plan begins: a round that verifying has shown to be needed, or what comes last. */
  | { steps: string[] }
  | { child: ProcessRecord; argv: string[] }
  | { undoing: number }
  /** The user has stopped it at once (ISO time): it was not killed. */
  | { stopped: string };

export interface Journal {
  header: JournalHeader;
  entries: JournalEntry[];
}

/** A journal as it was found. */
export interface JournalText {
  /** Undefined where its first line is broken. */
  header: JournalHeader | undefined;
  entries: JournalEntry[];
  /** Number of the first line that is not as it was written, counted from 1. */
  brokenLine?: number;
}

/**
 * Reads a journal's text. What follows the last line end was being written when the writer was killed, and does
 * not count; any other line that is not whole is broken. Pure.
 */
export function parseJournal(text: string, topology: string): JournalText {
  const lines = text.split('\n').slice(0, -1);
  const header = parseLine(lines[0] ?? '', (line) => isHeader(line, topology));
  const rest = lines.slice(1).map((line) => parseLine(line, isEntry));
  const broken = [header, ...rest].indexOf(undefined);
  return {
    header: header as JournalHeader | undefined,
    entries: rest.filter((entry) => entry !== undefined) as JournalEntry[],
    ...(broken < 0 ? {} : { brokenLine: broken + 1 }),
  };
}

type Line = Record<string, unknown>;

function parseLine(text: string, isWhole: (line: Line) => boolean): Line | undefined {
  try {
    const line = JSON.parse(text) as Line;
    return isWhole(line) ? line : undefined;
  } catch {
    // Not JSON, or null: the caller says which line is broken.
    return undefined;
  }
}

function isHeader(line: Line, topology: string): boolean {
  const texts = [line.command, line.since, line.bootId];
  const known = line.format_version === 1 && line.topology === topology;
  return known && isProcess(line) && texts.every(isText) && isTexts(line.steps);
}

function isEntry(line: Line): boolean {
  if ('step' in line) return isText(line.step) && isText(line.now);
  if ('child' in line) return isProcess(line.child as Line) && isTexts(line.argv);
  return isTexts(line.steps) || typeof line.undoing === 'number' || isText(line.stopped);
}

function isProcess({ pid, startTime }: Line): boolean {
  return typeof pid === 'number' && pid > 1 && isText(startTime);
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every(isText);
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}
