import type { Conflict, Difference } from '../model/plan.ts';
import type { LiveResource, Resource, ResourcePolicy } from '../model/resource.ts';
import type { DiffInput } from '../plugins/contract.ts';
import type { Selection } from './select-targets.ts';

export interface PlanOptions {
  /** Take over declared objects that are there and have no owner. */
  adopt: boolean;
  /** Remove what is owned and no longer declared. */
  prune: boolean;
  /** Delete containers with their data instead of retaining them. */
  deleteData: boolean;
  /** Retain containers whose data would be deleted: what can be undone comes first. */
  keepData?: boolean;
  /** Containers that go with their data although others are retained. */
  deleteDataOf?: readonly string[];
  /** Ids to which the plan is limited; absent: all that the topology declares and owns. */
  targets?: readonly string[];
  /** Containers need not be read where the topology has nothing to do with any. */
  ownLayers?: boolean;
  /** True for an object whose difference is told and not carried out. Pure. */
  hold?(found: HoldQuestion): boolean;
}

/** An object that differs, or that something stands in the way of. */
export interface HoldQuestion {
  id: string;
  conflict: boolean;
  /** What it says itself of its drift; undefined: as its topology says. */
  heal: ResourcePolicy['heal'];
  /** Its container was started or ended, or its entry of `discover` changed: the host has not drifted. */
  wantedAnew: boolean;
}

/** Everything that a plan is made from; making it does no I/O. */
export interface PlanInput {
  topology: string;
  desired: readonly Resource[];
  live: readonly LiveResource[];
  /** What the last apply declared, and what an unfinished one began to. */
  last: readonly Resource[];
  /** The part of `desired` that containers were discovered to need, and what stood in the way of that. */
  discovered?: readonly Resource[];
  undiscovered?: readonly Conflict[];
  /** Ids of what is discovered otherwise than it was remembered, and of what is not any more. */
  discoveredAnew?: ReadonlySet<string>;
  /** Ids of what was discovered for containers that do not run any more. */
  ended?: ReadonlySet<string>;
  diff(input: DiffInput): Difference | null;
  options: PlanOptions;
  /** Other topologies whose inventory is lost; absent: none. */
  lost?: readonly string[];
  /** Objects that the plan may touch; absent: all. Others in `live` and `desired` are only looked at. */
  selection?: Selection | undefined;
}
