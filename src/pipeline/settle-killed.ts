import { OptopoError } from '../model/error.ts';
import { readBootId } from '../state/unconfirmed.ts';
import type { ChildProcess } from '../wire/child-process.ts';
import { sweepScratch } from '../wire/lxc/scratch.ts';
import { isRunning, killGroup } from '../wire/process-record.ts';
import { waitUntil } from '../wire/wait-until.ts';
import { unfinishedRun } from './found-run.ts';
import type { Session } from './session.ts';

/** How long children of a killed run may take to come to their own end, in milliseconds. */
const PATIENCE_MS = 10_000;
/** How long the kernel may take to end what was killed. */
const END_MS = 5_000;

/**
 * Under the lock, before the host is read: ends what killed runs have started and left at work, removes what they
 * were building, and says what became of the last run of `name`. Throws `timeout` for a child that does not end.
 */
export async function settleKilled(session: Session, name: string): Promise<void> {
  const names = session.journals.names();
  if (names.length === 0) return;
  const children = names.flatMap((one) => childrenOf(session, one));
  if (children.length > 0) await endChildren(session, children);
  await sweepScratch(session.host.lxcPath);
  const unfinished = unfinishedRun(session, name);
  if (unfinished === undefined) return;
  const aside = unfinished.at === 'broken' ? `, kept as ${session.journals.keepAside(name)}` : '';
  session.warn(`${unfinished.text}${aside}; going on from what is there`);
}

/** Those that still run: the very ones, of this boot. */
function childrenOf(session: Session, name: string): ChildProcess[] {
  const { header, entries } = session.journals.read(name) ?? { entries: [] };
  if (header?.bootId !== readBootId()) return [];
  const all = entries.flatMap((entry) => ('child' in entry ? { ...entry.child, argv: entry.argv } : []));
  return all.filter(isRunning);
}

/** Most need no more than the blink that they have begun; one that hangs is killed, with all that it started. */
async function endChildren(session: Session, children: readonly ChildProcess[]): Promise<void> {
  const { signal } = session;
  session.warn(`waiting for what a killed run has started: ${children.map(childText).join('; ')}`);
  const ended = (): boolean => !children.some(isRunning);
  if (await waitUntil(ended, PATIENCE_MS, signal)) return;
  const hanging = children.filter(isRunning);
  session.warn(`ending what hangs: ${hanging.map(childText).join('; ')}`);
  for (const child of hanging) killGroup(child);
  if (await waitUntil(ended, END_MS, signal)) return;
  const left = children.filter(isRunning).map(childText).join('; ');
  throw new OptopoError('timeout', `what a killed run has started does not end: ${left}`, {
    tried: 'kill its process group',
    hint: 'nothing was changed; end it, or restart the host, then try again',
  });
}

function childText({ pid, argv }: ChildProcess): string {
  return `${argv.join(' ')} (pid ${pid})`;
}
