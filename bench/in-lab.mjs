import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const PROGRAM = fileURLToPath(new URL('../dist/optopo.js', import.meta.url));
const TIMEOUT_MS = 120_000;

/** Runs a program to its end and returns what it printed; throws with all that it said when it fails. */
export function run(file, args) {
  const { status, error, stdout, stderr } = spawnSync(file, args, { encoding: 'utf8', timeout: TIMEOUT_MS });
  if (status !== 0) throw new Error(`${file} ${args.join(' ')}: ${error?.message ?? stderr + stdout}`);
  return stdout;
}

export function print(text) {
  process.stdout.write(`${text}\n`);
}

/** True inside a lab. */
export function isInLab() {
  return process.env.OPTOPO_LAB !== undefined;
}

/** Runs a script of these inside a lab of its own, and takes the lab down whatever happens. */
export function runInLab(kind, script, args) {
  const lab = `${kind}-${process.pid}`;
  run(process.execPath, [PROGRAM, 'lab', 'up', lab]);
  try {
    const inside = [PROGRAM, 'lab', 'run', lab, '--', process.execPath, script, ...args.map(String)];
    process.exitCode = spawnSync(process.execPath, inside, { stdio: 'inherit' }).status ?? 1;
  } finally {
    run(process.execPath, [PROGRAM, 'lab', 'down', lab]);
  }
}
