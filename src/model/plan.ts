import { isJsonObject, type Json, type JsonObject } from './json.ts';
import type { FieldChange, LiveResource, PluginName, Resource } from './resource.ts';
import type { Diagnostic } from './source.ts';

export type ChangeAction = 'create' | 'update' | 'replace' | 'delete' | 'adopt' | 'release' | 'retain';

/** What a change does to traffic: nothing, a short gap, or a container's restart. Ordered by weight. */
export type Disruption = 'none' | 'brief' | 'restart';

/** What a plugin found when it compared one declared object with the live one. */
export interface Difference {
  action: 'create' | 'update' | 'replace';
  reason: string;
  fields: FieldChange[];
  disruption: Disruption;
}

/** One line of a plan. */
export interface Change {
  id: string;
  plugin: PluginName;
  action: ChangeAction;
  reason: string;
  fields: FieldChange[];
  disruption: Disruption;
  desired: Resource | null;
  live: LiveResource | null;
}

/** A container's data is gone for good; everything else can be made again as it was. */
export function isIrreversible({ action, live }: Change): boolean {
  return live?.kind === 'container' && (action === 'delete' || action === 'replace');
}

export type StepOperation = 'create' | 'update' | 'delete' | 'adopt' | 'release' | 'retain';

/** The smallest thing that is done, failed, skipped or undone. A `replace` is a delete and a create step. */
export interface Step {
  /** `operation:id`, unique in a plan. */
  key: string;
  id: string;
  plugin: PluginName;
  operation: StepOperation;
  /** The topology in whose name it is done: the mark that is written. */
  owner: string;
  /** create, adopt: all fields to be there afterwards. update: all declared fields. Others: empty. */
  attributes: JsonObject;
  /** update, adopt: what to write, resets to the default included (`after` is then that default). */
  fields: FieldChange[];
  /** The object before, where there is one. */
  live: LiveResource | null;
  desired: Resource | null;
  /** update of a container: it must be restarted for the change (or for a rebuilt port) to take effect. */
  restart: boolean;
  /** delete of a container: its data too. */
  deleteData: boolean;
  /** Keys of the steps that must be done before. */
  after: string[];
}

export interface Conflict {
  id: string;
  owner: string | null;
  file: string;
  line: number;
  column: number;
  message: string;
}

/** A difference that is told and not carried out. */
export interface Held {
  id: string;
  reason: string;
  fields: FieldChange[];
  desired: Resource | null;
  live: LiveResource | null;
  /** Something stands in the way of it. */
  conflict: boolean;
}

/** The whole answer to "what would apply do". Pure data, made without I/O. */
export interface Plan {
  topology: string;
  changes: Change[];
  steps: Step[];
  unmanaged: LiveResource[];
  conflicts: Conflict[];
  /** What the options say to leave alone; absent where they say nothing. */
  held?: Held[];
  warnings: Diagnostic[];
  /** Ids to which it is limited, as they were named; absent for a whole plan. */
  targeted?: readonly string[];
  /** Ids that come and go with containers that others start and stop: their coming and going is no fight. */
  comesAndGoes?: readonly string[];
  /** What `discover` came to with the containers that run: part of what is declared. */
  discovered?: readonly Resource[];
}

export type StepStatus = 'done' | 'failed' | 'skipped' | 'undone';

/** A value as people read it in a plan: as YAML's flow style would write it, strings bare. */
export function displayValue(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(displayValue).join(', ')}]`;
  if (!isJsonObject(value)) return value === null ? 'none' : String(value);
  const entries = Object.entries(value).filter(([, entry]) => !isEmptyMap(entry));
  return `{ ${entries.map(([key, entry]) => `${key}: ${displayValue(entry)}`).join(', ')} }`;
}

function isEmptyMap(value: Json): boolean {
  return isJsonObject(value) && Object.keys(value).length === 0;
}
