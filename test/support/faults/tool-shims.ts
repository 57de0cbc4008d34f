import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { whereIs } from './where-is.ts';

/** Programs by which optopo writes, and the shell condition that tells a writing call. */
const WRITES: Readonly<Record<string, string>> = {
  ip: '[ "$1" = -batch ]',
  'ovs-ofctl': 'case " $* " in *" add-flows "*) true ;; *) false ;; esac',
  'lxc-create': 'true',
  'lxc-start': 'true',
  'lxc-stop': 'true',
  'lxc-destroy': 'true',
};

/**
 * A directory for the front of PATH. Each call of a writing tool makes a directory `TOOL N` in `$OPTOPO_TEST_CALLS`; at
 * `$OPTOPO_TEST_KILL_AT` (the same words) the process `$OPTOPO_TEST_PID` is killed first, and the tool goes on without
 * it; at `$OPTOPO_TEST_FAIL_AT` it does nothing and fails.
 */
export function makeToolShims(directory: string): string {
  mkdirSync(directory, { recursive: true });
  for (const [tool, writes] of Object.entries(WRITES)) {
    writeShim(directory, tool, [
      `if ${writes}; then`,
      '  call=1',
      `  until mkdir "$OPTOPO_TEST_CALLS/${tool} $call" 2> /dev/null; do call=$((call + 1)); done`,
      `  if [ "$OPTOPO_TEST_KILL_AT" = "${tool} $call" ]; then kill -9 "$OPTOPO_TEST_PID" 2> /dev/null; fi`,
      `  if [ "$OPTOPO_TEST_FAIL_AT" = "${tool} $call" ]; then echo "made to fail by the test" >&2; exit 1; fi`,
      'fi',
    ]);
  }
  return directory;
}

/** A program of a tool's name that does something first, then becomes the tool. */
export function writeShim(directory: string, tool: string, lines: readonly string[]): void {
  const path = join(directory, tool);
  writeFileSync(path, ['#!/bin/sh', ...lines, `exec ${whereIs(tool)} "$@"`, ''].join('\n'));
  chmodSync(path, 0o755);
}

/** PATH with a directory in front. */
export function pathWith(directory: string): string {
  return [directory, process.env.PATH].join(delimiter);
}
