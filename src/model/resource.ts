import type { Json, JsonObject } from './json.ts';
import type { SourceLocation } from './source.ts';

export type PluginName = 'ovs' | 'netlink' | 'lxc' | 'openflow';
export type ResourceKind = 'bridge' | 'port' | 'link' | 'address' | 'route' | 'container' | 'flow';

/**
 * What must be there first, and what happens to this object when that one is rebuilt (created anew,
 * replaced, or, for a container, restarted) in the same plan although this one is there and equal:
 * `replace` it, `restart` it (containers), or `keep` it.
 */
export interface Dependency {
  on: string;
  whenRebuilt: 'replace' | 'restart' | 'keep';
}

/** What the topology says beside the fields of an object. */
export interface ResourcePolicy {
  /** Take over an object that is there and has no owner. */
  adopt: boolean;
  /** It must exist, is used, and is never changed, created or deleted. */
  external: boolean;
  /** Its absence on the host is no error: nothing is done for it until it appears. */
  optional: boolean;
  /** Declared, and not to be there now: a veth port has no device while its container is stopped. */
  withheld: boolean;
  /** It comes and goes with a container that others start and stop. */
  comesAndGoes?: true;
  /** The run of the container that it was discovered for: in another run it is wanted anew. */
  run?: string;
  /** It exists already, its declared fields are managed, but it is never owned (a link without `kind`). */
  unowned: boolean;
  /** What a container no longer declared becomes. */
  onRemove: 'retain' | 'destroy';
  /** Whether `watch` repairs its drift or only tells it; absent: as the topology says. */
  heal?: 'enforce' | 'report';
  /** Attributes that are set when the object is made and when they are declared anew, and never compared else. */
  ignore?: readonly string[];
}

/** One object that a topology declares, as its plugin takes it. Only declared fields are in `attributes`. */
export interface Resource {
  id: string;
  kind: ResourceKind;
  plugin: PluginName;
  name: string;
  attributes: JsonObject;
  dependsOn: Dependency[];
  policy: ResourcePolicy;
  source: SourceLocation;
}

/** Something about a live object that no field shows, and that only doing it anew or a restart mends. */
export interface Fault {
  code: string;
  /** For people: what is wrong. */
  message: string;
  mend: 'replace' | 'restart' | 'update';
  /** Id of another object that has to be made anew for it. */
  rebuild?: string;
}

/** One object as it was read from the host. */
export interface LiveResource {
  id: string;
  kind: ResourceKind;
  plugin: PluginName;
  name: string;
  /** Every field that a topology could declare for it, read back, complete enough to create it again. */
  attributes: JsonObject;
  /** The topology that its mark, or the inventory, names; `null` for what nobody marked. */
  owner: string | null;
  /** It was there before its owner took it over: released, never deleted. */
  adopted: boolean;
  /** A container whose topology no longer declares it, kept with its data. */
  retained: boolean;
  /** Made by the system itself (OVS's own default flow, kernel routes): never "unmanaged", never touched. */
  system: boolean;
  /** The object that contains it: foreign ones are listed as unmanaged beside an owned parent only. */
  parent: string | null;
  /** Ids that have to outlive it, for the order of deletion. */
  dependsOn: string[];
  faults: Fault[];
  /** An optional object whose device is not there: nothing is done for it until it appears. */
  absent?: boolean;
}

/** One field that differs. Map entries are named `external_ids:key`. `undefined`/absent reads as `null`. */
export interface FieldChange {
  field: string;
  before: Json;
  after: Json;
}

export const DEFAULT_POLICY: ResourcePolicy = {
  adopt: false,
  external: false,
  optional: false,
  withheld: false,
  unowned: false,
  onRemove: 'retain',
};
