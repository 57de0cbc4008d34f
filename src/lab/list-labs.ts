import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isRunning, type ProcessRecord } from '../wire/process-record.ts';
import { type Lab, labNamed, labRoot } from './lab.ts';
import { readRecord } from './record.ts';

export type LabState = 'running' | 'broken';

export interface LabSummary {
  lab: Lab;
  state: LabState;
  /** Why it is broken: what does not run, or that it was never opened to the end. */
  missing: string[];
  openedAt: string | null;
  containers: string[];
}

/** All labs of this host, by name. Throws `state-corrupt` for a damaged record. */
export function listLabs(): LabSummary[] {
  if (!existsSync(labRoot())) return [];
  return readdirSync(labRoot(), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => summaryOf(labNamed(entry.name)))
    .sort((one, other) => (one.lab.name < other.lab.name ? -1 : 1));
}

function summaryOf(lab: Lab): LabSummary {
  const record = readRecord(lab);
  const parts: Record<string, ProcessRecord | undefined> = {
    namespace: record?.holder,
    'ovsdb-server': record?.daemons['ovsdb-server'],
    'ovs-vswitchd': record?.daemons['ovs-vswitchd'],
  };
  const missing = Object.entries(parts)
    .filter(([, process]) => process === undefined || !isRunning(process))
    .map(([part]) => part);
  if (missing.length === 0 && !record?.ready) missing.push('end of its start');
  const state = missing.length === 0 ? 'running' : 'broken';
  return { lab, state, missing, openedAt: record?.openedAt ?? null, containers: containersOf(lab) };
}

/** Names of the lab's containers: directories with an LXC config. */
function containersOf(lab: Lab): string[] {
  if (!existsSync(lab.lxcPath)) return [];
  return readdirSync(lab.lxcPath).filter((entry) => existsSync(join(lab.lxcPath, entry, 'config')));
}
