import { readFileSync, readlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { OptopoError } from '../model/error.ts';
import type { HostPaths } from '../plugins/contract.ts';
import { runCommand } from '../wire/subprocess.ts';

/** What flags say about where things are; each falls back as the contract's section 4 says. */
export interface HostFlags {
  ovsdb?: string | undefined;
  lxcPath?: string | undefined;
  stateDir?: string | undefined;
}

const DEFAULT_RUNDIR = '/var/run/openvswitch';
const DEFAULT_STATE_DIR = '/var/lib/optopo';

/** Resolves flags and environment to this host's paths. Throws `usage` for a target that is no unix socket. */
export async function resolveHost(flags: HostFlags, env: NodeJS.ProcessEnv): Promise<HostPaths> {
  const rundir = env.OVS_RUNDIR || DEFAULT_RUNDIR;
  const target = flags.ovsdb ?? `unix:${join(rundir, 'db.sock')}`;
  if (!target.startsWith('unix:') || target === 'unix:') {
    throw new OptopoError('usage', `--ovsdb takes unix:PATH, not "${target}"`);
  }
  const ovsdbSocket = target.slice('unix:'.length);
  return {
    ovsdbSocket,
    ovsRundir: flags.ovsdb === undefined ? rundir : dirname(ovsdbSocket),
    lxcPath: flags.lxcPath ?? (env.OPTOPO_LXC_PATH || (await configuredLxcPath())),
    stateDir: flags.stateDir ?? (env.OPTOPO_STATE_DIR || DEFAULT_STATE_DIR),
  };
}

/** What LXC itself is configured to use; its built-in default where LXC is not installed. */
async function configuredLxcPath(): Promise<string> {
  try {
    const { stdout } = await runCommand('lxc-config', ['lxc.lxcpath']);
    return stdout.trim();
  } catch (error) {
    if (error instanceof OptopoError && error.code === 'unreachable') return '/var/lib/lxc';
    throw error;
  }
}

/** Throws `needs-root` unless this is root: everything that reads or changes the host needs it. */
export function requireRoot(): void {
  if (process.geteuid?.() === 0) return;
  throw new OptopoError('needs-root', 'this needs root', { hint: 'run it with sudo' });
}

/**
 * Refuses an ovs-vswitchd in another network namespace: its taps and ours would not be the same devices, and
 * a running container would read as stopped. Throws `unreachable` also when it does not run at all.
 */
export function requireSameNamespace(host: HostPaths): void {
  const { pid, namespace: theirs } = runningVswitchd(host.ovsRundir);
  const ours = readlinkSync('/proc/self/ns/net');
  if (theirs === ours) return;
  throw new OptopoError(
    'unreachable',
    `ovs-vswitchd (pid ${pid}) runs in another network namespace than optopo`,
    {
      tried: `compare /proc/${pid}/ns/net (${theirs}) with ours (${ours})`,
      hint: `start optopo there: nsenter --net=/proc/${pid}/ns/net optopo …`,
    },
  );
}

/** Pid and network namespace of the running daemon. A zombie still has a name, but no namespace any more. */
function runningVswitchd(rundir: string): { pid: number; namespace: string } {
  const path = join(rundir, 'ovs-vswitchd.pid');
  try {
    const pid = Number.parseInt(readFileSync(path, 'utf8'), 10);
    if (readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'ovs-vswitchd') {
      return { pid, namespace: readlinkSync(`/proc/${pid}/ns/net`) };
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  throw new OptopoError('unreachable', 'ovs-vswitchd is not running', {
    tried: `look for the process that ${path} names`,
    hint: 'start it (Debian: systemctl start openvswitch-switch), or see: optopo doctor',
  });
}
