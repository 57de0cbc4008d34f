import { spawn, spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { heardInput } from '../../../src/watch/loop/heard-input.ts';

test('what was written while nothing else could run is heard', async () => {
  const child = spawn('echo', ['changed'], { stdio: ['ignore', 'pipe', 'ignore'] });
  let heard = '';
  child.stdout.on('data', (chunk) => {
    heard += String(chunk);
  });
  // Nothing of this program runs meanwhile, nor in the turn that follows a promise.
  spawnSync('sleep', ['0.3']);
  await Promise.resolve();
  expect(heard).toBe('');
  await heardInput();
  expect(heard).toBe('changed\n');
});
