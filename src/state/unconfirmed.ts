import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';
import type { DiscoverTemplate } from '../model/discover.ts';
import type { Resource } from '../model/resource.ts';
import type { ProcessRecord } from '../wire/process-record.ts';

/** What a host goes back to, kept as it is: the last converged apply, and what the new one found of others. */
export interface Previous {
  resources: Resource[];
  discover?: DiscoverTemplate[];
  hash: string | null;
  /** Objects that the new apply takes over or changes without owning them, as they were. */
  foreign: Resource[];
  /** Containers that the new apply makes: going back deletes them, with the data that is younger than it. */
  created: string[];
  /** Ids to which the new apply is limited, and so the way back; absent: all. */
  targets?: string[];
}

/** An apply that is kept only when it is confirmed in time. */
export interface Unconfirmed {
  /** Tells this apply apart from a later one that waits as well. */
  id: string;
  /** Seconds that the user asked for. */
  timeout: number;
  /** ISO time, for people and for after a reboot. */
  deadline: string;
  /** The same moment in seconds since that boot: what counts while the host runs, whatever its clock is set to. */
  deadlineUptime: number;
  bootId: string;
  /** The process that goes back by itself. */
  timer: ProcessRecord;
  /** True once the apply has converged and was verified: only then it can be confirmed. */
  verified: boolean;
  previous: Previous;
}

/** Now, on the clocks that deadlines are kept on. */
export interface Clock {
  /** Milliseconds since 1970. */
  wall: number;
  /** Seconds since boot, suspension included. */
  uptime: number;
  bootId: string;
}

/** Reads this host's clocks. */
export function readClock(): Clock {
  return { wall: Date.now(), uptime: uptime(), bootId: readBootId() };
}

/** What tells this boot of the host from every other one (random(4)). */
export function readBootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
}

/** The fields of a deadline in `timeout` seconds. */
export function deadlineIn(
  timeout: number,
  clock: Clock,
): Pick<Unconfirmed, 'deadline' | 'deadlineUptime' | 'bootId'> {
  return {
    deadline: new Date(clock.wall + timeout * 1_000).toISOString(),
    deadlineUptime: clock.uptime + timeout,
    bootId: clock.bootId,
  };
}

/** Milliseconds until the deadline; zero or less when it has passed. */
export function timeLeftMs(unconfirmed: Unconfirmed, clock: Clock): number {
  if (unconfirmed.bootId !== clock.bootId) return Date.parse(unconfirmed.deadline) - clock.wall;
  return (unconfirmed.deadlineUptime - clock.uptime) * 1_000;
}

/** The time left as people read it. */
export function timeLeftText(unconfirmed: Unconfirmed, clock: Clock): string {
  return `${Math.max(0, Math.ceil(timeLeftMs(unconfirmed, clock) / 1_000))} s`;
}
