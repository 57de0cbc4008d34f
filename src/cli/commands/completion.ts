import tab from '@bomb.sh/tab/commander';
import type { Command } from 'commander';
import { addGlobalOptions, globalOptions } from '../options.ts';
import { printJson, printResult } from '../output.ts';

const NAME = 'optopo';

/** `optopo completion SHELL`: the script that makes a shell complete commands and flags. Call it last. */
export function registerCompletion(program: Command): void {
  const root = tab(program, { completionCommandName: 'completion' });
  const command = program.commands.find((candidate) => candidate.name() === 'completion') as Command;
  addGlobalOptions(command).action((shell: string) => {
    const script = printedBy(() => root.setup(NAME, NAME, shell));
    if (globalOptions(command).json) printJson({ format_version: 1, shell, script });
    else printResult(script);
  });
}

/** What `work` prints: the library can only print its scripts. */
function printedBy(work: () => void): string {
  const lines: string[] = [];
  // biome-ignore lint/suspicious/noConsole: it is what the library prints with
  const print = console.log;
  console.log = (text: string) => lines.push(text);
  try {
    work();
  } finally {
    console.log = print;
  }
  return lines.join('\n');
}
