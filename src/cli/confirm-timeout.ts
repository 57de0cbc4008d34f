import { InvalidArgumentError, Option } from 'commander';

/** One day: whoever needs longer wants no timer. */
const LONGEST_S = 86_400;

/** `--confirm-timeout S`: seconds until an apply that nobody confirms goes back by itself. */
export function confirmTimeoutOption(): Option {
  return new Option(
    '--confirm-timeout <seconds>',
    'go back by itself unless `optopo confirm NAME` comes within so many seconds',
  ).argParser(parseSeconds);
}

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (/^\d+$/.test(text) && seconds >= 1 && seconds <= LONGEST_S) return seconds;
  throw new InvalidArgumentError(`It takes whole seconds, 1 to ${LONGEST_S}.`);
}
