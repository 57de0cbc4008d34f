import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { TestLab } from '../lab.ts';
import type { KillOrder } from './kill-driver.ts';
import { makeToolShims, pathWith } from './tool-shims.ts';

const DRIVER = fileURLToPath(new URL('kill-driver.ts', import.meta.url));
const DEADLINE_MS = 60_000;

export interface DriverRun {
  signal: NodeJS.Signals | null;
  stdout: string;
  /** Calls of writing tools and transactions that were begun: `ip 2` is the second of `ip`. */
  calls: string[];
}

/** Applies that are killed at an exact point. The process ends by itself where the point never comes. */
export async function killedApplies(lab: TestLab) {
  // `test:integration` runs the sources; a process of its own needs them as one JavaScript file.
  const outfile = join(lab.dir, 'kill-driver.mjs');
  const banner = {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  };
  await build({
    entryPoints: [DRIVER],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    banner,
  });
  const path = pathWith(makeToolShims(join(lab.dir, 'shims')));
  const calls = join(lab.dir, 'calls');

  /** `killAt`, `failAt`: one of the `calls`. */
  return async function run(
    order: KillOrder,
    at: { killAt?: string; failAt?: string } = {},
  ): Promise<DriverRun> {
    rmSync(calls, { recursive: true, force: true });
    mkdirSync(calls);
    const child = spawn(process.execPath, [outfile, JSON.stringify(order)], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        ...{ ...process.env, PATH: path, OPTOPO_TEST_CALLS: calls },
        ...{ OPTOPO_TEST_KILL_AT: at.killAt ?? '', OPTOPO_TEST_FAIL_AT: at.failAt ?? '' },
      },
      timeout: DEADLINE_MS,
    });
    let stdout = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    // Not 'close': a tool that outlives it holds the pipe.
    const [, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    if (signal === null && child.stdout.readable) await once(child.stdout, 'end');
    return { signal, stdout, calls: readdirSync(calls).sort() };
  };
}
