import { spawn } from 'node:child_process';
import { closeSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { OptopoError } from '../model/error.ts';
import { onDisk } from './on-disk.ts';

/** How long to wait for a lock that somebody else holds. */
export interface LockWait {
  /** Seconds; 0, the default: not at all. */
  seconds?: number;
  signal?: AbortSignal;
  /** True once the user asked to stop: the waiting ends. */
  stopped?(): boolean;
}

/** How often `stopped` is asked while waiting, in milliseconds. */
const STOP_CHECK_MS = 100;
/** How long `flock` may take beyond the waiting, in milliseconds. */
const FLOCK_TIMEOUT_MS = 10_000;

/** Exit status that we ask `flock` to use when somebody else holds the lock. */
const HELD = 75;

/**
 * Takes the one writer's lock of a state directory, or throws `locked` naming who has it
 * (`interrupted` when the waiting was). The lock belongs to
 * our open descriptor: `flock(1)` sets it on the inherited one, and the kernel releases it when we end, even
 * by kill -9 (flock(2)). Returns how to release it.
 */
export async function takeLock(stateDir: string, wait: LockWait = {}): Promise<() => void> {
  const path = join(stateDir, 'lock');
  // 'a+': the holder's words must not be lost by opening; close-on-exec is set by Node for our own children.
  const descriptor = onDisk(path, 'lock', () => {
    mkdirSync(stateDir, { recursive: true, mode: 0o700 });
    return openSync(path, 'a+', 0o600);
  });
  try {
    const { status, said } = await lockDescriptor(descriptor, wait);
    if (status === HELD) throw heldBy(path, wait.seconds ?? 0);
    if (status !== 0 && (wait.stopped?.() || wait.signal?.aborted)) throw interruptedWhile(path);
    if (status !== 0) {
      throw new OptopoError('unreachable', `flock cannot lock: ${said || `it ended with ${status}`}`, {
        tried: `flock ${path}`,
        hint: 'flock comes with util-linux: apt install util-linux',
      });
    }
    onDisk(path, 'lock', () => writeHolder(descriptor));
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
  return () => closeSync(descriptor);
}

/** Runs `flock` on our descriptor. Not through execa: that hands on no open descriptor. */
function lockDescriptor(
  descriptor: number,
  { seconds = 0, signal, stopped }: LockWait,
): Promise<{ status: number | null; said: string }> {
  return new Promise((resolve) => {
    const patience = seconds > 0 ? ['-w', String(seconds)] : ['-n'];
    const child = spawn('flock', [...patience, '-E', String(HELD), '3'], {
      stdio: ['ignore', 'ignore', 'pipe', descriptor],
      timeout: seconds * 1_000 + FLOCK_TIMEOUT_MS,
      ...(signal ? { signal } : {}),
    });
    const watch = setInterval(() => stopped?.() && child.kill(), STOP_CHECK_MS);
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(0, 1_000);
    });
    child.on('error', (error) => resolve({ status: null, said: error.message }));
    child.on('close', (status) => {
      clearInterval(watch);
      resolve({ status, said: said.trim() });
    });
  });
}

function writeHolder(descriptor: number): void {
  const command = ['optopo', ...process.argv.slice(2)].join(' ');
  ftruncateSync(descriptor);
  writeSync(
    descriptor,
    `${JSON.stringify({ pid: process.pid, command, since: new Date().toISOString() })}\n`,
  );
}

function interruptedWhile(path: string): OptopoError {
  return new OptopoError('interrupted', 'interrupted while waiting for another optopo: nothing was changed', {
    tried: `lock ${path}`,
  });
}

function heldBy(path: string, seconds: number): OptopoError {
  return new OptopoError(
    'locked',
    `another optopo is at work: ${describeHolder(readFileSync(path, 'utf8'))}`,
    {
      tried: seconds > 0 ? `lock ${path}, waiting ${seconds} s` : `lock ${path}`,
      hint: 'wait until it has ended, then try again; --lock-timeout SECONDS waits for it',
    },
  );
}

function describeHolder(text: string): string {
  try {
    const holder = JSON.parse(text) as { pid: number; command: string; since: string };
    return `pid ${holder.pid}, "${holder.command}", since ${holder.since}`;
  } catch {
    // It took the lock this moment and has not written its name yet.
    return 'it has just started';
  }
}
