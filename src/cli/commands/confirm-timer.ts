import type { Command } from 'commander';
import { TIMER_COMMAND, TIMER_READY } from '../../pipeline/confirm-timer.ts';
import { runTimer } from '../../pipeline/run-timer.ts';
import { addGlobalOptions } from '../options.ts';
import { printNote } from '../output.ts';
import { invocationOf, withSession } from '../run.ts';

/** The process behind --confirm-timeout: started by apply, not by people. */
export function registerConfirmTimer(program: Command): void {
  const command = program
    .command(TIMER_COMMAND, { hidden: true })
    .argument('<name>')
    .argument('<id>')
    .argument('<seconds>')
    .action(timer);
  addGlobalOptions(command);
}

async function timer(
  name: string,
  id: string,
  seconds: string,
  _flags: unknown,
  command: Command,
): Promise<void> {
  const invocation = await invocationOf(command);
  await withSession(invocation, async (session) => {
    // The starter may be gone already; then there is nobody to tell.
    process.send?.(TIMER_READY, () => undefined);
    await runTimer(session, name, id, Number(seconds), printNote);
  });
}
