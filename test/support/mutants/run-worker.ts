import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { WorkerMessage } from './worker.ts';

/** What became of a run over many mutants. */
export interface WorkerReport {
  /** One sentence each, with the number of the mutant. */
  wrong: { number: number; what: string }[];
  ended: Extract<WorkerMessage, { type: 'ended' }>;
}

/** How long the worker may be silent before it is taken to hang, in milliseconds; ovs-ofctl is included. */
const SILENCE_MS = 40_000;

/** `require` is what CommonJS packages in the bundle call. */
const BANNER =
  "import { createRequire as bundled } from 'node:module'; const require = bundled(import.meta.url);";

/** Loads `count` mutants one after another in a process of its own, which is killed when it hangs. */
export async function runWorker(folder: string, seed: number, count: number): Promise<WorkerReport> {
  const worker = join(folder, 'worker.mjs');
  await build({
    ...{ entryPoints: ['test/support/mutants/worker.ts'], outfile: worker, bundle: true },
    ...{ format: 'esm', platform: 'node', target: 'node20.19', banner: { js: BANNER }, sourcemap: 'inline' },
  });
  const args = [join(folder, 'mutant'), String(seed), String(count)];
  const execArgv = ['--enable-source-maps'];
  return await collect(fork(worker, args, { execArgv, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] }));
}

function collect(child: ChildProcess): Promise<WorkerReport> {
  return new Promise((resolve, reject) => {
    const wrong: WorkerReport['wrong'] = [];
    let at = 0;
    let ended: WorkerReport['ended'] | undefined;
    const watchdog = setTimeout(() => child.kill('SIGKILL'), SILENCE_MS);
    child.on('message', (message: WorkerMessage) => {
      watchdog.refresh();
      if (message.type === 'begins') at = message.number;
      else if (message.type === 'wrong') wrong.push(message);
      else ended = message;
    });
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      clearTimeout(watchdog);
      if (ended) return resolve({ wrong, ended });
      reject(new Error(`mutant ${at}: the process hung or died (${signal ?? `exit ${code}`})`));
    });
  });
}
