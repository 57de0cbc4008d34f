import type { Journal } from './journal.ts';

/** How far a run has come, as its journal tells. */
export interface RunProgress {
  /** Steps of the plan that it is at. */
  total: number;
  done: number;
  /** Keys of steps that have begun and not ended. */
  running: string[];
  /** Where it is taking back what it did: how many of how many steps. */
  undoing: { undone: number; total: number } | null;
  /** The user stopped it at once. */
  stopped: boolean;
}

/** Adds up a journal's lines. Pure. */
export function progressOf({ header, entries }: Journal): RunProgress {
  const progress: RunProgress = {
    ...{ total: header.steps.length, done: 0, running: [], undoing: null, stopped: false },
  };
  const running = new Set<string>();
  for (const entry of entries) {
    if ('steps' in entry) Object.assign(progress, { total: entry.steps.length, done: 0 });
    if ('undoing' in entry) progress.undoing = { undone: 0, total: entry.undoing };
    if ('stopped' in entry) progress.stopped = true;
    if (!('step' in entry)) continue;
    if (entry.now === 'begun') running.add(entry.step);
    else running.delete(entry.step);
    if (entry.now === 'done') progress.done += 1;
    if (entry.now === 'undone' && progress.undoing) progress.undoing.undone += 1;
  }
  return { ...progress, running: [...running] };
}

/**
 * Where a run is, as the end of a sentence: ` after 4 of 12 steps, in create:container/100 and 2 more`. Pure.
 * `atLeast`: the host was restarted, so that the last lines may never have reached the disk.
 */
export function progressText({ total, done, running, undoing }: RunProgress, atLeast = false): string {
  const least = atLeast ? 'at least ' : '';
  if (undoing) {
    return ` while taking back what it did, ${least}${undoing.undone} of ${undoing.total} steps undone`;
  }
  const [first] = running;
  const steps = ` after ${least}${done} of ${total} ${total === 1 ? 'step' : 'steps'}`;
  if (first !== undefined) return `${steps}, in ${first}${moreText(running.length - 1)}`;
  return done === total ? `${steps}, before it had come to its end` : steps;
}

function moreText(more: number): string {
  return more > 0 ? ` and ${more} more` : '';
}
