/** `optopo watch` in the background of a test. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { waitFor } from './wait.ts';

/** What the daemon tells of one reconcile. */
export interface ToldEvent {
  type: string;
  outcome: string | null;
  generation: number | null;
  message: string;
  drift: { id: string; treatment: string }[];
}

/** Runs `work` while `optopo watch` works on these files; it has to end in peace. Returns what it told. */
export async function whileWatching(
  files: readonly string[],
  work: (events: readonly ToldEvent[]) => Promise<void>,
): Promise<ToldEvent[]> {
  const daemon = spawn('optopo', ['watch', ...files], { stdio: ['ignore', 'inherit', 'pipe'] });
  const ended = once(daemon, 'exit');
  const events: ToldEvent[] = [];
  createInterface(daemon.stderr).on('line', (line) => {
    if (line.startsWith('{')) events.push(JSON.parse(line));
  });
  try {
    const what = 'the daemon to have looked once';
    await waitFor(() => events.some(({ type }) => type === 'reconcile'), { what, deadlineMs: 30_000 });
    await work(events);
  } finally {
    daemon.kill('SIGTERM');
  }
  const [status] = await ended;
  if (status !== 0) throw new Error(`optopo watch ended with ${status}: ${JSON.stringify(events)}`);
  return events;
}
