import { findOnPath } from '../../wire/find-on-path.ts';
import { type Check, ok, problem } from './check.ts';

/** Programs that are run, the Debian package of each, and whether anything works without it. */
const TOOLS: readonly { tool: string; package: string; without: 'failed' | 'warning' }[] = [
  { tool: 'ovsdb-server', package: 'openvswitch-switch', without: 'failed' },
  { tool: 'ovs-vswitchd', package: 'openvswitch-switch', without: 'failed' },
  { tool: 'ovs-ofctl', package: 'openvswitch-switch', without: 'failed' },
  { tool: 'ovs-appctl', package: 'openvswitch-switch', without: 'warning' },
  { tool: 'ip', package: 'iproute2', without: 'failed' },
  { tool: 'flock', package: 'util-linux', without: 'failed' },
  { tool: 'nsenter', package: 'util-linux', without: 'failed' },
  { tool: 'lxc-create', package: 'lxc', without: 'failed' },
  { tool: 'lxc-start', package: 'lxc', without: 'failed' },
  { tool: 'ethtool', package: 'ethtool', without: 'failed' },
  { tool: 'ping', package: 'iputils-ping', without: 'warning' },
  { tool: 'git', package: 'git', without: 'warning' },
  { tool: 'busybox', package: 'busybox-static', without: 'warning' },
];

/** Debian keeps daemons where an ordinary PATH does not look. */
const DAEMON_DIRECTORIES = ['/usr/sbin', '/sbin', '/usr/local/sbin'];

/** Whether each program is on PATH. */
export function checkTools(): Check[] {
  return TOOLS.map(({ tool, package: name, without }) => {
    const path = findOnPath(tool, DAEMON_DIRECTORIES);
    if (path !== undefined) return ok(tool, path);
    return problem(tool, without, 'is not installed', `apt install ${name}`);
  });
}
