import { type Command, InvalidArgumentError, Option } from 'commander';

/** What commands that write take beside their own flags. */
export interface LockFlag {
  /** Seconds. */
  lockTimeout: number;
}

/** More than a week is a mistake, and more than a timer can hold. */
const LONGEST = 604_800;

/** Adds `--lock-timeout`. */
export function addLockFlag(command: Command): Command {
  const option = new Option(
    '--lock-timeout <seconds>',
    'wait while another optopo is at work (default: do not)',
  );
  return command.addOption(option.argParser(parseSeconds).default(0, 'do not'));
}

function parseSeconds(text: string): number {
  const seconds = /^[0-9]+(\.[0-9]+)?$/.test(text) ? Number(text) : Number.NaN;
  if (seconds <= LONGEST) return seconds;
  throw new InvalidArgumentError(`it takes seconds, up to ${LONGEST}.`);
}
