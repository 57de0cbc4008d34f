import { OptopoError } from '../../model/error.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { isJsonObject } from '../../model/json.ts';
import { runCommand } from '../subprocess.ts';

/** How one call of `ip` is bounded. It acts in the network namespace of this process. */
export interface IpOptions {
  signal?: AbortSignal;
  /** Milliseconds until it is killed. Default 10,000. */
  timeoutMs?: number;
}

/** `-d`: kinds of links; `-N`: numbers for tables, protocols and scopes, whatever /etc/iproute2 names them. */
const READ_ARGS = ['-json', '-details', '-Numeric', '-batch', '-'];
const ATTEMPTS = 5;

/**
 * Runs several `ip … show` commands as one process and returns one list a command. Throws `command-failed`, `timeout`,
 * `interrupted`, or `protocol` for an answer that is not complete.
 */
export async function readDocuments(
  commands: readonly string[],
  options: IpOptions,
): Promise<JsonObject[][]> {
  return parseDocuments(await printDocuments(commands, options), commands.length, triedFor(commands));
}

/**
 * The same as `ip -j` printed it: one JSON array a command, each on a line of its own. A dump that the kernel changed
 * under (`ip` only says so on stderr, with status 0) is read again.
 */
export async function printDocuments(commands: readonly string[], options: IpOptions): Promise<string> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const input = `${commands.join('\n')}\n`;
    const { stdout, stderr } = await runCommand('ip', READ_ARGS, { ...options, input });
    if (!stderr.includes('Dump was interrupted')) return stdout;
  }
  throw new OptopoError('timeout', `the kernel's network changed during each of ${ATTEMPTS} readings`, {
    tried: triedFor(commands),
  });
}

/** The lists in what `ip -j -batch` printed; exactly `expected` of them. Pure; throws `protocol`. */
export function parseDocuments(text: string, expected: number, tried: string): JsonObject[][] {
  const documents = text.split('\n').filter((line) => line.trim() !== '');
  if (documents.length !== expected) {
    const message = `ip answered ${expected} commands with ${documents.length} documents`;
    throw new OptopoError('protocol', message, { tried });
  }
  return documents.map((line) => parseList(line, tried));
}

/** The command line, for errors. */
export function triedFor(commands: readonly string[]): string {
  return `ip ${READ_ARGS.join(' ')} (${commands.join('; ')})`;
}

function parseList(line: string, tried: string): JsonObject[] {
  let parsed: Json;
  try {
    parsed = JSON.parse(line) as Json;
  } catch (cause) {
    throw new OptopoError('protocol', `ip printed what is no JSON: ${line.slice(0, 80)}`, { tried, cause });
  }
  if (!Array.isArray(parsed)) throw new OptopoError('protocol', 'ip printed JSON that is no list', { tried });
  // With -details some versions print an empty object for what a filter left out.
  return parsed.filter((entry) => isJsonObject(entry) && Object.keys(entry).length > 0) as JsonObject[];
}
