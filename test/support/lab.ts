/**
 * The lab that a test file runs in. Every file in test/integration is run by the pool of `lab-pool.ts` in a
 * process inside a fresh lab of its own (network and mount namespace, ovsdb-server, ovs-vswitchd, LXC path), which is
 * taken down after it. So a test may drive plugins in its own process (`OVS_RUNDIR`, `OPTOPO_LXC_PATH`,
 * `OPTOPO_STATE_DIR` are set), run tools directly, or run the built program: `useLab().optopo(['apply', file])`.
 * One file: `npm run build && npx vitest run test/integration/FILE.test.ts`, as root.
 */
import { runningDaemon, startDaemon } from '../../src/lab/daemons.ts';
import { type LabDaemon, labNamed } from '../../src/lab/lab.ts';
import { kill } from '../../src/lab/processes.ts';
import { type CommandOptions, type CommandResult, runCommand } from '../../src/wire/subprocess.ts';
import { waitFor } from './wait.ts';

export interface RunOptions extends CommandOptions {
  /** Milliseconds until it is killed. Default 30,000. */
  timeoutMs?: number;
}

const TIMEOUT_MS = 30_000;
const PROGRAM_TIMEOUT_MS = 60_000;
/** A program's exit status is for the test to look at. */
const ANY_STATUS = Array.from({ length: 256 }, (_, status) => status);

export type TestLab = ReturnType<typeof useLab>;

/** The lab that this test file runs in. Throws outside a lab. */
export function useLab() {
  const name = process.env.OPTOPO_LAB;
  if (name === undefined)
    throw new Error('this test runs only inside a lab: npx vitest run --project integration');
  const lab = labNamed(name);
  return {
    ...lab,
    /** Runs a program; any other exit status than the accepted ones (default: 0) throws. */
    run: (file: string, args: readonly string[] = [], options: RunOptions = {}): Promise<CommandResult> =>
      runCommand(file, args, { timeoutMs: TIMEOUT_MS, ...options }),
    /** Runs the built program, whatever its exit status. */
    optopo: (args: readonly string[], options: RunOptions = {}): Promise<CommandResult> =>
      runCommand('optopo', args, { timeoutMs: PROGRAM_TIMEOUT_MS, accept: ANY_STATUS, ...options }),
    /** Pid of a daemon of the lab. Throws when it does not run. */
    pid(daemon: LabDaemon): number {
      const running = runningDaemon(lab, daemon);
      if (running === undefined) throw new Error(`${daemon} does not run in this lab`);
      return running.pid;
    },
    /** kill -9, and waits for its end. */
    async killDaemon(daemon: LabDaemon): Promise<void> {
      kill(this.pid(daemon), 'SIGKILL');
      await waitFor(() => runningDaemon(lab, daemon) === undefined, { what: `the end of ${daemon}` });
    },
    /** Starts a daemon that has ended; returns when it serves. */
    startDaemon: (daemon: LabDaemon): Promise<unknown> => startDaemon(lab, daemon),
    /** Sends a signal to a daemon: SIGSTOP, SIGCONT. */
    signalDaemon(daemon: LabDaemon, signal: NodeJS.Signals): void {
      kill(this.pid(daemon), signal);
    },
  };
}
