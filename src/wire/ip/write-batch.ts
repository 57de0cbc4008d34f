import type { ErrorDetails } from '../../model/error.ts';
import { OptopoError } from '../../model/error.ts';
import { runCommand } from '../subprocess.ts';
import type { IpOptions } from './read-documents.ts';

/** What `ip` ends with: 1 after a failed batch, 255, 1 or 2 where an argument does not parse. */
const STATUSES = [0, 1, 2, 255];

/**
 * `ip -batch` splits a line at white space, knows quotes and backslashes, and takes `#` for a comment
 * wherever it stands (lib/utils.c, getcmdline and makeargs). None of these can be written, so none may come.
 */
const TOKEN = /^[^\s'"\\#-][^\s'"\\#]*$/;

/** A batch of `ip` commands that stopped at one of them; those before it have been carried out. */
export class IpBatchError extends OptopoError {
  /** Index of the line that failed; `undefined` where `ip` gave up without naming one. */
  readonly failedIndex: number | undefined;

  constructor(failedIndex: number | undefined, message: string, details: ErrorDetails) {
    super('command-failed', message, details);
    this.failedIndex = failedIndex;
  }
}

/**
 * Carries out `lines` (each the arguments of one `ip` command, one token an element) in order, in one
 * process. Stops at the first that fails and throws `IpBatchError` with the kernel's words; throws `refused`,
 * before anything is written, for a token that a batch cannot carry; `timeout` and `interrupted` leave
 * unknown how much was done.
 */
export async function writeBatch(
  lines: readonly (readonly string[])[],
  options: IpOptions = {},
): Promise<void> {
  if (lines.length === 0) return;
  for (const tokens of lines) checkTokens(tokens);
  const input = lines.map((tokens) => `${tokens.join(' ')}\n`).join('');
  const { exitCode, stderr } = await runCommand('ip', ['-batch', '-'], {
    ...options,
    input,
    accept: STATUSES,
    changesHost: true,
  });
  if (exitCode === 0) return;
  const index = failedIndex(stderr);
  const line = index === undefined ? undefined : lines[index];
  const tried = line ? `ip ${line.join(' ')}` : 'ip -batch -';
  throw new IpBatchError(index, `${tried}: ${kernelWords(stderr)}`, { tried });
}

/** Throws `refused` when one of the tokens cannot be written in a batch. */
export function checkTokens(tokens: readonly string[]): void {
  const wrong = tokens.find((token) => !TOKEN.test(token));
  if (wrong === undefined) return;
  throw new OptopoError('refused', `${JSON.stringify(wrong)} cannot be an argument of ip`);
}

/** From `Command failed -:3`: lines count from 1. */
function failedIndex(stderr: string): number | undefined {
  const found = /^Command failed -:(\d+)$/m.exec(stderr);
  return found ? Number(found[1]) - 1 : undefined;
}

/** What it said, without the batch's own line, on one line. */
function kernelWords(stderr: string): string {
  const words = stderr
    .split('\n')
    .map((line) => line.replace(/^(RTNETLINK answers|Error):\s*/, '').trim())
    .filter((line) => line !== '' && !line.startsWith('Command failed '));
  return words.join('; ') || 'failed without a message';
}
