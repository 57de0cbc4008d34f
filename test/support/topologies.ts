import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { TestLab } from './lab.ts';

export interface ProgramResult {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** Topology files of one lab, and the program run on them there. */
export function useTopologies(lab: TestLab) {
  const directory = (): string => {
    const path = join(lab.dir, 'topologies');
    mkdirSync(path, { recursive: true });
    return path;
  };
  const path = (name: string): string => join(directory(), name);
  const run = (...args: string[]): Promise<ProgramResult> => lab.optopo(args);
  // biome-ignore lint/suspicious/noExplicitAny: what the program printed; the test's expectations are its type.
  const json = async (...args: string[]): Promise<ProgramResult & { json: any }> => {
    const result = await run(...args, '--json');
    return { ...result, json: JSON.parse(result.stdout) };
  };
  return {
    path,
    run,
    json,
    /** Writes a topology file and returns its path. */
    write(name: string, text: string): string {
      writeFileSync(path(name), text);
      return path(name);
    },
    /** Applies and expects success; what went wrong is in the failure's message. */
    async expectApplied(...args: string[]): Promise<void> {
      const { exitCode, stdout, stderr } = await run('apply', ...args);
      expect({ exitCode, stdout, stderr }).toMatchObject({ exitCode: 0 });
    },
    /** Bytes of the database's log: it grows with every transaction that writes. */
    databaseSize(): number {
      return statSync(join(lab.dir, 'conf.db')).size;
    },
  };
}
