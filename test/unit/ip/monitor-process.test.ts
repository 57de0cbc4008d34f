import { describe, expect, test } from 'vitest';
import type { OptopoError } from '../../../src/model/error.ts';
import { startMonitorProcess } from '../../../src/wire/monitor-process.ts';

interface Watched {
  lines: string[];
  ends: OptopoError[];
  signal: AbortSignal;
  onLine(line: string): void;
  onEnd(error: OptopoError): void;
}

function watched(signal = new AbortController().signal): Watched {
  const lines: string[] = [];
  const ends: OptopoError[] = [];
  return { lines, ends, signal, onLine: (line) => lines.push(line), onEnd: (error) => ends.push(error) };
}

/** Prints one line on each stream, then waits for ever. */
const SPEAKS = ['-e', 'console.log("out"); console.error("err"); setInterval(() => {}, 1000)'];

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('a program that tells of changes', () => {
  test('is heard on both streams, and stopping it is no loss', async () => {
    const options = watched();
    const monitor = await startMonitorProcess(process.execPath, SPEAKS, options);
    await expect.poll(() => [...options.lines].sort(), { timeout: 5_000 }).toEqual(['err', 'out']);
    await monitor.stop();
    expect(isRunning(monitor.pid)).toBe(false);
    expect(options.ends).toEqual([]);
  });

  test('that ends by itself is reported', async () => {
    const options = watched();
    await startMonitorProcess(process.execPath, ['-e', 'process.exit(3)'], options);
    await expect
      .poll(() => options.ends.map(({ message }) => message), { timeout: 5_000 })
      .toEqual([`${process.execPath} ended: exit 3`]);
  });

  test('ends with its signal', async () => {
    const abort = new AbortController();
    const options = watched(abort.signal);
    const { pid } = await startMonitorProcess(process.execPath, SPEAKS, options);
    abort.abort();
    await expect.poll(() => isRunning(pid), { timeout: 5_000 }).toBe(false);
    expect(options.ends).toEqual([]);
  });

  test('that is not installed is unreachable', async () => {
    await expect(startMonitorProcess('no-such-program', [], watched())).rejects.toMatchObject({
      code: 'unreachable',
    });
  });
});
