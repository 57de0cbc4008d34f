import tab from '@bomb.sh/tab/commander';
import type { Command } from 'commander';

/** `optopo completion SHELL`: the script that makes a shell complete commands and flags. Call it last. */
export function registerCompletion(program: Command): void {
  tab(program, { completionCommandName: 'completion' });
}
