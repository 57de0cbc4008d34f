import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { waitFor } from './wait.ts';

/** A program in front of a real one that waits, with a child of its own, until it is released. */
export interface HeldProgram {
  /** To be put before the PATH of whoever shall run it. */
  path: string;
  /** Waits until it was started; its process id and that of its child. */
  started(): Promise<number[]>;
  /** Lets it, and later ones, be the real program. */
  release(): void;
}

/** Puts such a program in front of `program` in a new directory below `directory`. */
export function holdProgram(directory: string, program: string): HeldProgram {
  const path = join(directory, `held-${program}`);
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path, { recursive: true });
  const [hold, pids, script] = [join(path, 'hold'), join(path, 'pids'), join(path, program)];
  writeFileSync(hold, '');
  const lines = [
    '#!/bin/sh',
    `PATH="\${PATH#${path}:}"`,
    `if [ -e ${hold} ]; then`,
    '  tail -f /dev/null &',
    `  echo $$ $! > ${pids}.new && mv ${pids}.new ${pids}`,
    `  while [ -e ${hold} ]; do sleep 0.02; done`,
    '  kill $!',
    'fi',
    `exec ${program} "$@"`,
  ];
  writeFileSync(script, `${lines.join('\n')}\n`);
  chmodSync(script, 0o755);
  return {
    path,
    started: async () => {
      await waitFor(() => existsSync(pids), { what: `the start of ${program}` });
      return readFileSync(pids, 'utf8').trim().split(' ').map(Number);
    },
    release: () => rmSync(hold),
  };
}

/** The program as it runs, with a held program in its PATH, in a process group of its own as a shell gives it. */
export function startOptopo(args: readonly string[], held: HeldProgram) {
  const env = { ...process.env, PATH: `${held.path}:${process.env.PATH}` };
  const child = spawn('optopo', args, { detached: true, stdio: ['ignore', 'pipe', 'pipe'], env });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const ended = new Promise<{ exitCode: number | null; output: string }>((resolve) => {
    child.once('close', (exitCode) => resolve({ exitCode, output }));
  });
  const pid = child.pid as number;
  return {
    pid,
    ended,
    /** Its output so far. */
    output: () => output,
    /** What Ctrl-C on a terminal, or a closing session, does: the whole process group gets it. */
    signalGroup: (signal: NodeJS.Signals) => process.kill(-pid, signal),
    kill: async (): Promise<void> => {
      process.kill(pid, 'SIGKILL');
      await new Promise((resolve) => child.once('exit', resolve));
    },
  };
}
