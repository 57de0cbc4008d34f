import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { OptopoError } from '../model/error.ts';
import { readFileIfPresent } from '../wire/durable-file.ts';
import { type ProcessRecord, recordProcess } from '../wire/process-record.ts';
import { cgroupPrefix, type Lab, netnsPath } from './lab.ts';
import { runTool, toolPath } from './tools.ts';

const HOST_DEFAULTS = '/etc/lxc/default.conf';
const READY_DEADLINE_MS = 5_000;

/**
 * Starts the process that keeps the lab's mount namespace. A slave of the host's, so that what is unmounted
 * there goes here too and nothing done here is seen there.
 */
export async function startHolder(lab: Lab): Promise<ProcessRecord> {
  const unshare = ['unshare', '--mount', '--propagation', 'slave', 'sleep', 'infinity'];
  const child = spawn('nsenter', [`--net=${netnsPath(lab)}`, '--', ...unshare], {
    ...{ detached: true, stdio: 'ignore', cwd: '/' },
    env: { PATH: toolPath() },
  });
  child.on('error', () => undefined); // it has then no pid, which is looked at below
  child.unref();
  const deadline = performance.now() + READY_DEADLINE_MS;
  while (child.pid !== undefined && child.exitCode === null && performance.now() < deadline) {
    // By its name: only when `sleep` has taken over are both namespaces entered.
    if (readFileIfPresent(`/proc/${child.pid}/comm`)?.trim() === 'sleep') {
      const record = recordProcess(child.pid);
      if (record) return record;
    }
    await delay(1);
  }
  throw new OptopoError('command-failed', "the lab's mount namespace could not be made", {
    tried: `nsenter --net=${netnsPath(lab)} ${unshare.join(' ')}`,
  });
}

/** What `nsenter` is told to enter the lab's namespaces; through the holder, which is seen in the lab as well. */
export function enterArguments(holder: ProcessRecord, directory: string): string[] {
  return [`--target=${holder.pid}`, '--net', '--mount', `--wdns=${directory}`, '--'];
}

/**
 * Gives the mount namespace what differs from the host: the /sys of its own network namespace (with the cgroups
 * and whatever else is mounted below bound back: containers get no limits without), and its own /etc/lxc,
 * /run/lxc and /run/netns.
 */
export async function furnishMounts(lab: Lab, holder: ProcessRecord, signal?: AbortSignal): Promise<void> {
  const mount = async (...args: string[]): Promise<void> => {
    const options = signal ? { signal } : {};
    await runTool('nsenter', [...enterArguments(holder, '/'), ...args], options);
  };
  const hostSys = join(lab.dir, 'host-sys');
  mkdirSync(hostSys);
  await mount('mount', '--rbind', '--', '/sys', hostSys);
  await mount('mount', '-t', 'sysfs', '--', 'sysfs', '/sys');
  for (const path of mountsBelowSys())
    await mount('mount', '--rbind', '--', join(hostSys, path), `/sys${path}`);
  await mount('umount', '--lazy', '--', hostSys);
  rmdirSync(hostSys);
  writeLxcDefaults(lab);
  for (const [own, path] of Object.entries({
    'etc-lxc': '/etc/lxc',
    'run-lxc': '/run/lxc',
    'run-netns': '/run/netns',
  })) {
    mkdirSync(join(lab.dir, own), { recursive: true });
    mkdirSync(path, { recursive: true });
    await mount('mount', '--bind', '--', join(lab.dir, own), path);
  }
}

/** Mount points directly under the host's /sys, nested ones left out, without the `/sys`. */
function mountsBelowSys(): string[] {
  const points = readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[4] ?? '')
    .filter((point) => point.startsWith('/sys/'));
  const isNested = (point: string): boolean => points.some((other) => point.startsWith(`${other}/`));
  return [...new Set(points)].filter((point) => !isNested(point)).map((point) => point.slice('/sys'.length));
}

/**
 * LXC's own defaults in the lab: the lab's containers without `-P`, no network (the host's default wants a
 * bridge `lxcbr0`), and cgroups by the lab's name, so that those of a killed container can be told and removed.
 */
function writeLxcDefaults(lab: Lab): void {
  const directory = join(lab.dir, 'etc-lxc');
  mkdirSync(directory);
  const system = [`lxc.lxcpath = ${lab.lxcPath}`, `lxc.cgroup.pattern = ${cgroupPrefix(lab)}%n`];
  writeFileSync(join(directory, 'lxc.conf'), `${system.join('\n')}\n`);
  const host = existsSync(HOST_DEFAULTS) ? readFileSync(HOST_DEFAULTS, 'utf8').split('\n') : [];
  const kept = host.filter((line) => !line.startsWith('lxc.net.'));
  writeFileSync(join(directory, 'default.conf'), ['lxc.net.0.type = empty', ...kept].join('\n'));
}
