import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { isMissing } from '../durable-file.ts';

/** A running container, as its processes show it; LXC itself is not asked. */
export interface RunningContainer {
  /** Its first process, as numbered here. */
  init: number;
  /** The LXC process that watches it; `null` when that one was killed. */
  monitor: number | null;
}

/** A container as it is looked for among the processes. */
export interface SoughtContainer {
  name: string;
  /** Its root file system where that is a directory of this host; `null` for other storage. */
  rootfs: string | null;
}

/** LXC's built-in path on Debian, which `lxc-start` uses without `-P`. */
const DEFAULT_LXC_PATH = '/var/lib/lxc';

/**
 * Which of the containers under `lxcPath` run. LXC's own answer depends on the network namespace it is asked
 * from (its command socket is an abstract one) and cgroup paths get a suffix after a crash; so they are told
 * by the process that watches them, whose title names path and container, and by processes whose root is the
 * container's root file system.
 */
export function findRunning(
  lxcPath: string,
  containers: readonly SoughtContainer[],
): Map<string, RunningContainer> {
  return findContainers(lxcPath, containers).running;
}

/** Containers as their processes show them at one moment. */
export interface FoundContainers {
  running: Map<string, RunningContainer>;
  /** Those that are being started or ended right now: devices come and go without their being at fault. */
  changing: Set<string>;
}

/** The same with what is on its way: LXC's watcher is there, and its container is not, or not yet itself. */
export function findContainers(lxcPath: string, containers: readonly SoughtContainer[]): FoundContainers {
  const wanted = new Set(containers.map(({ name }) => name));
  const byRoot = new Map(
    containers.flatMap(({ name, rootfs }) => {
      const root = rootfs === null ? null : identityOf(rootfs);
      return root === null ? [] : [[root, name] as const];
    }),
  );
  const running = new Map<string, RunningContainer>();
  const changing = new Set<string>();
  for (const pid of processIds()) {
    const name = monitoredName(pid, resolve(lxcPath));
    if (name === null || !wanted.has(name)) continue;
    const init = initUnder(pid);
    if (init !== null) running.set(name, { init, monitor: pid });
    if (init === null || isStillLxc(init, pid)) changing.add(name);
  }
  for (const { pid, root } of confinedProcesses()) {
    const name = byRoot.get(root);
    if (name === undefined || running.has(name) || !isNamespaceInit(pid)) continue;
    running.set(name, { init: pid, monitor: null });
  }
  return { running, changing };
}

/** Until it runs the container's own program, the first process is a copy of the one that starts it. */
function isStillLxc(init: number, monitor: number): boolean {
  const program = readLink(`/proc/${init}/exe`);
  return program !== null && program === readLink(`/proc/${monitor}/exe`);
}

/** Kills what watches over the start of a container that has no first process yet, with all that it started. */
export function endStarting(lxcPath: string, name: string): void {
  for (const pid of processIds()) {
    if (monitoredName(pid, resolve(lxcPath)) !== name || initUnder(pid) !== null) continue;
    for (const one of withDescendants(pid)) killIfThere(one);
  }
}

/** Every process, zombies excepted, whose root directory is `rootfs`; one that was put there by chroot, too. */
export function processesIn(rootfs: string): number[] {
  const wanted = identityOf(rootfs);
  return wanted === null ? [] : processIds().filter((pid) => identityOf(`/proc/${pid}/root`) === wanted);
}

/** Processes with an argument that holds `path` or something below it (a path that nobody else uses). */
export function processesNaming(path: string): number[] {
  const names = (pid: number): boolean =>
    commandLine(pid)
      .split('\0')
      .some((argument) => argument.endsWith(path) || argument.includes(`${path}/`));
  return processIds().filter((pid) => pid !== process.pid && names(pid));
}

/** True while the process is there and no zombie. */
export function isAlive(pid: number): boolean {
  const stat = readProc(`${pid}/stat`);
  return stat !== null && !/^\d+ \(.*\) [ZX] /s.test(stat);
}

/** Identity of the network namespace of a process; `null` when it is gone. */
export function netnsOf(pid: number | 'self'): string | null {
  return readLink(`/proc/${pid}/ns/net`);
}

/** All process ids of this PID namespace. */
export function processIds(): number[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number);
}

/** A process's command line, its arguments separated by NUL; empty for kernel threads and zombies. */
export function commandLine(pid: number): string {
  return readProc(`${pid}/cmdline`) ?? '';
}

/** The container that this process watches under `lxcPath`, by the title that `lxc-start -d` gives itself. */
function monitoredName(pid: number, lxcPath: string): string | null {
  const line = commandLine(pid);
  const [, path, name] = /^\[lxc monitor\] (.*) ([^ \0]+)\0*$/s.exec(line) ?? [];
  if (path !== undefined && name !== undefined) return resolve(path) === lxcPath ? name : null;
  const [program, ...args] = line.split('\0');
  if (basename(program ?? '') !== 'lxc-start') return null;
  return resolve(optionOf(args, 'P', 'lxcpath') ?? DEFAULT_LXC_PATH) === lxcPath
    ? optionOf(args, 'n', 'name')
    : null;
}

/** The value of `-x VALUE`, `-xVALUE`, `--long VALUE` or `--long=VALUE`. */
function optionOf(args: readonly string[], short: string, long: string): string | null {
  for (const [index, arg] of args.entries()) {
    if (arg === `-${short}` || arg === `--${long}`) return args[index + 1] ?? null;
    if (arg.startsWith(`--${long}=`)) return arg.slice(long.length + 3);
    if (arg.startsWith(`-${short}`) && !arg.startsWith('--')) return arg.slice(2);
  }
  return null;
}

function initUnder(monitor: number): number | null {
  return childrenOf(monitor).find((pid) => isNamespaceInit(pid) && isAlive(pid)) ?? null;
}

/** A process and all below it, the lowest last. */
function withDescendants(pid: number): number[] {
  const pids = [pid];
  for (const one of pids) pids.push(...childrenOf(one));
  return pids;
}

function childrenOf(pid: number): number[] {
  const children = readProc(`${pid}/task/${pid}/children`) ?? '';
  return children
    .split(' ')
    .filter((text) => text.trim() !== '')
    .map(Number);
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

/** True for process 1 of a PID namespace below ours (NSpid in proc(5): its number in each, ours first). */
function isNamespaceInit(pid: number): boolean {
  const numbers = /^NSpid:\s*(.*)$/m.exec(readProc(`${pid}/status`) ?? '')?.[1]?.split(/\s+/) ?? [];
  return numbers.length > 1 && numbers.at(-1) === '1';
}

function* confinedProcesses(): Generator<{ pid: number; root: string }> {
  const own = readLink('/proc/self/ns/pid');
  for (const pid of processIds()) {
    const namespace = readLink(`/proc/${pid}/ns/pid`);
    if (namespace === null || namespace === own) continue;
    const root = identityOf(`/proc/${pid}/root`);
    if (root !== null) yield { pid, root };
  }
}

/** Device and inode: the same directory has the same ones in every mount namespace. */
function identityOf(path: string): string | null {
  return tolerant(() => {
    const { dev, ino } = statSync(path, { bigint: true });
    return `${dev}:${ino}`;
  });
}

function readProc(entry: string): string | null {
  return tolerant(() => readFileSync(`/proc/${entry}`, 'utf8'));
}

function readLink(path: string): string | null {
  return tolerant(() => readlinkSync(path));
}

/** A process may end between two looks at it; and of one that even root may not inspect nothing is ours. */
function tolerant<Result>(read: () => Result): Result | null {
  try {
    return read();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (isMissing(error) || code === 'EACCES' || code === 'EPERM') return null;
    throw error;
  }
}
