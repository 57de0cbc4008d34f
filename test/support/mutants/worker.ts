/**
 * A process of its own that loads mutants one after another as `optopo validate` does: `worker FOLDER SEED COUNT`.
 * Sends a message before each, so that whoever started it knows which one it hangs on, and what came of each that
 * was neither taken nor refused with the places of its mistakes.
 */
import { loadTopology } from '../../../src/compile/index.ts';
import { OptopoError } from '../../../src/model/error.ts';
import { mutantOf, writeMutant } from './mutants.ts';
import { allSources } from './sources.ts';

export type WorkerMessage =
  | { type: 'begins'; number: number }
  | { type: 'wrong'; number: number; what: string }
  | { type: 'ended'; valid: number; refused: number; maxRssMiB: number; slowestMs: number };

/** For one topology, in milliseconds of processor time: a busy machine makes nothing slower. */
const TIME_LIMIT_MS = 2_000;

/** Starting ovs-ofctl is most of what a mutant costs: without it on PATH flows are checked by our own rules. */
const WITH_OFCTL_EVERY = 10;

const [folder = '', seed = '0', count = '0'] = process.argv.slice(2);
const toolPath = process.env.PATH ?? '';

/** `valid` or `refused`; anything else says what is wrong with the answer. */
async function answerOf(files: string[], set: Readonly<Record<string, string>>): Promise<string> {
  try {
    await loadTopology(files, { set });
    return 'valid';
  } catch (error) {
    if (!(error instanceof OptopoError)) return `threw ${(error as Error).stack ?? error}`;
    if (error.code !== 'invalid-topology') return `${error.code}: ${error.stack}`;
    const errors = error.diagnostics.filter(({ severity }) => severity === 'error');
    const placed = errors.every(({ line, column, file }) => line > 0 && column > 0 && file !== '');
    if (errors.length > 0 && placed) return 'refused';
    return `was refused without the places of its mistakes: ${JSON.stringify(errors)}`;
  }
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

function send(message: WorkerMessage): void {
  process.send?.(message);
}

async function main(): Promise<void> {
  const sources = allSources();
  const answers = { valid: 0, refused: 0 };
  let slowestMs = 0;
  for (let number = 0; number < Number(count); number += 1) {
    send({ type: 'begins', number });
    process.env.PATH = number % WITH_OFCTL_EVERY === 0 ? toolPath : '';
    const mutant = mutantOf(sources, Number(seed), number);
    const files = writeMutant(mutant, folder);
    const before = cpuMs();
    const answer = await answerOf(files, mutant.set);
    const ms = cpuMs() - before;
    slowestMs = Math.max(slowestMs, ms);
    if (ms > TIME_LIMIT_MS) send({ type: 'wrong', number, what: `took ${Math.round(ms)} ms` });
    if (answer === 'valid' || answer === 'refused') answers[answer] += 1;
    else send({ type: 'wrong', number, what: answer });
  }
  send({ type: 'ended', ...answers, slowestMs, maxRssMiB: process.resourceUsage().maxRSS / 1024 });
  process.disconnect?.();
}

await main();
