import type { DocumentPath } from '../document/node.ts';
import type { Json, JsonObject } from '../model/json.ts';
import {
  DEFAULT_POLICY,
  type Dependency,
  type PluginName,
  type Resource,
  type ResourceKind,
  type ResourcePolicy,
} from '../model/resource.ts';
import type { SourceLocation } from '../model/source.ts';
import type { Scope } from './scope.ts';

const PLUGINS: Readonly<Record<ResourceKind, PluginName>> = {
  bridge: 'ovs',
  port: 'ovs',
  link: 'netlink',
  address: 'netlink',
  route: 'netlink',
  container: 'lxc',
  flow: 'openflow',
};

export interface ResourceParts {
  id: string;
  kind: ResourceKind;
  name: string;
  /** Undefined ones are not declared and left out. */
  attributes: Record<string, Json | undefined>;
  dependsOn?: Dependency[];
  policy?: Partial<ResourcePolicy>;
  source: SourceLocation;
}

export function makeResource(parts: ResourceParts): Resource {
  const { id, kind, name, source } = parts;
  const attributes: JsonObject = {};
  for (const [field, value] of Object.entries(parts.attributes)) {
    if (value !== undefined) attributes[field] = value;
  }
  const policy = { ...DEFAULT_POLICY, ...parts.policy };
  return {
    id,
    kind,
    plugin: PLUGINS[kind],
    name,
    attributes,
    dependsOn: parts.dependsOn ?? [],
    policy,
    source,
  };
}

/**
 * A map as OVSDB keeps it: text to text. An entry that is null is not declared any more; a map that is null
 * is empty: both take off what an earlier apply set.
 */
export function textMap(
  scope: Scope,
  path: DocumentPath,
  map: Readonly<Record<string, unknown>> | null | undefined,
): JsonObject | undefined {
  if (map === undefined) return undefined;
  const entries = Object.entries(map ?? {}).filter(([, value]) => value !== null);
  return Object.fromEntries(entries.map(([key]) => [key, scope.textAt([...path, key])]));
}

/** The MTU, under either of its two names; both at once are a mistake. */
export function mtuOf(
  scope: Scope,
  path: DocumentPath,
  fields: { mtu?: number | null; mtu_request?: number | null },
): number | null | undefined {
  if (fields.mtu !== undefined && fields.mtu_request !== undefined) {
    scope.diagnostics.error(
      scope.keyAt([...path, 'mtu_request']),
      'mtu and mtu_request mean the same; give one',
    );
  }
  return fields.mtu === undefined ? fields.mtu_request : fields.mtu;
}
