import { ERRORS, type ErrorCode, EXIT, OptopoError } from '../../model/error.ts';
import type { ProbeAnswer, ProbeRequest } from '../../model/expectation.ts';
import { entering } from '../enter-network.ts';
import { runCommand } from '../subprocess.ts';
import { SOCKETS } from './sockets.ts';

/** The hidden command of this program that sends probes: all that is needed is here, nothing in the container. */
export const PROBE_COMMAND = 'probe';

/** Beside the probes' own time: starting a process in a busy host takes its time. */
const SPARE_MS = 30_000;

interface Printed {
  answers?: ProbeAnswer[];
  error?: { code: string; message: string };
}

/**
 * Sends probes by TCP and UDP from the network namespace of `pid`, by a process of this program that enters it and keeps the
 * host's files. Throws what the probes throw, `command-failed` or `timeout` where the process came to nothing.
 */
export async function probeInside(
  pid: number,
  requests: readonly ProbeRequest[],
  signal: AbortSignal,
): Promise<ProbeAnswer[]> {
  const program = process.argv[1] as string;
  const args = [...entering(pid), process.execPath, program, PROBE_COMMAND, '--json'];
  const { stdout, stderr } = await runCommand('nsenter', args, {
    input: JSON.stringify(requests),
    timeoutMs: longest(requests) + SPARE_MS,
    accept: Object.values(EXIT),
    signal,
  });
  return readAnswers(stdout, stderr, `nsenter ${args.join(' ')}`);
}

/** Rounds of probes that run side by side, each as long as the longest may be. */
function longest(requests: readonly ProbeRequest[]): number {
  const rounds = Math.ceil(requests.length / SOCKETS);
  return rounds * (Math.max(0, ...requests.map(({ withinMs }) => withinMs)) + 1_000);
}

function readAnswers(stdout: string, stderr: string, tried: string): ProbeAnswer[] {
  const { answers, error } = parse(stdout);
  if (answers !== undefined) return answers;
  // nsenter itself fails with one line on stderr and nothing on stdout.
  const message = error?.message ?? (stderr.trim() || 'the process that sends probes printed nothing');
  throw new OptopoError(isCode(error?.code) ? error.code : 'command-failed', message, { tried });
}

function parse(stdout: string): Printed {
  try {
    return JSON.parse(stdout) as Printed;
  } catch {
    // Whatever it printed instead: the caller says what stands on stderr.
    return {};
  }
}

function isCode(code: string | undefined): code is ErrorCode {
  return code !== undefined && code in ERRORS;
}
