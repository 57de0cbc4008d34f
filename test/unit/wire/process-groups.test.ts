import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { killGroup, recordProcess } from '../../../src/wire/process-record.ts';
import { type CommandOptions, runCommand } from '../../../src/wire/subprocess.ts';
import { waitFor } from '../../support/wait.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'optopo-group-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** A program that starts another one, which keeps its output open, and waits for it. */
const PARENT = ['-c', 'sleep 1000 & echo $! > "$0"; wait'];
const pidFile = (): string => join(directory, 'pid');
const childPid = (): Promise<number> =>
  waitFor(() => Number.parseInt(readFileSync(pidFile(), 'utf8'), 10), { what: 'the child' });
const endOf = (pid: number): Promise<boolean> =>
  waitFor(() => recordProcess(pid) === undefined, { what: `the end of ${pid}` });

test.each<[string, CommandOptions]>([
  ['timeout', { timeoutMs: 3_000 }],
  ['interrupted', { timeoutMs: 60_000 }],
])('%s: what the program has started ends with it, and is not waited for', async (code, options) => {
  const abort = new AbortController();
  const run = runCommand('sh', [...PARENT, pidFile()], { ...options, signal: abort.signal });
  const failure = run.then(
    () => undefined,
    (error: unknown) => error,
  );
  const child = await childPid();
  if (code === 'interrupted') abort.abort();
  expect(await failure).toMatchObject({ code });
  await endOf(child);
});

test('a process group is killed only when its leader is the very process that was recorded', async () => {
  const leader = spawn('sh', [...PARENT, pidFile()], { detached: true, stdio: 'ignore' });
  const child = await childPid();
  const record = recordProcess(leader.pid as number);
  if (!record) throw new Error('the leader runs');
  killGroup({ ...record, startTime: '1' });
  expect([recordProcess(record.pid), recordProcess(child)?.pid]).toEqual([record, child]);
  const ended = once(leader, 'exit');
  killGroup(record);
  expect((await ended)[1]).toBe('SIGKILL');
  await endOf(child);
});
