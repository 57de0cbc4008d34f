import { InvalidArgumentError } from 'commander';

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
/** The longest that a timer of Node counts (2^31 - 1 ms). */
const LONGEST_MS = 0x7fff_ffff;

/** A flag's time (`500ms`, `60s`, `10m`, `1h`; seconds without a unit) in milliseconds, for commander. */
export function parseDuration(text: string): number {
  const [, number, unit = 's'] = /^([0-9]+(?:\.[0-9]+)?)(ms|s|m|h)?$/.exec(text) ?? [];
  const milliseconds = Number(number) * (UNITS[unit] ?? Number.NaN);
  if (milliseconds > 0 && milliseconds <= LONGEST_MS) return milliseconds;
  throw new InvalidArgumentError('it takes a time, such as 500ms, 60s, 10m or 1h.');
}

/** A flag's whole number from 1, for commander. */
export function parseCount(text: string): number {
  const count = /^[0-9]{1,9}$/.test(text) ? Number(text) : 0;
  if (count >= 1) return count;
  throw new InvalidArgumentError('it takes a whole number from 1.');
}
