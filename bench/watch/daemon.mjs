import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { PROGRAM, print } from '../in-lab.mjs';

/** The daemon, with its events as they come. */
export function startDaemon(file) {
  const child = spawn(
    process.execPath,
    [PROGRAM, 'watch', file, '--fight-count', '1000000', '--max-repairs', '1000000'],
    {
      stdio: ['ignore', 'inherit', 'pipe'],
    },
  );
  const events = [];
  let wake = () => undefined;
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (!line.startsWith('{')) print(line);
    else {
      events.push(JSON.parse(line));
    }
    if (events.length > 100) events.shift();
    wake();
  });
  return {
    child,
    async event(wanted) {
      for (;;) {
        const found = events.find(wanted);
        if (found) return found;
        await new Promise((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
