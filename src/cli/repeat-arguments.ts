import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command, Option } from 'commander';

/** Options whose value is a path on this host. */
const PATHS = new Set(['stateDir', 'lxcPath', 'tokenFile', 'hookSecretFile', 'allowedSigners']);
/** What concerns the printing of one command only. */
const NOT_REPEATED = new Set(['json', 'color']);

/**
 * The given `options` as they were set on a command line, wherever they stood there, and its operands: arguments that
 * say the same from any directory.
 */
export function repeatArguments(
  command: Command,
  options: readonly Option[],
  operands: readonly string[],
): string[] {
  const words = options.flatMap((option) => {
    const name = option.attributeName();
    const given = NOT_REPEATED.has(name) ? undefined : givenValue(command, name);
    return given === undefined ? [] : wordsOf(option, name, given);
  });
  const paths = operands.map((operand) => resolve(operand));
  return paths.length === 0 ? words : [...words, '--', ...paths];
}

/** What was given for an option, at the command or before it; `undefined`: nothing was. */
function givenValue(command: Command, name: string): unknown {
  for (let level: Command | null = command; level; level = level.parent) {
    if (level.getOptionValueSource(name) === 'cli') return level.getOptionValue(name);
  }
  return undefined;
}

function wordsOf(option: Option, name: string, value: unknown): string[] {
  const flag = option.long ?? option.short ?? '';
  if (typeof value === 'boolean') return [flag];
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.flatMap((one) => [flag, absolute(name, String(one))]);
}

function absolute(name: string, value: string): string {
  if (PATHS.has(name) || (name === 'git' && existsSync(value))) return resolve(value);
  if (name === 'ovsdb' && value.startsWith('unix:')) return `unix:${resolve(value.slice('unix:'.length))}`;
  return value;
}
