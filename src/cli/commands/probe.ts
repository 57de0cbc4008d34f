import { setMaxListeners } from 'node:events';
import { text } from 'node:stream/consumers';
import type { Command } from 'commander';
import type { ProbeRequest } from '../../model/expectation.ts';
import { PROBE_COMMAND } from '../../wire/probe/probe-inside.ts';
import { probeSockets } from '../../wire/probe/sockets.ts';
import { addGlobalOptions } from '../options.ts';
import { printJson } from '../output.ts';
import { invocationOf } from '../run.ts';

/** The process behind expectations: started inside a container's network by apply and check, not by people. */
export function registerProbe(program: Command): void {
  addGlobalOptions(program.command(PROBE_COMMAND, { hidden: true }).action(probe));
}

async function probe(_flags: unknown, command: Command): Promise<void> {
  const { interruption } = await invocationOf(command);
  const requests = JSON.parse(await text(process.stdin)) as ProbeRequest[];
  // Every probe listens: many at once are no leak.
  setMaxListeners(0, interruption.signal);
  const answers = await probeSockets(requests, interruption.signal);
  printJson({ answers: answers.map((answer) => ({ ...answer })) });
}
