import { bridgeId, containerId, linkId, portId } from '../../model/ids.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { LiveResource } from '../../model/resource.ts';
import type { KernelLink } from '../../wire/ip/links.ts';
import { mapOf, optionalOf, setOf } from '../../wire/ovsdb/values.ts';
import { portFaults } from './faults.ts';
import { MARK, ownershipOf, userIds } from './marks.ts';
import type { BridgeRow, PortRow, Row, Snapshot } from './snapshot.ts';
import { localPort } from './snapshot.ts';

/** Links of our namespace by name. */
export type Links = ReadonlyMap<string, KernelLink>;

/** Every bridge and port as the engine takes it; a bridge's own local port is part of the bridge. Pure. */
export function liveResources(snapshot: Snapshot, links: Links): LiveResource[] {
  return [...snapshot.bridges.values()].flatMap((bridge) => [
    liveBridge(bridge, links.get(bridge.name)),
    ...bridge.ports
      .filter((port) => port.name !== bridge.name)
      .map((port) => livePort(port, snapshot, links)),
  ]);
}

function liveBridge(bridge: BridgeRow, link: KernelLink | undefined): LiveResource {
  const { columns } = bridge;
  const otherConfig = mapOf(columns.other_config);
  const device = localPort(bridge)?.interfaces[0];
  const gone = {
    code: 'device-gone',
    message: `its device ${bridge.name} is gone`,
    mend: 'replace' as const,
  };
  return {
    ...common(bridge),
    id: bridgeId(bridge.name),
    kind: 'bridge',
    attributes: {
      datapath_type: columns.datapath_type || 'system',
      fail_mode: optionalOf(columns.fail_mode),
      protocols: setOf(columns.protocols),
      controller: bridge.controllers.map(({ name }) => name),
      stp_enable: columns.stp_enable ?? false,
      rstp_enable: columns.rstp_enable ?? false,
      mcast_snooping_enable: columns.mcast_snooping_enable ?? false,
      mtu_request: inEffect(optionalOf(device?.columns.mtu_request), link?.mtu),
      hwaddr: inEffect(lowerCase(otherConfig.hwaddr ?? null), link?.address),
      ...stateOf(link),
      external_ids: userIds(bridge.externalIds),
      other_config: otherConfig,
      datapath_id: optionalOf(columns.datapath_id),
      mac_in_use: macInUse(device, link),
    },
    parent: null,
    dependsOn: [],
    faults: link ? [] : [gone],
  };
}

function livePort(port: PortRow, snapshot: Snapshot, links: Links): LiveResource {
  const [device, ...more] = port.interfaces;
  const bond = more.length > 0 || device === undefined;
  const link = device && links.get(device.name);
  return {
    ...common(port),
    id: portId(port.name),
    kind: 'port',
    attributes: {
      bridge: port.bridge,
      ...vlanColumns(port),
      ...(bond ? { interfaces: port.interfaces.map(({ name }) => name) } : deviceColumns(port, device, link)),
      ...handOver(port),
      external_ids: userIds(port.externalIds),
      other_config: mapOf(port.columns.other_config),
    },
    parent: bridgeId(port.bridge),
    dependsOn: [bridgeId(port.bridge), ...foundations(port, device, link)],
    faults: bond ? [] : portFaults(port, device, link, snapshot.settled),
  };
}

function common(
  row: Row,
): Pick<LiveResource, 'plugin' | 'name' | 'owner' | 'adopted' | 'retained' | 'system'> {
  return { plugin: 'ovs', name: row.name, ...ownershipOf(row.externalIds), retained: false, system: false };
}

function vlanColumns({ columns }: PortRow): JsonObject {
  return {
    tag: optionalOf(columns.tag),
    trunks: setOf(columns.trunks),
    vlan_mode: optionalOf(columns.vlan_mode),
  };
}

function deviceColumns(port: PortRow, device: Row, link: KernelLink | undefined): JsonObject {
  const { columns } = device;
  const ofport = optionalOf(columns.ofport);
  const attached = typeof ofport === 'number' && ofport > 0 ? ofport : undefined;
  return {
    type: columns.type || 'system',
    interface: device.name === port.name ? null : device.name,
    mtu_request: inEffect(optionalOf(columns.mtu_request), link?.mtu),
    hwaddr: inEffect(lowerCase(optionalOf(columns.mac)), link?.address),
    ofport_request: inEffect(optionalOf(columns.ofport_request), attached),
    ofport,
    mac_in_use: macInUse(device, link),
    // A tap in a container is not ours to see; a veth's host end is.
    ...(port.externalIds[MARK.networkType] === 'socket' ? {} : stateOf(link)),
  };
}

/**
 * What takes a port's device along when it goes, so that the port has to be removed before: the container whose veth
 * it is, the link that it is, a pair's other end. Undone in reverse, the port comes back onto the new device.
 */
function foundations(port: PortRow, device: Row | undefined, link: KernelLink | undefined): string[] {
  if (device === undefined || device.columns.type === 'internal') return [];
  const container = port.externalIds[MARK.container];
  const peer = link?.kind === 'veth' && link.link !== null ? [linkId(link.link)] : [];
  return [linkId(device.name), ...peer, ...(container === undefined ? [] : [containerId(container)])];
}

/** To which container the device goes, as recorded when the port was made. */
function handOver({ externalIds }: PortRow): JsonObject {
  return {
    container: externalIds[MARK.container] ?? null,
    network_type: externalIds[MARK.networkType] ?? null,
  };
}

/** What a request came to: its row says what was asked for, the device what is. */
function inEffect(requested: Json, actual: Json | undefined): Json {
  return requested === null ? null : (actual ?? requested);
}

function macInUse(device: Row | undefined, link: KernelLink | undefined): Json {
  return link?.address ?? lowerCase(optionalOf(device?.columns.mac_in_use));
}

function lowerCase(value: Json): Json {
  return typeof value === 'string' ? value.toLowerCase() : value;
}

function stateOf(link: KernelLink | undefined): JsonObject {
  return link ? { state: link.up ? 'up' : 'down' } : {};
}
