import { existsSync } from 'node:fs';
import { OptopoError } from '../model/error.ts';
import { findOnPath } from '../wire/find-on-path.ts';
import { type CommandOptions, type CommandResult, runCommand } from '../wire/subprocess.ts';

/** Debian's packages by the programs of theirs that a lab needs. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  'openvswitch-switch': ['ovsdb-server', 'ovs-vswitchd', 'ovsdb-tool', 'ovs-ofctl'],
  lxc: ['lxc-start', 'lxc-create', 'lxc-info'],
  iproute2: ['ip'],
  'util-linux': ['nsenter', 'unshare'],
};

/** The directories of administrators' tools, which `su` without `-` leaves out, and those of all others. */
const TOOL_DIRECTORIES = ['/usr/local/sbin', '/usr/sbin', '/sbin', '/usr/local/bin', '/usr/bin', '/bin'];

/** A `PATH` that also has these directories. */
export function toolPath(): string {
  const given = (process.env.PATH ?? '').split(':').filter((entry) => entry !== '');
  return [...given, ...TOOL_DIRECTORIES.filter((entry) => !given.includes(entry))].join(':');
}

/** Runs one of the host's tools; errors as of `runCommand`. */
export function runTool(
  file: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  return runCommand(file, args, { ...options, env: { PATH: toolPath(), ...options.env } });
}

/** Throws `needs-root` unless root runs this. */
export function requireRoot(): void {
  if (process.geteuid?.() !== 0) throw new OptopoError('needs-root', 'a lab needs root');
}

/** Throws `unreachable` and names the packages when this host lacks what a lab needs. */
export function requireTools(): void {
  const missing = Object.keys(PACKAGES).filter((name) => !(PACKAGES[name] ?? []).every(isInstalled));
  if (missing.length > 0) {
    throw new OptopoError('unreachable', `a lab needs Debian's ${missing.join(', ')}`, {
      hint: 'in a clone of optopo, this installs them without starting anything: npm run setup',
    });
  }
  if (!existsSync('/dev/net/tun')) {
    throw new OptopoError('unreachable', 'this host has no /dev/net/tun, which Open vSwitch needs', {
      hint: 'modprobe tun; in a container, let it have the device',
    });
  }
}

function isInstalled(program: string): boolean {
  return findOnPath(program, TOOL_DIRECTORIES) !== undefined;
}
