import { join } from 'node:path';
import { OptopoError } from '../model/error.ts';
import { readFileIfPresent } from '../wire/durable-file.ts';
import { isRunning, type ProcessRecord, recordProcess } from '../wire/process-record.ts';
import type { Lab, LabDaemon } from './lab.ts';
import { runInLab } from './lab-command.ts';
import { readRecord, updateRecord } from './record.ts';
import { runTool } from './tools.ts';

const SCHEMA = '/usr/share/openvswitch/vswitch.ovsschema';
const START_TIMEOUT_MS = 20_000;

/**
 * The row that `ovs-vsctl init` would insert. One thread of each kind: a lab is small, and several run at once.
 */
const INIT = [
  'Open_vSwitch',
  {
    op: 'insert',
    table: 'Open_vSwitch',
    row: {
      other_config: [
        'map',
        [
          ['n-handler-threads', '1'],
          ['n-revalidator-threads', '1'],
        ],
      ],
    },
  },
];

/** Makes the empty database. */
export async function createDatabase(lab: Lab): Promise<void> {
  await runTool('ovsdb-tool', ['create', lab.database, SCHEMA]);
  await runTool('ovsdb-tool', ['transact', lab.database, JSON.stringify(INIT)]);
}

/** Starts one of the lab's daemons and remembers it. Returns when it serves. */
export async function startDaemon(lab: Lab, daemon: LabDaemon, signal?: AbortSignal): Promise<ProcessRecord> {
  const target =
    daemon === 'ovsdb-server'
      ? [lab.database, `--remote=punix:${lab.ovsdbSocket}`]
      : [`unix:${lab.ovsdbSocket}`];
  const flags = ['--pidfile', '--detach', '--log-file', '-vconsole:off'];
  await runInLab(lab, [daemon, ...target, ...flags], {
    timeoutMs: START_TIMEOUT_MS,
    ...(signal ? { signal } : {}),
  });
  const started = recordProcess(Number(readFileIfPresent(join(lab.rundir, `${daemon}.pid`))));
  if (started === undefined)
    throw new OptopoError('command-failed', `${daemon} ended right after its start`, {
      hint: `see ${lab.logDir}`,
    });
  updateRecord(lab, { daemons: { ...readRecord(lab)?.daemons, [daemon]: started } });
  return started;
}

/** The daemon's process while it runs. */
export function runningDaemon(lab: Lab, daemon: LabDaemon): ProcessRecord | undefined {
  const recorded = readRecord(lab)?.daemons[daemon];
  return recorded && isRunning(recorded) ? recorded : undefined;
}
