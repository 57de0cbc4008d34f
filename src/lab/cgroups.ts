import { existsSync, readdirSync, readFileSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { readFileIfPresent } from '../wire/durable-file.ts';
import { cgroupPrefix, type Lab } from './lab.ts';

const ROOT = '/sys/fs/cgroup';
const EMPTY_DEADLINE_MS = 5_000;

/** The cgroups of the lab's containers, in every hierarchy (cgroups(7)). */
export function labCgroups(lab: Lab): string[] {
  const prefix = cgroupPrefix(lab);
  return baseDirectories().flatMap((base) =>
    readdirSync(base)
      .filter((entry) => entry.startsWith(prefix))
      .map((entry) => join(base, entry)),
  );
}

/** Processes in the lab's cgroups: its containers', whatever namespaces they are in. */
export function processesInCgroups(lab: Lab): number[] {
  const pids = labCgroups(lab)
    .flatMap(withDescendants)
    .flatMap((directory) => (readFileIfPresent(join(directory, 'cgroup.procs')) ?? '').split('\n'))
    .filter((line) => line !== '')
    .map(Number);
  return [...new Set(pids)];
}

/** Removes the lab's cgroups, which hold no process any more; the kernel takes a moment to notice. */
export async function removeCgroups(lab: Lab): Promise<void> {
  const deadline = performance.now() + EMPTY_DEADLINE_MS;
  for (;;) {
    try {
      for (const directory of labCgroups(lab)) for (const one of withDescendants(directory)) rmdirSync(one);
      return;
    } catch (thrown) {
      const { code } = thrown as NodeJS.ErrnoException;
      if ((code !== 'EBUSY' && code !== 'ENOENT') || performance.now() > deadline) throw thrown;
      await delay(5);
    }
  }
}

/** Where LXC puts cgroups: beside init's own, in each hierarchy. */
function baseDirectories(): string[] {
  const hierarchies = existsSync(join(ROOT, 'cgroup.procs'))
    ? [ROOT]
    : readdirSync(ROOT).map((entry) => join(ROOT, entry));
  const paths = readFileSync('/proc/1/cgroup', 'utf8')
    .split('\n')
    .map((line) =>
      line
        .split(':')
        .slice(2)
        .join(':')
        .replace(/\/init\.scope$/, ''),
    );
  const candidates = hierarchies.flatMap((hierarchy) => paths.map((path) => join(hierarchy, path)));
  return [...new Set(candidates)].filter((directory) => existsSync(join(directory, 'cgroup.procs')));
}

/** A cgroup and those inside it, the innermost first; none when LXC has removed it meanwhile. */
function withDescendants(directory: string): string[] {
  if (!existsSync(directory)) return [];
  const inner = readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [...inner.flatMap((entry) => withDescendants(join(directory, entry.name))), directory];
}
