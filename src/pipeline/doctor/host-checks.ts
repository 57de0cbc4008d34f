import { accessSync, constants, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { toOptopoError } from '../../model/error.ts';
import type { HostPaths } from '../../plugins/contract.ts';
import { connectOvsdb } from '../../wire/ovsdb/client.ts';
import { selectTables } from '../../wire/ovsdb/select-tables.ts';
import { requireSameNamespace } from '../host.ts';
import { type Check, ok, problem } from './check.ts';

/** Whether we may do what is needed: root, and the directories that are written. */
export function checkPermissions(host: HostPaths): Check[] {
  const root = process.geteuid?.() === 0;
  return [
    root ? ok('root', 'yes') : problem('root', 'failed', 'not root', 'run it with sudo'),
    checkWritable('state directory', host.stateDir),
    checkWritable('LXC path', host.lxcPath),
  ];
}

function checkWritable(name: string, directory: string): Check {
  let existing = directory;
  while (!existsSync(existing) && existing !== dirname(existing)) existing = dirname(existing);
  try {
    accessSync(existing, constants.W_OK);
    return ok(name, existing === directory ? directory : `${directory} (made when needed)`);
  } catch {
    return problem(
      name,
      'failed',
      `${existing} cannot be written`,
      'run it with sudo, or choose another one',
    );
  }
}

/** Which cgroup hierarchies hold the limits of containers. */
export function checkCgroups(): Check {
  if (existsSync('/sys/fs/cgroup/cgroup.controllers')) return ok('cgroups', 'version 2');
  if (existsSync('/sys/fs/cgroup/memory')) return ok('cgroups', 'version 1');
  return problem(
    'cgroups',
    'warning',
    'not mounted here: containers get no limits (`ip netns exec` hides them)',
    'mount -t cgroup2 none /sys/fs/cgroup, or enter the namespace with nsenter --net',
  );
}

/** Whether the daemons answer, in our namespace, and which datapaths they offer. */
export async function checkOpenVswitch(host: HostPaths, signal: AbortSignal): Promise<Check[]> {
  return [await checkDatabase(host, signal), checkDaemon(host)].flat();
}

function checkDaemon(host: HostPaths): Check {
  try {
    requireSameNamespace(host);
    return ok('ovs-vswitchd', 'runs in this network namespace');
  } catch (thrown) {
    const error = toOptopoError(thrown);
    return problem(
      'ovs-vswitchd',
      'failed',
      error.message,
      error.hint ?? 'systemctl start openvswitch-switch',
    );
  }
}

async function checkDatabase(host: HostPaths, signal: AbortSignal): Promise<Check[]> {
  try {
    const client = await connectOvsdb(host.ovsdbSocket, { signal });
    try {
      const columns = ['ovs_version', 'datapath_types'];
      const tables = await selectTables(client, { Open_vSwitch: columns }, { signal });
      const [row] = tables.Open_vSwitch;
      const version = typeof row?.ovs_version === 'string' ? row.ovs_version : 'of unknown version';
      return [
        ok('OVSDB', `${host.ovsdbSocket}, Open vSwitch ${version}`),
        datapathCheck(row?.datapath_types),
      ];
    } finally {
      client.close();
    }
  } catch (thrown) {
    const error = toOptopoError(thrown);
    return [problem('OVSDB', 'failed', error.message, error.hint ?? 'systemctl start openvswitch-switch')];
  }
}

/** `datapath_type: system` needs the kernel's module; ovs-vswitchd offers the type even without it. */
function datapathCheck(offered: unknown): Check {
  const types = Array.isArray(offered) ? offered.join(', ') : String(offered);
  if (existsSync('/sys/module/openvswitch')) return ok('datapath', `kernel and userspace (${types})`);
  return problem(
    'datapath',
    'warning',
    'userspace only: the kernel module openvswitch is not loaded',
    'modprobe openvswitch, or declare datapath_type: netdev',
  );
}
