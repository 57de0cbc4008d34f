import type { Journal, JournalHeader } from '../state/journal.ts';
import { progressOf, progressText, type RunProgress } from '../state/journal-progress.ts';
import { readBootId } from '../state/unconfirmed.ts';
import { isRunning } from '../wire/process-record.ts';
import type { Session } from './session.ts';

/** A run that changes a topology's objects at this moment. */
export interface RunAtWork {
  at: 'work';
  header: JournalHeader;
  progress: RunProgress;
}

/** A run that did not come to its end, as one sentence: killed, stopped at once, or a journal that is broken. */
export interface UnfinishedRun {
  at: 'end' | 'broken';
  text: string;
}

/** What the journal of a topology tells; `undefined` when its last run has come to its end. Reads only. */
export function findRun(session: Session, name: string): RunAtWork | UnfinishedRun | undefined {
  const before = session.journals.read(name);
  if (before === undefined) return undefined;
  const { header } = before;
  if (header && before.brokenLine === undefined && isAtWork(before as Journal)) {
    return { at: 'work', header, progress: progressOf(before as Journal) };
  }
  // Its writer may have come to its end, and taken it away, between the two looks.
  return unfinishedRun(session, name);
}

/** The same for who holds the lock: no other run can be at work. */
export function unfinishedRun(session: Session, name: string): UnfinishedRun | undefined {
  const found = session.journals.read(name);
  if (found === undefined) return undefined;
  const { header, brokenLine } = found;
  if (header && brokenLine === undefined) return { at: 'end', text: endText({ ...found, header }) };
  const path = session.journals.path(name);
  return {
    at: 'broken',
    text: `the last run of ${name} did not come to its end, and its journal ${path} is broken at line ${brokenLine}`,
  };
}

/** Says, in a command that changes nothing of a topology, that a run is at work on it or did not come to its end. */
export function warnOfRun(session: Session, name: string): void {
  const run = findRun(session, name);
  if (run === undefined) return;
  const next = 'the next apply, destroy or rollback goes on from there';
  session.warn(run.at === 'work' ? atWorkText(run) : `${run.text}; ${next}`);
}

/** Names of all topologies that have been applied, or that a first apply had begun with. */
export function knownTopologies(session: Session): string[] {
  return [...new Set([...session.store.names(), ...session.journals.names()])].sort();
}

/** `apply (pid 123, since …) is at work after 4 of 12 steps, in create:container/100`. Pure. */
export function atWorkText({ header, progress }: RunAtWork): string {
  return `${commandOf(header)} (pid ${header.pid}, since ${header.since}) is at work${progressText(progress)}`;
}

function isAtWork({ header, entries }: Journal): boolean {
  const stopped = entries.some((entry) => 'stopped' in entry);
  return !stopped && header.bootId === readBootId() && isRunning(header);
}

function endText(journal: Journal): string {
  const { header } = journal;
  const progress = progressOf(journal);
  const restarted = header.bootId !== readBootId();
  const how = progress.stopped
    ? 'was stopped'
    : restarted
      ? 'was cut off by a restart of the host'
      : 'was killed';
  const who = `${header.topology} (pid ${header.pid}, since ${header.since})`;
  return `the last ${commandOf(header)} of ${who} ${how}${progressText(progress, restarted)}`;
}

/** The command's name; what the timer of `--confirm-timeout` does is no command of the user's. */
function commandOf({ command }: JournalHeader): string {
  const name = command.split(' ')[1] ?? 'run';
  return name === 'confirm' || name === 'confirm-timer' ? 'going back' : name;
}
