import { join, resolve } from 'node:path';
import { OptopoError } from '../model/error.ts';

/** Where the parts of one sandbox are. Everything follows from its name, so that it can always be found. */
export interface Lab {
  name: string;
  /** Network namespace, as `ip netns` lists it. */
  netns: string;
  dir: string;
  /** `OVS_RUNDIR`: the database's socket, pid files, `BRIDGE.mgmt`. */
  rundir: string;
  ovsdbSocket: string;
  database: string;
  logDir: string;
  lxcPath: string;
  stateDir: string;
  /** Holds the `optopo` that commands in the lab find. */
  binDir: string;
  record: string;
}

export type LabDaemon = 'ovsdb-server' | 'ovs-vswitchd';

const NAME = /^[a-z0-9][a-z0-9-]{0,19}$/;
const DEFAULT_ROOT = '/var/lib/optopo-lab';

/** The directory that holds all labs: `OPTOPO_LAB_DIR`, else `/var/lib/optopo-lab`. */
export function labRoot(): string {
  return resolve(process.env.OPTOPO_LAB_DIR ?? DEFAULT_ROOT);
}

/** The lab of that name, whether it is there or not. Throws `usage` for what is no lab's name. */
export function labNamed(name: string): Lab {
  if (!NAME.test(name)) {
    throw new OptopoError('usage', `"${name}" cannot be a lab's name`, {
      hint: 'up to 20 of a-z, 0-9 and -, beginning with a letter or digit',
    });
  }
  const dir = join(labRoot(), name);
  const rundir = join(dir, 'run');
  return {
    ...{ name, dir, rundir, netns: `optopo-${name}` },
    ovsdbSocket: join(rundir, 'db.sock'),
    database: join(dir, 'conf.db'),
    logDir: join(dir, 'log'),
    lxcPath: join(dir, 'lxc'),
    stateDir: join(dir, 'state'),
    binDir: join(dir, 'bin'),
    record: join(dir, 'lab.json'),
  };
}

/** Path of the bound network namespace on the host. */
export function netnsPath(lab: Lab): string {
  return join('/run/netns', lab.netns);
}

/** How the cgroups of this lab's containers begin; no other lab's and no host container's do. */
export function cgroupPrefix(lab: Lab): string {
  return `lxc.payload.${lab.netns}.`;
}
