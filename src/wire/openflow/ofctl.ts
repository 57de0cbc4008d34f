import { OptopoError } from '../../model/error.ts';
import { runCommand } from '../subprocess.ts';
import { parseFlowLines } from './parse-flows.ts';
import { ALL_VERSIONS, speaks } from './versions.ts';

/** The bridge that is spoken to, over the management socket. */
export interface SwitchTarget {
  bridge: string;
  /** Directory of `BRIDGE.mgmt`. */
  rundir: string;
  /** What the bridge's `protocols` column holds; empty: all. */
  protocols: readonly string[];
  signal?: AbortSignal;
}

const READ_TIMEOUT_MS = 10_000;
const WRITE_TIMEOUT_MS = 30_000;

/**
 * Every flow of a bridge, whoever owns it, one line each as OVS prints it with port numbers, without counters,
 * in OpenFlow 1.5's words. Throws `unreachable` when the bridge does not answer: what could not be read is never
 * "no flows".
 */
export async function dumpFlows(target: SwitchTarget): Promise<string[]> {
  return inNewestWords(await printFlows(target), target);
}

/** The same in the words of the newest version that the bridge speaks; for `inNewestWords`. */
export async function printFlows(target: Omit<SwitchTarget, 'protocols'>): Promise<string[]> {
  const args = ['-O', ALL_VERSIONS, '--no-stats', '--no-names', 'dump-flows', managementSocket(target)];
  const { stdout } = await runCommand('ovs-ofctl', args, options(target, READ_TIMEOUT_MS)).catch(
    (error: unknown) => {
      throw silentIsUnreachable(target, error);
    },
  );
  return stdout.split('\n').filter((line) => /\bactions=/.test(line));
}

/**
 * What older versions print differently is put through ovs-ofctl's parser; what that does not take, of whoever made
 * it, stays as it was printed.
 */
export async function inNewestWords(
  lines: string[],
  { protocols, signal }: Pick<SwitchTarget, 'protocols' | 'signal'>,
): Promise<string[]> {
  if (speaks(protocols, 15)) return lines;
  const parsed = await parseFlowLines(lines, signal);
  return parsed.map((answer, index) => (answer.ok ? answer.text : (lines[index] as string)));
}

/**
 * Carries out lines of `add`, `modify_strict` and `delete_strict` as one atomic bundle: all of them or none. Only
 * a bridge whose `protocols` end before OpenFlow 1.3 has no bundles and gets them one by one.
 * Throws `command-failed` with ovs-ofctl's own words, `timeout` (then it may still have happened).
 */
export async function applyFlowBundle(target: SwitchTarget, lines: readonly string[]): Promise<void> {
  const bundle = speaks(target.protocols, 13) ? ['--bundle'] : [];
  // The lines hold numbers: without this every port's name is asked for first (8 ms of 14 with 100 ports, measured).
  const args = ['-O', ALL_VERSIONS, '--no-names', ...bundle, 'add-flows', managementSocket(target), '-'];
  const input = `${lines.join('\n')}\n`;
  const run = { ...options(target, WRITE_TIMEOUT_MS), input, accept: [0, 1], changesHost: true };
  const { exitCode, stderr } = await runCommand('ovs-ofctl', args, run);
  if (exitCode === 0) return;
  throw new OptopoError('command-failed', stderr.trim(), { tried: `ovs-ofctl ${args.join(' ')}` });
}

/** Path of a bridge's management socket. */
export function managementPath({ bridge, rundir }: Pick<SwitchTarget, 'bridge' | 'rundir'>): string {
  return `${rundir}/${bridge}.mgmt`;
}

/** The address of a bridge for ovs-ofctl; a path, so that no name is ever taken for an option. */
export function managementSocket(target: Pick<SwitchTarget, 'bridge' | 'rundir'>): string {
  return `unix:${managementPath(target)}`;
}

function options({ rundir, signal }: Omit<SwitchTarget, 'protocols'>, timeoutMs: number) {
  return { timeoutMs, env: { OVS_RUNDIR: rundir }, ...(signal ? { signal } : {}) };
}

function silentIsUnreachable({ bridge }: Pick<SwitchTarget, 'bridge'>, error: unknown): unknown {
  if (!(error instanceof OptopoError) || (error.code !== 'timeout' && error.code !== 'command-failed'))
    return error;
  return new OptopoError('unreachable', `the flows of bridge ${bridge} cannot be read: ${error.message}`, {
    tried: error.tried,
    hint: 'see whether ovs-vswitchd and ovsdb-server run',
    cause: error,
  });
}
