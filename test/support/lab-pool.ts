import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PoolOptions, PoolRunnerInitializer, PoolWorker, WorkerRequest } from 'vitest/node';
import { closeLab } from '../../src/lab/close-lab.ts';
import type { Lab } from '../../src/lab/lab.ts';
import { labCommand } from '../../src/lab/lab-command.ts';
import { listLabs } from '../../src/lab/list-labs.ts';
import { openLab } from '../../src/lab/open-lab.ts';

const PROGRAM = fileURLToPath(new URL('../../dist/optopo.js', import.meta.url));
const KILL_AFTER_MS = 2_000;

/** Labs of tests, apart from those that people open. */
export const TEST_LABS = '/var/lib/optopo-test-labs';

let opened = 0;
let swept: Promise<void> | undefined;

/**
 * A vitest pool that runs every test file in a process inside a lab of its own: what a test does to the network,
 * by whatever means, it does there. `test/support/lab.ts` is the test's side of it.
 */
export const labPool: PoolRunnerInitializer = {
  name: 'lab',
  createPoolWorker: (options) => new LabWorker(options),
};

class LabWorker implements PoolWorker {
  readonly name = 'lab';
  readonly cacheFs = true;
  readonly #options: PoolOptions;
  #lab: Lab | undefined;
  #process: ChildProcess | undefined;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} is not there; run: npm run build`);
    swept ??= closeForsakenLabs();
    await swept;
    opened += 1;
    this.#lab = await openLab(`t${process.pid}-${opened}`, { program: PROGRAM });
    const { distPath, env, execArgv } = this.#options;
    const node = [process.execPath, ...execArgv, join(distPath, 'workers/forks.js')];
    const command = labCommand(this.#lab, node);
    this.#process = spawn(command.file, command.args, {
      env: { ...env, ...command.env },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      serialization: 'advanced',
    });
  }

  async stop(): Promise<void> {
    const worker = this.#process;
    if (worker && worker.exitCode === null && worker.signalCode === null) {
      const ended = once(worker, 'exit');
      worker.kill();
      const timer = setTimeout(() => worker.kill('SIGKILL'), KILL_AFTER_MS);
      await ended;
      clearTimeout(timer);
    }
    if (this.#lab) await closeLab(this.#lab.name);
  }

  on(event: string, callback: (argument: unknown) => void): void {
    this.#running.on(event, callback);
  }

  off(event: string, callback: (argument: unknown) => void): void {
    this.#running.off(event, callback);
  }

  send(message: WorkerRequest): void {
    this.#running.send(message);
  }

  deserialize(data: unknown): unknown {
    return data;
  }

  get #running(): ChildProcess {
    if (this.#process === undefined) throw new Error('the worker has not been started');
    return this.#process;
  }
}

/** Takes down the labs of test runs that were killed: their names tell the process that opened them. */
async function closeForsakenLabs(): Promise<void> {
  for (const { lab } of listLabs()) {
    const opener = /^t(\d+)-/.exec(lab.name)?.[1];
    if (opener && !existsSync(`/proc/${opener}`)) await closeLab(lab.name);
  }
}
