import { channel } from 'node:diagnostics_channel';
import { type ProcessRecord, recordProcess } from './process-record.ts';

/** A child that changes the host: it works on when we are killed, so that somebody has to know of it. */
export interface ChildProcess extends ProcessRecord {
  argv: readonly string[];
}

/** The channel on which each such child is published the moment it runs. Subscribers must not throw. */
export const CHILDREN = channel('optopo:child');

/** Publishes a child that was just started; one that has ended already is nobody's concern. */
export function publishChild(pid: number | undefined, argv: readonly string[]): void {
  if (!CHILDREN.hasSubscribers || pid === undefined) return;
  const record = recordProcess(pid);
  if (record) CHILDREN.publish({ ...record, argv } satisfies ChildProcess);
}
