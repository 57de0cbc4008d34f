import type { JsonObject } from '../../model/json.ts';
import type { OvsdbClient } from '../../wire/ovsdb/client.ts';
import type { CallOptions } from '../../wire/ovsdb/operations.ts';
import { mapOf, setOf } from '../../wire/ovsdb/values.ts';
import { type OpenVswitchTables, readOpenVswitch } from '../open-vswitch-tables.ts';
import { MARK } from './marks.ts';

/** A row with its references resolved; `columns` are decoded. */
export interface Row {
  uuid: string;
  name: string;
  externalIds: Record<string, string>;
  columns: JsonObject;
}

export interface PortRow extends Row {
  bridge: string;
  interfaces: Row[];
}

export interface BridgeRow extends Row {
  ports: PortRow[];
  /** `name` is the target. */
  controllers: Row[];
}

/** Bridges and ports as they stood at one moment, by name. */
export interface Snapshot {
  bridges: Map<string, BridgeRow>;
  ports: Map<string, PortRow>;
  /** ovs-vswitchd has acted on everything that is committed. */
  settled: boolean;
}

/** Reads all of it in one transaction. */
export async function readSnapshot(client: OvsdbClient, options: CallOptions = {}): Promise<Snapshot> {
  return snapshotOf(await readOpenVswitch(client, options));
}

/** The bridges and ports that the rows make. Pure. */
export function snapshotOf(tables: OpenVswitchTables): Snapshot {
  const interfaces = byUuid(tables.Interface);
  const ports = byUuid(tables.Port);
  const controllers = byUuid(tables.Controller, 'target');
  const bridges = [...byUuid(tables.Bridge).values()].map((row): BridgeRow => {
    const toPort = (port: Row): PortRow => ({
      ...port,
      bridge: row.name,
      interfaces: referenced(port.columns.interfaces, interfaces),
    });
    return {
      ...row,
      ports: referenced(row.columns.ports, ports).map(toPort),
      controllers: referenced(row.columns.controller, controllers),
    };
  });
  const [root] = tables.Open_vSwitch;
  return {
    bridges: new Map(bridges.map((bridge) => [bridge.name, bridge])),
    ports: new Map(bridges.flatMap((bridge) => bridge.ports).map((port) => [port.name, port])),
    settled: Number(root?.cur_cfg ?? 0) >= Number(root?.next_cfg ?? 0),
  };
}

/** The port that OVS itself gives every bridge, of the bridge's name. */
export function localPort(bridge: BridgeRow): PortRow | undefined {
  return bridge.ports.find((port) => port.name === bridge.name);
}

/** Ports on a bridge that do not carry this owner's mark. */
export function foreignPorts(bridge: BridgeRow, owner: string): PortRow[] {
  return bridge.ports.filter((port) => port.name !== bridge.name && port.externalIds[MARK.owner] !== owner);
}

function byUuid(rows: readonly JsonObject[], nameColumn = 'name'): Map<string, Row> {
  return new Map(
    rows.map((columns) => {
      const uuid = String(columns._uuid);
      return [
        uuid,
        { uuid, name: String(columns[nameColumn]), externalIds: mapOf(columns.external_ids), columns },
      ];
    }),
  );
}

function referenced(references: JsonObject[string] | undefined, rows: ReadonlyMap<string, Row>): Row[] {
  return setOf(references).flatMap((uuid) => rows.get(String(uuid)) ?? []);
}
