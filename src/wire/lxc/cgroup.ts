import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OptopoError } from '../../model/error.ts';
import { isMissing } from '../durable-file.ts';

export type Controller = 'cpu' | 'memory';

/** Where a controller is mounted: its own hierarchy (cgroup v1) or the unified one (v2). */
export interface Hierarchy {
  version: 1 | 2;
  mount: string;
  /** The cgroup that the mount shows as its top. */
  root: string;
}

/** The time, in microseconds, that a CPU quota is for: the kernel's own default. */
const PERIOD_US = 100_000;

/** The hierarchy that holds `controller`; `null` where none is mounted. `mountinfo` as in proc(5). */
export function findHierarchy(
  controller: Controller | 'freezer',
  mountinfo: string = readFileSync('/proc/self/mountinfo', 'utf8'),
  controllersOf: (mount: string) => string[] = unifiedControllers,
): Hierarchy | null {
  // A later mount hides an earlier one at the same place.
  const mounts = mountinfo
    .split('\n')
    .flatMap((line) => parseMount(line) ?? [])
    .reverse();
  const own = mounts.find(({ type, options }) => type === 'cgroup' && options.includes(controller));
  if (own) return { version: 1, mount: own.mount, root: own.root };
  const unified = mounts.find(
    ({ type, mount }) => type === 'cgroup2' && controllersOf(mount).includes(controller),
  );
  return unified ? { version: 2, mount: unified.mount, root: unified.root } : null;
}

/** CPUs and bytes that the cgroup of a container's first process is limited to, as they are in force. */
export async function readLimits(init: number): Promise<{ vcpus: number | null; bytes: number | null }> {
  const [cpu, memory] = [findHierarchy('cpu'), findHierarchy('memory')];
  return {
    vcpus: cpu && (await readCpus(cpu, init)),
    bytes: memory && (await readBytes(memory, init)),
  };
}

/** Puts a CPU limit in force at once; `null` takes it off. Throws `apply-failed` when the kernel refuses. */
export async function limitCpus(init: number, vcpus: number | null): Promise<void> {
  const hierarchy = requireHierarchy('cpu', findHierarchy('cpu'));
  const quota = vcpus === null ? null : Math.round(vcpus * PERIOD_US);
  if (hierarchy.version === 2) {
    return writeLimit(hierarchy, 'cpu', init, 'cpu.max', `${quota ?? 'max'} ${PERIOD_US}`);
  }
  await writeLimit(hierarchy, 'cpu', init, 'cpu.cfs_period_us', String(PERIOD_US));
  await writeLimit(hierarchy, 'cpu', init, 'cpu.cfs_quota_us', String(quota ?? -1));
}

/** Puts a memory limit in force at once; `null` takes it off. Throws `apply-failed` when more is in use. */
export async function limitMemory(init: number, bytes: number | null): Promise<void> {
  const hierarchy = requireHierarchy('memory', findHierarchy('memory'));
  if (hierarchy.version === 1) {
    return writeLimit(hierarchy, 'memory', init, 'memory.limit_in_bytes', String(bytes ?? -1));
  }
  // v2 does not refuse a limit below what is in use, as v1 does: it kills processes until it is kept.
  const used = unreclaimableBytes((await readLimit(hierarchy, 'memory', init, 'memory.stat')) ?? '');
  if (bytes !== null && bytes < used) throw inUse('memory.max', String(bytes));
  await writeLimit(hierarchy, 'memory', init, 'memory.max', String(bytes ?? 'max'));
}

/** Of a cgroup's memory.stat (v2), what the kernel cannot simply drop. Pure. */
export function unreclaimableBytes(stat: string): number {
  const bytes = (name: string): number => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(stat)?.[1] ?? 0);
  return bytes('anon') + bytes('shmem');
}

/** The cgroup of a container in one hierarchy, from /proc/PID/cgroup. Pure; exported for its test. */
export function containerCgroup(
  text: string,
  hierarchy: Hierarchy,
  controller: Controller | 'freezer',
): string | null {
  const path = text
    .split('\n')
    .map((line) => /^(\d+):([^:]*):(.*)$/.exec(line) ?? [])
    .find(([, id, names]) =>
      hierarchy.version === 2 ? id === '0' : names?.split(',').includes(controller),
    )?.[3];
  if (path === undefined) return null;
  const below =
    hierarchy.root === '/' || !path.startsWith(hierarchy.root) ? path : path.slice(hierarchy.root.length);
  // systemd as init moves itself down by one; the limits stand on the directory that LXC made.
  return join(hierarchy.mount, below.replace(/\/init\.scope$/, ''));
}

/** The hierarchy that keeps a limit; throws `refused` where there is none. */
export function requireHierarchy(controller: Controller, hierarchy: Hierarchy | null): Hierarchy {
  if (hierarchy) return hierarchy;
  throw new OptopoError('refused', `no cgroup hierarchy with the controller ${controller} is mounted`, {
    hint: 'without it the declared limit has no effect; mount it, or leave the limit out',
  });
}

async function readCpus(hierarchy: Hierarchy, init: number): Promise<number | null> {
  if (hierarchy.version === 2) {
    const [quota, period] = (await readLimit(hierarchy, 'cpu', init, 'cpu.max'))?.split(' ') ?? [];
    return quota === undefined || quota === 'max' ? null : Number(quota) / Number(period);
  }
  const quota = Number((await readLimit(hierarchy, 'cpu', init, 'cpu.cfs_quota_us')) ?? -1);
  const period = Number((await readLimit(hierarchy, 'cpu', init, 'cpu.cfs_period_us')) ?? PERIOD_US);
  return quota < 0 ? null : quota / period;
}

async function readBytes(hierarchy: Hierarchy, init: number): Promise<number | null> {
  const file = hierarchy.version === 2 ? 'memory.max' : 'memory.limit_in_bytes';
  const text = await readLimit(hierarchy, 'memory', init, file);
  // v1 says "no limit" with the largest number of whole pages.
  return text === null || text === 'max' || Number(text) >= 2 ** 60 ? null : Number(text);
}

async function readLimit(
  hierarchy: Hierarchy,
  controller: Controller,
  init: number,
  file: string,
): Promise<string | null> {
  const directory = await directoryOf(hierarchy, controller, init);
  if (directory === null) return null;
  try {
    return (await readFile(join(directory, file), 'utf8')).trim();
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

async function writeLimit(
  hierarchy: Hierarchy,
  controller: Controller,
  init: number,
  file: string,
  value: string,
): Promise<void> {
  const directory = await directoryOf(hierarchy, controller, init);
  const path = join(directory ?? hierarchy.mount, file);
  try {
    if (directory === null) throw new Error('the container has no cgroup there');
    await writeFile(path, value);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EBUSY') throw inUse(file, value, cause);
    throw new OptopoError('apply-failed', `${file} cannot be set to ${value}: ${(cause as Error).message}`, {
      tried: `write ${value} to ${path}`,
      cause,
    });
  }
}

function inUse(file: string, value: string, cause?: unknown): OptopoError {
  return new OptopoError('apply-failed', `${file} cannot be set to ${value}: more than that is in use`, {
    hint: 'stop what uses the memory, or stop the container before',
    cause,
  });
}

async function directoryOf(
  hierarchy: Hierarchy,
  controller: Controller,
  init: number,
): Promise<string | null> {
  return containerCgroup(await readFile(`/proc/${init}/cgroup`, 'utf8'), hierarchy, controller);
}

interface CgroupMount {
  root: string;
  mount: string;
  type: string;
  options: string[];
}

function parseMount(line: string): CgroupMount | undefined {
  const [left, right] = line.split(' - ');
  const [, , , root, mount] = left?.split(' ') ?? [];
  const [type, , options] = right?.split(' ') ?? [];
  if (root === undefined || mount === undefined || !type?.startsWith('cgroup')) return undefined;
  return { root, mount, type, options: options?.split(',') ?? [] };
}

function unifiedControllers(mount: string): string[] {
  try {
    return readFileSync(join(mount, 'cgroup.controllers'), 'utf8').trim().split(' ');
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}
