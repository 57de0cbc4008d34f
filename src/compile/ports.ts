import type { DocumentPath } from '../document/node.ts';
import type { Port } from '../document/topology.generated.ts';
import { bridgeId, containerId, portId } from '../model/ids.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { Resource } from '../model/resource.ts';
import { addressResources } from './address-resources.ts';
import type { AddressBook } from './addresses.ts';
import type { DeclaredPort } from './declared-ports.ts';
import type { Device } from './devices.ts';
import { makeResource, mtuOf, type ResourceParts, textMap } from './make-resource.ts';
import type { Scope } from './scope.ts';
import { healPolicy, watchPolicy } from './watch-policy.ts';

/** The key under which a shortened name's full one is kept. */
export const FULL_NAME_KEY = 'optopo-name';

/** All ports, those of containers included, and the addresses on those that stay on the host. */
export function compilePorts(
  scope: Scope,
  book: AddressBook,
  ports: readonly DeclaredPort[],
  devices: ReadonlyMap<string, Device>,
): Resource[] {
  checkRequestedNumbers(scope, ports);
  return ports.flatMap((port) =>
    port.container === undefined
      ? hostPort(scope, book, port, port.fields as Port, devices)
      : [containerPort(scope, port, port.container)],
  );
}

function hostPort(
  scope: Scope,
  book: AddressBook,
  port: DeclaredPort,
  fields: Port,
  devices: ReadonlyMap<string, Device>,
): Resource[] {
  const { path } = port;
  const type = fields.type ?? 'system';
  const optional = fields.optional ?? false;
  const external = fields.external ?? false;
  if (optional && type === 'internal') {
    scope.error(
      [...path, 'optional'],
      'an internal port is made by Open vSwitch: only a system port can be optional',
    );
  }
  const links = (devices.get(port.device)?.ids ?? []).filter((id) => id.startsWith('link/'));
  const resource = bridgePort(scope, port, {
    attributes: {
      type,
      hwaddr: hardwareAddress(scope, book, port, fields),
      state: external ? fields.state : (fields.state ?? stateOfLink(scope, port) ?? 'up'),
    },
    dependsOn: links.map((on) => ({ on, whenRebuilt: 'replace' })),
    policy: { adopt: fields.adopt ?? false, external, optional, ...watchPolicy(scope, path, 'port', fields) },
  });
  const { heal } = fields;
  const device = {
    ...{ name: port.device, ids: [...links, resource.id], external, optional },
    ...(heal ? { heal } : {}),
  };
  return [resource, ...addressResources(scope, book, path, device, fields.addresses)];
}

function containerPort(
  scope: Scope,
  port: DeclaredPort,
  container: NonNullable<DeclaredPort['container']>,
): Resource {
  const { fields, path } = port;
  const isVeth = container.networkType === 'veth';
  if (!isVeth && fields.state !== undefined) {
    scope.error(
      [...path, 'state'],
      'the port lives inside the container: state is for the host end of a veth',
    );
  }
  return bridgePort(scope, port, {
    attributes: {
      ...containerFields(container.name, container.networkType),
      state: isVeth && !container.external ? (fields.state ?? 'up') : undefined,
    },
    dependsOn: isVeth ? [{ on: containerId(container.name), whenRebuilt: 'replace' }] : [],
    policy: {
      adopt: (fields.adopt ?? false) || container.adopt,
      external: container.external,
      // The pair is there only while the container runs.
      ...healPolicy(container.heal),
      ...watchPolicy(scope, path, 'interface', fields),
      withheld: isVeth && scope.document.containers?.[container.name]?.state === 'stopped',
    },
  });
}

/** A port with what its bridge knows of it, whatever stands behind it; `parts` say that. */
export function bridgePort(
  scope: Scope,
  port: DeclaredPort,
  parts: Pick<ResourceParts, 'attributes' | 'dependsOn' | 'policy'>,
): Resource {
  return makeResource({
    ...parts,
    id: portId(port.name),
    kind: 'port',
    name: port.name,
    attributes: { ...switchFields(scope, port), ...parts.attributes },
    dependsOn: [{ on: bridgeId(port.bridge), whenRebuilt: 'replace' }, ...(parts.dependsOn ?? [])],
    source: port.at,
  });
}

/** What a port is by the container behind it, be it declared or discovered. */
export function containerFields(container: string, networkType: 'socket' | 'veth'): JsonObject {
  const type = networkType === 'veth' ? 'system' : 'internal';
  return { type, container, network_type: networkType };
}

function switchFields(scope: Scope, port: DeclaredPort): Record<string, Json | undefined> {
  const { fields, path, fullName } = port;
  const ids = textMap(scope, [...path, 'external_ids'], fields.external_ids);
  const external_ids: JsonObject | undefined =
    fullName === undefined ? ids : { ...ids, [FULL_NAME_KEY]: fullName };
  return {
    bridge: port.bridge,
    interface: port.device === port.name ? undefined : port.device,
    tag: fields.tag,
    trunks: fields.trunks,
    vlan_mode: fields.vlan_mode,
    mtu_request: mtuOf(scope, path, fields),
    ofport_request: fields.ofport_request,
    external_ids,
    other_config: textMap(scope, [...path, 'other_config'], fields.other_config),
  };
}

/** A link and a port that are one device have one state. */
function stateOfLink(scope: Scope, port: DeclaredPort): 'up' | 'down' | null | undefined {
  return scope.document.links?.[port.device]?.state;
}

/** The MAC address, under either of its two names; both at once are a mistake. */
export function hardwareAddress(
  scope: Scope,
  book: AddressBook,
  { path }: { path: DocumentPath },
  fields: { hwaddr?: string | null; mac?: string | null },
): string | null | undefined {
  if (fields.hwaddr !== undefined && fields.mac !== undefined) {
    scope.diagnostics.error(scope.keyAt([...path, 'mac']), 'hwaddr and mac mean the same; give one');
  }
  const key = fields.hwaddr === undefined ? 'mac' : 'hwaddr';
  const value = fields[key];
  return typeof value === 'string' ? book.mac([...path, key], value) : value;
}

function checkRequestedNumbers(scope: Scope, ports: readonly DeclaredPort[]): void {
  const taken = new Map<string, string>();
  for (const { bridge, name, path, fields } of ports) {
    if (typeof fields.ofport_request !== 'number') continue;
    const key = `${bridge}/${fields.ofport_request}`;
    const other = taken.get(key);
    if (other === undefined) taken.set(key, name);
    else
      scope.error(
        [...path, 'ofport_request'],
        `the port ${other} asks for number ${fields.ofport_request} already`,
      );
  }
}
