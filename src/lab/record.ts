import { renameSync, writeFileSync } from 'node:fs';
import { OptopoError } from '../model/error.ts';
import { readFileIfPresent } from '../wire/durable-file.ts';
import type { ProcessRecord } from '../wire/process-record.ts';
import type { Lab, LabDaemon } from './lab.ts';

/** What `lab.json` remembers of a lab: what its name does not tell. */
export interface LabRecord {
  version: 1;
  name: string;
  netns: string;
  /** ISO 8601. */
  openedAt: string;
  /** False until everything runs: such a lab can only be taken down. */
  ready: boolean;
  /** The process that keeps the mount namespace. */
  holder?: ProcessRecord;
  daemons: Partial<Record<LabDaemon, ProcessRecord>>;
}

/** The lab's record; `undefined` when it was never opened so far. Throws `state-corrupt`. */
export function readRecord(lab: Lab): LabRecord | undefined {
  const text = readFileIfPresent(lab.record);
  if (text === undefined) return undefined;
  try {
    return checked(JSON.parse(text));
  } catch (cause) {
    throw new OptopoError('state-corrupt', `${lab.record} is damaged`, { cause });
  }
}

function checked(value: unknown): LabRecord {
  const record = value as LabRecord;
  if (record.version !== 1 || typeof record.daemons !== 'object') throw new Error('not a version 1 record');
  return record;
}

/** Writes the record whole or not at all. */
export function writeRecord(lab: Lab, record: LabRecord): void {
  const next = `${lab.record}.next`;
  writeFileSync(next, `${JSON.stringify(record, null, 2)}\n`);
  renameSync(next, lab.record);
}

/** Changes some entries of the record of a lab that is there. */
export function updateRecord(lab: Lab, changes: Partial<LabRecord>): LabRecord {
  const record = readRecord(lab);
  if (record === undefined) throw new OptopoError('not-found', `there is no lab "${lab.name}"`);
  const changed = { ...record, ...changes };
  writeRecord(lab, changed);
  return changed;
}
