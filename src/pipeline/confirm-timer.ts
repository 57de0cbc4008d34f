import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { OptopoError } from '../model/error.ts';
import type { HostPaths } from '../plugins/contract.ts';
import { confirmDirectory } from '../state/gone-back.ts';
import { onDisk } from '../state/on-disk.ts';
import { type ProcessRecord, recordProcess } from '../wire/process-record.ts';

/** The hidden command that a timer process runs. */
export const TIMER_COMMAND = 'confirm-timer';
/** What the process says when it runs: nothing is written to the host before. */
export const TIMER_READY = 'ready';

/** How long a new process may take to say that it runs, in milliseconds. */
const READY_TIMEOUT_MS = 10_000;

/**
 * Starts the process that goes back when nobody confirms: in a session of its own, without our terminal, our
 * lock (Node opens files close-on-exec) or our output, so that it outlives whatever becomes of us. Returns when
 * it has said that it runs. Throws `apply-failed` when it does not.
 */
export async function startTimer(
  host: HostPaths,
  name: string,
  id: string,
  seconds: number,
): Promise<ProcessRecord> {
  const log = openLog(host.stateDir, name);
  try {
    const child = spawn(process.execPath, timerArguments(host, name, id, seconds), {
      ...{ detached: true, cwd: '/', stdio: ['ignore', log, log, 'ipc'] },
      env: { ...process.env, OVS_RUNDIR: host.ovsRundir },
    });
    await new Promise<void>((resolve, reject) => {
      const fail = (why: string): void => reject(notStarted(why));
      const limit = setTimeout(() => fail(`nothing within ${READY_TIMEOUT_MS} ms`), READY_TIMEOUT_MS);
      child.once('error', (error) => fail(error.message));
      child.once('exit', (status) => fail(`it ended with ${status}`));
      child.once('message', () => resolve());
      child.once('spawn', () => limit.unref());
    });
    child.removeAllListeners();
    child.disconnect();
    child.unref();
    const record = recordProcess(child.pid as number);
    if (record) return record;
    throw notStarted('it ended at once');
  } finally {
    closeSync(log);
  }
}

function timerArguments(host: HostPaths, name: string, id: string, seconds: number): string[] {
  const paths = [
    ...['--ovsdb', `unix:${host.ovsdbSocket}`, '--lxc-path', host.lxcPath, '--state-dir', host.stateDir],
  ];
  return [process.argv[1] as string, TIMER_COMMAND, ...paths, '--', name, id, String(seconds)];
}

function openLog(stateDir: string, name: string): number {
  const path = join(confirmDirectory(stateDir), `${name}.log`);
  return onDisk(path, 'write', () => {
    mkdirSync(confirmDirectory(stateDir), { recursive: true, mode: 0o700 });
    return openSync(path, 'w', 0o600);
  });
}

function notStarted(why: string): OptopoError {
  return new OptopoError('apply-failed', `the timer of --confirm-timeout did not start: ${why}`, {
    hint: 'nothing was changed; STATE_DIR/confirm/NAME.log may say more',
  });
}
