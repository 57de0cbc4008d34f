import { OptopoError } from '../../model/error.ts';
import { findOnPath } from '../find-on-path.ts';
import { runCommand } from '../subprocess.ts';

/** What `ovs-ofctl parse-flows` says to one line: the flow as OVS prints it, or what is wrong with it. */
export type ParsedLine =
  | { ok: true; text: string }
  | { ok: false; message: string /** Set where OVS would match something else. */; becomes?: Normalisation };

/** OVS leaves out match fields whose prerequisite is missing. */
export interface Normalisation {
  before: string;
  after: string;
}

/** Lines with errors that are found one by one; each costs a process, and nobody reads more of them. */
const MAX_ERRORS = 50;
const TIMEOUT_MS = 30_000;
const NOT_CHECKED = 'not checked: too many errors before it';

/** True when `ovs-ofctl` is on PATH; found without starting it. */
export function hasOfctl(): boolean {
  return findOnPath('ovs-ofctl') !== undefined;
}

/**
 * Has `ovs-ofctl` parse flows, one a line, with port numbers in them. It stops at the first mistake and warns
 * of dropped match fields a few times only; here every line gets its own answer, in the order given. Without
 * mistakes it is one process for all lines. Throws when ovs-ofctl cannot be run or says what is not understood.
 */
export async function parseFlowLines(lines: readonly string[], signal?: AbortSignal): Promise<ParsedLine[]> {
  const results: ParsedLine[] = lines.map(() => ({ ok: false, message: NOT_CHECKED }));
  if (lines.length === 0) return results;
  const whole = await parseOnce(lines, signal);
  const good = 'texts' in whole ? [...lines.keys()] : await dropUnparsable(lines, results, whole, signal);
  if (good.length === 0) return results;
  const run = 'texts' in whole ? whole : await parseOnce(pick(lines, good), signal);
  if (!('texts' in run))
    throw new OptopoError('bug', `ovs-ofctl refused a flow that it took before: ${run.message}`);
  for (const [position, index] of good.entries()) results[index] = run.texts[position] as ParsedLine;
  if (run.normalises) await markNormalised(lines, good, results, signal);
  return results;
}

function pick(lines: readonly string[], indices: readonly number[]): string[] {
  return indices.map((index) => lines[index] as string);
}

/**
 * Writes the errors of lines that OVS cannot parse to `results`, the first of which `run` over all lines has
 * found; returns the indices of the others.
 */
async function dropUnparsable(
  lines: readonly string[],
  results: ParsedLine[],
  run: Run,
  signal: AbortSignal | undefined,
): Promise<number[]> {
  const good: number[] = [];
  let start = 0;
  for (let errors = 0, last = run; errors < MAX_ERRORS; errors++) {
    const count = 'texts' in last ? lines.length - start : last.line;
    for (let offset = 0; offset < count; offset++) good.push(start + offset);
    if (!('texts' in last)) results[start + count] = { ok: false, message: last.message };
    start += count + 1;
    if (start >= lines.length) break;
    last = await parseOnce(lines.slice(start), signal);
  }
  return good;
}

type Run = { texts: ParsedLine[]; normalises: Normalisation | null } | { line: number; message: string };

async function parseOnce(lines: readonly string[], signal: AbortSignal | undefined): Promise<Run> {
  const args = ['-O', 'OpenFlow15', '-vconsole:info', 'parse-flows', '-'];
  const { exitCode, stdout, stderr } = await runCommand('ovs-ofctl', args, {
    input: `${lines.join('\n')}\n`,
    accept: [0, 1],
    timeoutMs: TIMEOUT_MS,
    ...(signal ? { signal } : {}),
  });
  if (exitCode === 0) return { texts: readOutput(stdout, lines.length), normalises: readWarning(stderr) };
  const error = /^ovs-ofctl: -:(\d+): (.*)$/m.exec(stderr);
  if (!error) throw new OptopoError('command-failed', `ovs-ofctl parse-flows: ${stderr.trim()}`);
  return { line: Number(error[1]) - 1, message: error[2] as string };
}

function readOutput(stdout: string, expected: number): ParsedLine[] {
  const texts = [...stdout.matchAll(/^OFPT_FLOW_MOD.*?: (?:ADD (.*)|\*\*\*(.*)\*\*\*)$/gm)].map(
    ([, text, error]): ParsedLine =>
      text === undefined ? { ok: false, message: `OVS cannot encode it: ${error}` } : { ok: true, text },
  );
  if (texts.length === expected) return texts;
  throw new OptopoError('protocol', `ovs-ofctl parse-flows printed ${texts.length} flows for ${expected}`);
}

function readWarning(stderr: string): Normalisation | null {
  if (!stderr.includes('normalization changed ofp_match')) return null;
  const read = (label: string): string =>
    new RegExp(`\\b${label}: ?(.*)$`, 'm').exec(stderr)?.[1]?.trim() ?? '';
  return { before: read('pre'), after: read('post') };
}

/**
 * Finds the lines that OVS warns of, by halving: its warnings name no line and are rate limited, but a run
 * with such a line always has one.
 */
async function markNormalised(
  lines: readonly string[],
  suspects: number[],
  results: ParsedLine[],
  signal: AbortSignal | undefined,
): Promise<void> {
  let found = 0;
  const search = async (indices: number[]): Promise<void> => {
    if (found >= MAX_ERRORS) {
      for (const index of indices) results[index] = { ok: false, message: NOT_CHECKED };
      return;
    }
    const run = await parseOnce(pick(lines, indices), signal);
    if (!('texts' in run) || run.normalises === null) return;
    if (indices.length === 1) {
      found++;
      const message = 'OVS would leave out a field of the match';
      results[indices[0] as number] = { ok: false, message, becomes: run.normalises };
      return;
    }
    const half = indices.length >> 1;
    await search(indices.slice(0, half));
    await search(indices.slice(half));
  };
  await search(suspects);
}
