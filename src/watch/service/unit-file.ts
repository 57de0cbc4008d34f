import { createHash } from 'node:crypto';
import { quoteArgument } from './quote-argument.ts';

export interface UnitOptions {
  /** Absolute paths of node and of the program. */
  node: string;
  program: string;
  /** Behind `watch`. */
  args: readonly string[];
  /** Where git and ssh look for what is the user's. */
  home: string;
  /** Directories that are written to, wherever they are. */
  writes: readonly string[];
  /** The network has to be up before the start: a remote repository. */
  needsNetwork: boolean;
  /** Of the systemd that will read it; `undefined`: not known. */
  systemdVersion: number | undefined;
}

const MARK = '# Written by optopo install-service, hash ';
/** Since when the time between restarts can grow. */
const RESTART_STEPS_SINCE = 254;

/** The unit, below a line by which `recognizeUnit` knows it. */
export function unitFile(options: UnitOptions): string {
  const body = unitBody(options);
  return `${MARK}${hashOf(body)}\n${body}`;
}

/** Whether a file is as we wrote it, ours but changed since, or somebody else's. */
export function recognizeUnit(text: string): 'ours' | 'edited' | 'foreign' {
  const [first = '', ...rest] = text.split('\n');
  if (!first.startsWith(MARK)) return 'foreign';
  return first === `${MARK}${hashOf(rest.join('\n'))}` ? 'ours' : 'edited';
}

function hashOf(body: string): string {
  return createHash('sha256').update(body).digest('hex').slice(0, 16);
}

function unitBody(options: UnitOptions): string {
  return `# Changes of your own belong into a drop-in, which is kept: systemctl edit optopo

[Unit]
Description=optopo: keeps Open vSwitch, containers, network and flows as declared
${orderLines(options)}
# It never gives up: a broken host is mended sooner or later.
StartLimitIntervalSec=0

[Service]
Type=notify
# Messages come from systemd-notify, a child of the daemon.
NotifyAccess=all
ExecStart=${[options.node, options.program, 'watch', ...options.args].map(quoteArgument).join(' ')}
ExecReload=/bin/kill -HUP $MAINPID
Environment=${quoteArgument(`HOME=${options.home}`)}
# Ready is what has converged once; making containers from templates may take long.
TimeoutStartSec=infinity
WatchdogSec=60
Restart=on-failure
${restartLines(options.systemdVersion)}
# Wrong flags, or no root: trying again helps nobody.
RestartPreventExitStatus=64 77
# SIGTERM finishes the running step and leaves the network as it is.
TimeoutStopSec=120
# The daemon alone is ended. Its children may be the monitors of containers, which outlive it; LXC moves them to
# cgroups of their own (lxc.monitor.NAME, lxc.payload.NAME), but not with lxc.cgroup.relative = 1.
KillMode=process
# With lxc.cgroup.relative = 1 containers get cgroups below ours: systemd leaves those alone.
Delegate=yes
# A container that runs out of memory, or makes many processes, is no reason to end or limit the daemon.
OOMPolicy=continue
TasksMax=infinity

# What the daemon may do, its containers may: they inherit its capabilities, seccomp filters, no_new_privs and umask.
# So there is no NoNewPrivileges= (it breaks setuid programs in containers, and AppArmor profiles), no
# SystemCallFilter=, RestrictNamespaces=, RestrictSUIDSGID=, LockPersonality= or UMask=, no PrivateDevices= (mknod),
# and no ProtectKernelTunables= or ProtectControlGroups= (sysctls of the network; cgroups of containers).
# Denied is what LXC denies to containers anyway, and what is not needed to start them.
CapabilityBoundingSet=~CAP_SYS_MODULE CAP_SYS_RAWIO CAP_SYS_TIME CAP_WAKE_ALARM CAP_SYS_PACCT
# /usr, /boot and /etc are read-only, /home and /root too. A container that is given a directory of those to write to
# (lxc.mount.entry) needs ProtectHome=no in a drop-in. /tmp stays the host's, for the same reason.
ProtectSystem=full
ProtectHome=read-only
${writeLines(options.writes)}
[Install]
WantedBy=multi-user.target
`;
}

/** Behind these, so that it is ended before them: a shutdown is not healed. */
function orderLines({ needsNetwork }: UnitOptions): string {
  const after = ['network.target', 'openvswitch-switch.service', 'ovs-vswitchd.service'];
  after.push('lxc.service', 'lxc-net.service');
  const wants = ['openvswitch-switch.service'];
  if (needsNetwork) {
    after.push('network-online.target');
    wants.push('network-online.target');
  }
  return `After=${after.join(' ')}\nWants=${wants.join(' ')}`;
}

function restartLines(version: number | undefined): string {
  if (version === undefined || version < RESTART_STEPS_SINCE) return 'RestartSec=5';
  return 'RestartSec=1\nRestartSteps=8\nRestartMaxDelaySec=300';
}

/** A path with `-` before it need not be there yet. */
function writeLines(writes: readonly string[]): string {
  return writes.map((path) => `ReadWritePaths=${quoteArgument(`-${path}`)}\n`).join('');
}
