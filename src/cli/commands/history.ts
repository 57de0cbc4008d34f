import type { Command } from 'commander';
import { OptopoError } from '../../model/error.ts';
import { generationNumbered, historyOf } from '../../pipeline/find-generation.ts';
import { warnOfRun } from '../../pipeline/found-run.ts';
import { diffGenerations } from '../../pipeline/generation-diff.ts';
import { addGlobalOptions } from '../options.ts';
import { printJson, printResult } from '../output.ts';
import {
  generationDiffText,
  generationDiffToJson,
  historyText,
  historyToJson,
} from '../render/history-text.ts';
import { type Invocation, invocationOf, withSession } from '../run.ts';

interface HistoryFlags {
  diff?: string;
}

/** `optopo history`: what was applied when, by whom, and from which commit. */
export function registerHistory(program: Command): void {
  const command = program
    .command('history')
    .description('list the generations of a topology, newest first, or compare two')
    .argument('<name>', 'the topology')
    .argument('[generation]', 'only this one')
    .option('--diff <generation>', 'what changed from the one named before to this one')
    .action(history);
  addGlobalOptions(command);
}

async function history(
  name: string,
  number: string | undefined,
  flags: HistoryFlags,
  command: Command,
): Promise<void> {
  const one = number === undefined ? undefined : parseGenerationNumber(number);
  const other = flags.diff === undefined ? undefined : parseGenerationNumber(flags.diff);
  if (other !== undefined && one === undefined) {
    throw new OptopoError('usage', 'history NAME N --diff M compares N with M; the N is missing');
  }
  const invocation = await invocationOf(command);
  await withSession(invocation, async (session) => {
    const all = historyOf(session, name);
    warnOfRun(session, name);
    const chosen = one === undefined ? undefined : generationNumbered(all, one);
    if (chosen && other !== undefined) {
      const diff = diffGenerations(chosen, generationNumbered(all, other));
      if (invocation.global.json) printJson(generationDiffToJson(diff));
      else printResult(generationDiffText(diff, invocation.out));
    } else {
      await printHistory(invocation, name, chosen ? [chosen] : [...all].reverse());
    }
  });
}

async function printHistory(
  invocation: Invocation,
  name: string,
  generations: Parameters<typeof historyText>[0],
): Promise<void> {
  if (invocation.global.json) printJson(historyToJson(name, generations));
  else printResult(await historyText(generations));
}

/** A generation's number as given on the command line. Throws `usage`. */
export function parseGenerationNumber(text: string): number {
  if (/^[1-9][0-9]{0,8}$/.test(text)) return Number(text);
  throw new OptopoError('usage', `a generation is a number from 1 on, not "${text}"`);
}
