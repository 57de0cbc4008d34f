/** The lab's own command line, run from outside any lab: for the tests of the lab itself. */
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { closeLab } from '../../src/lab/close-lab.ts';
import { type Lab, labNamed } from '../../src/lab/lab.ts';
import { type CommandOptions, type CommandResult, runCommand } from '../../src/wire/subprocess.ts';

export const PROGRAM = fileURLToPath(new URL('../../dist/optopo.js', import.meta.url));
const TIMEOUT_MS = 30_000;
const ANY_STATUS = Array.from({ length: 256 }, (_, status) => status);

let named = 0;

/** `optopo lab …`, and names of labs that are taken down when the file is done, whatever became of its tests. */
export function useLabProgram() {
  const names: string[] = [];
  afterAll(async () => {
    for (const name of names) await closeLab(name);
  });
  /** `optopo lab …`, whatever its exit status. */
  const lab = (args: readonly string[], options: CommandOptions = {}): Promise<CommandResult> =>
    runCommand(process.execPath, [PROGRAM, 'lab', ...args], {
      ...{ timeoutMs: TIMEOUT_MS, accept: ANY_STATUS },
      ...options,
    });
  /** A name that no other test has. */
  const newName = (): string => {
    named += 1;
    const name = `t${process.pid}-${named}`;
    names.push(name);
    return name;
  };
  /** Opens a lab; throws when that fails. */
  const open = async (): Promise<Lab> => {
    const name = newName();
    await lab(['up', name], { accept: [0] });
    return labNamed(name);
  };
  /** What a command prints in a lab; throws when it fails. */
  const read = async ({ name }: Lab, ...argv: string[]): Promise<string> =>
    (await lab(['run', name, '--', ...argv], { accept: [0] })).stdout;
  return { lab, newName, open, read };
}

/** Cgroups of containers of this lab, in every hierarchy that is mounted. */
export function cgroupsNaming(lab: string): string[] {
  const root = '/sys/fs/cgroup';
  const hierarchies = existsSync(`${root}/cgroup.procs`)
    ? [root]
    : readdirSync(root).map((entry) => `${root}/${entry}`);
  return hierarchies.flatMap((hierarchy) =>
    readdirSync(hierarchy)
      .filter((entry) => entry.includes(`optopo-${lab}.`))
      .map((entry) => `${hierarchy}/${entry}`),
  );
}
