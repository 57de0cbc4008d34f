import { OptopoError } from '../../model/error.ts';
import { runCommand } from '../subprocess.ts';

/** The bridge that is spoken to, over the management socket, which takes every version of OpenFlow. */
export interface SwitchTarget {
  bridge: string;
  /** Directory of `BRIDGE.mgmt`. */
  rundir: string;
  signal?: AbortSignal;
}

const READ_TIMEOUT_MS = 10_000;
const WRITE_TIMEOUT_MS = 30_000;

/**
 * Every flow of a bridge, whoever owns it, one line each as OVS prints it with port numbers, without counters.
 * Throws `unreachable` when the bridge does not answer: what could not be read is never "no flows".
 */
export async function dumpFlows(target: SwitchTarget): Promise<string[]> {
  const args = ['-O', 'OpenFlow15', '--no-stats', '--no-names', 'dump-flows', managementSocket(target)];
  const { stdout } = await runCommand('ovs-ofctl', args, options(target, READ_TIMEOUT_MS)).catch(
    (error: unknown) => {
      throw silentIsUnreachable(target, error);
    },
  );
  return stdout.split('\n').filter((line) => /\bactions=/.test(line));
}

/**
 * Carries out lines of `add`, `modify_strict` and `delete_strict` as one atomic bundle: all of them or none.
 * Throws `command-failed` with ovs-ofctl's own words, `timeout` (then it may still have happened).
 */
export async function applyFlowBundle(target: SwitchTarget, lines: readonly string[]): Promise<void> {
  const args = ['-O', 'OpenFlow15', '--bundle', 'add-flows', managementSocket(target), '-'];
  const input = `${lines.join('\n')}\n`;
  const run = { ...options(target, WRITE_TIMEOUT_MS), input, accept: [0, 1] };
  const { exitCode, stderr } = await runCommand('ovs-ofctl', args, run);
  if (exitCode === 0) return;
  throw new OptopoError('command-failed', stderr.trim(), { tried: `ovs-ofctl ${args.join(' ')}` });
}

/** The address of a bridge for ovs-ofctl; a path, so that no name is ever taken for an option. */
export function managementSocket({ bridge, rundir }: SwitchTarget): string {
  return `unix:${rundir}/${bridge}.mgmt`;
}

function options({ rundir, signal }: SwitchTarget, timeoutMs: number) {
  return { timeoutMs, env: { OVS_RUNDIR: rundir }, ...(signal ? { signal } : {}) };
}

function silentIsUnreachable({ bridge }: SwitchTarget, error: unknown): unknown {
  if (!(error instanceof OptopoError) || (error.code !== 'timeout' && error.code !== 'command-failed'))
    return error;
  return new OptopoError('unreachable', `the flows of bridge ${bridge} cannot be read: ${error.message}`, {
    tried: error.tried,
    hint: 'see whether ovs-vswitchd and ovsdb-server run',
    cause: error,
  });
}
