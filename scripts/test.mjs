// npm test: everything, alone in a new clone on a fresh machine.
import { CommandFailure, run, say } from './command.mjs';

const STEPS = [
  ['setup', process.execPath, ['scripts/setup.mjs']],
  ['build', process.execPath, ['scripts/build.mjs']],
  ['check', 'npm', ['run', '--silent', 'check']],
  ['tests', process.execPath, ['node_modules/vitest/vitest.mjs', 'run']],
];

try {
  for (const [name, file, args] of STEPS) {
    say(`── ${name}`);
    await run(file, args);
  }
} catch (thrown) {
  say(thrown.message);
  process.exitCode = thrown instanceof CommandFailure ? thrown.status : 1;
}
