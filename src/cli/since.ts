import { InvalidArgumentError } from 'commander';

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `--since`: a time ago (`90s`, `10m`, `2h`, `7d`) or a moment (`2026-01-31T12:00`, local without a zone). */
export function parseSince(text: string): Date {
  const [, number, unit = ''] = /^(\d{1,9})([smhd])$/.exec(text) ?? [];
  const moment =
    number === undefined ? dateOf(text) : Date.now() - Number(number) * (UNITS[unit] ?? Number.NaN);
  if (Number.isFinite(moment)) return new Date(moment);
  throw new InvalidArgumentError(
    'it takes a time ago, such as 10m or 2h, or a moment, such as 2026-01-31T12:00.',
  );
}

/** Not everything that Date.parse makes something of: "10" is no year that anybody means. */
function dateOf(text: string): number {
  return /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text.replace(' ', 'T')) : Number.NaN;
}
