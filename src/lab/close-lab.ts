import { existsSync, readFileSync, statfsSync, statSync } from 'node:fs';
import { OptopoError } from '../model/error.ts';
import { isRunning } from '../wire/process-record.ts';
import { processesInCgroups, removeCgroups } from './cgroups.ts';
import { type Lab, labNamed, netnsPath } from './lab.ts';
import { endProcesses, netnsOf, processesInNetns } from './processes.ts';
import { type LabRecord, readRecord } from './record.ts';
import { requireRoot, runTool } from './tools.ts';

/** statfs(2): what the file of a network namespace is on, while it is bound. */
const NSFS_MAGIC = 0x6e736673;
const REMOVE_TIMEOUT_MS = 120_000;

/**
 * Takes a lab down, whole or not: its processes (containers and whatever runs in its namespaces included), cgroups,
 * namespace and files. False when there is none. Everything is found by the lab's own namespace, the prefix
 * of its cgroups and the recorded processes, so that nothing of another lab or of the host can be meant.
 * Throws `refused` when called from inside the lab, or when something is mounted below its directory.
 */
export async function closeLab(name: string): Promise<boolean> {
  const lab = labNamed(name);
  requireRoot();
  if (!existsSync(lab.dir)) return false;
  refuseMountsBelow(lab);
  const record = readRecord(lab);
  if (record) {
    const namespaces = labNamespaces(lab, record);
    await endProcesses(() => [...new Set([...processesInNetns(namespaces), ...processesInCgroups(lab)])]);
    await removeCgroups(lab);
    if (existsSync(netnsPath(lab))) await runTool('ip', ['netns', 'delete', lab.netns]);
  }
  // `rm`: file names of a root file system need not be UTF-8, and it does not leave the file system.
  await runTool('rm', ['-rf', '--one-file-system', '--', lab.dir], { timeoutMs: REMOVE_TIMEOUT_MS });
  return true;
}

/**
 * The lab's network namespace: the bound one, and, should someone have taken that name away, the one that the
 * recorded processes are in. Never the host's, nor the caller's.
 */
function labNamespaces(lab: Lab, record: LabRecord): Set<number> {
  const found = new Set<number>();
  const path = netnsPath(lab);
  if (existsSync(path) && statfsSync(path).type === NSFS_MAGIC) found.add(statSync(path).ino);
  for (const process of [record.holder, ...Object.values(record.daemons)]) {
    const namespace = process && isRunning(process) ? netnsOf(process.pid) : undefined;
    if (namespace !== undefined) found.add(namespace);
  }
  if (found.has(netnsOf('self') ?? -1)) {
    throw new OptopoError('refused', `the lab "${lab.name}" cannot be taken down from inside it`);
  }
  found.delete(netnsOf(1) ?? -1);
  return found;
}

function refuseMountsBelow(lab: Lab): void {
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8').split('\n');
  const below = mounts
    .map((line) => line.split(' ')[4] ?? '')
    .filter((point) => point.startsWith(`${lab.dir}/`));
  if (below.length === 0) return;
  throw new OptopoError('refused', `something is mounted in the lab "${lab.name}": ${below.join(', ')}`, {
    hint: `umount ${below.join(' ')}`,
  });
}
