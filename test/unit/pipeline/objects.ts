import type { JsonObject } from '../../../src/model/json.ts';
import {
  DEFAULT_POLICY,
  type Dependency,
  type LiveResource,
  type PluginName,
  type Resource,
  type ResourceKind,
  type ResourcePolicy,
} from '../../../src/model/resource.ts';
import type { PlanInput } from '../../../src/pipeline/plan-input.ts';
import { compareFields, type FieldRules } from '../../../src/plugins/field-rules.ts';

const PLUGIN_OF: Record<ResourceKind, PluginName> = {
  bridge: 'ovs',
  port: 'ovs',
  link: 'netlink',
  address: 'netlink',
  route: 'netlink',
  container: 'lxc',
  flow: 'openflow',
};

/** One field of each kind of comparison, as real plugins declare them. */
export const RULES: FieldRules = {
  tag: { compare: 'scalar', default: null, change: 'update', disruption: 'none' },
  type: { compare: 'scalar', default: null, change: 'replace', disruption: 'brief' },
  hostname: { compare: 'scalar', default: null, change: 'update', disruption: 'restart' },
  state: { compare: 'scalar', default: 'up', change: 'update', disruption: 'restart' },
  trunks: { compare: 'set', default: [], change: 'update', disruption: 'none' },
  external_ids: { compare: 'map', default: {}, change: 'update', disruption: 'none' },
  template: { compare: 'scalar', default: null, change: 'replace', disruption: 'restart' },
};

function kindOf(id: string): ResourceKind {
  return id.slice(0, id.indexOf('/')) as ResourceKind;
}

/** A declared object; `needs` are dependencies that replace it when rebuilt, unless said otherwise. */
export function declared(
  id: string,
  attributes: JsonObject = {},
  needs: (string | Dependency)[] = [],
  policy: Partial<ResourcePolicy> = {},
): Resource {
  const kind = kindOf(id);
  return {
    id,
    kind,
    plugin: PLUGIN_OF[kind],
    name: id.slice(id.indexOf('/') + 1),
    attributes,
    dependsOn: needs.map((need) => (typeof need === 'string' ? { on: need, whenRebuilt: 'replace' } : need)),
    policy: { ...DEFAULT_POLICY, ...policy },
    source: { file: 't.yaml', line: 7, column: 3 },
  };
}

/** A live object, owned by `net` unless said otherwise. */
export function live(id: string, parts: Partial<LiveResource> = {}): LiveResource {
  const kind = kindOf(id);
  return {
    id,
    kind,
    plugin: PLUGIN_OF[kind],
    name: id.slice(id.indexOf('/') + 1),
    attributes: {},
    owner: 'net',
    adopted: false,
    retained: false,
    system: false,
    parent: null,
    dependsOn: [],
    faults: [],
    ...parts,
  };
}

/** The input of a plan for topology `net` with pruning on, nothing adopted and no data deleted. */
export function planInput(parts: Partial<PlanInput>): PlanInput {
  return {
    topology: 'net',
    desired: [],
    live: [],
    last: [],
    diff: (input) => compareFields(RULES, input),
    options: { adopt: false, prune: true, deleteData: false },
    ...parts,
  };
}
