// npm test: everything, alone in a new clone on a fresh machine.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandFailure, run, say } from './command.mjs';

/** Faults that have to be tried, so that none can be left out unseen (CONTRIBUTING.md, The fault matrix). */
const FAULT_POINTS = 400;

const STEPS = [
  ['setup', process.execPath, ['scripts/setup.mjs']],
  ['build', process.execPath, ['scripts/build.mjs']],
  ['check', 'npm', ['run', '--silent', 'check']],
  ['tests', process.execPath, ['node_modules/vitest/vitest.mjs', 'run']],
];

const directory = mkdtempSync(join(tmpdir(), 'optopo-test-'));
const counted = join(directory, 'fault-points');

try {
  for (const [name, file, args] of STEPS) {
    say(`── ${name}`);
    await run(file, args, { OPTOPO_FAULT_COUNT: counted, OPTOPO_TEST_RETRIES: '1' });
  }
  requireFaultPoints(Number(readFileSync(counted, 'utf8')));
} catch (thrown) {
  say(thrown.message);
  process.exitCode = thrown instanceof CommandFailure ? thrown.status : 1;
} finally {
  rmSync(directory, { recursive: true });
}

function requireFaultPoints(tried) {
  say(`fault points tried: ${tried} (at least ${FAULT_POINTS})`);
  if (!(tried >= FAULT_POINTS)) throw new Error('fewer fault points than required were tried');
}
