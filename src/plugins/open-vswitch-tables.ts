import type { JsonObject } from '../model/json.ts';
import { keepEqual } from '../model/memoize.ts';
import type { OvsdbClient } from '../wire/ovsdb/client.ts';
import type { CallOptions } from '../wire/ovsdb/operations.ts';
import { selectTables } from '../wire/ovsdb/select-tables.ts';

/** What the layers read of Open vSwitch's database, without statistics, which change by themselves every 5 seconds. */
export const COLUMNS = {
  Open_vSwitch: ['cur_cfg', 'next_cfg'],
  Bridge: [
    ...['_uuid', 'name', 'ports', 'controller', 'datapath_type', 'datapath_id', 'fail_mode', 'protocols'],
    ...['stp_enable', 'rstp_enable', 'mcast_snooping_enable', 'external_ids', 'other_config'],
  ],
  Port: ['_uuid', 'name', 'interfaces', 'tag', 'trunks', 'vlan_mode', 'external_ids', 'other_config'],
  Interface: [
    ...['_uuid', 'name', 'type', 'mac', 'mac_in_use', 'mtu_request', 'ofport', 'ofport_request', 'error'],
    'external_ids',
  ],
  Controller: ['_uuid', 'target', 'external_ids'],
} as const satisfies Record<string, readonly string[]>;

/** All rows of the tables that the layers are made from, decoded, as they stood at one moment. */
export type OpenVswitchTables = Readonly<Record<keyof typeof COLUMNS, readonly JsonObject[]>>;

/**
 * Reads them in one transaction. Throws what `selectTables` throws. A table that is as it was is the same object:
 * shared, and never to be changed.
 */
export async function readOpenVswitch(client: OvsdbClient, options: CallOptions): Promise<OpenVswitchTables> {
  const tables = Object.entries(await selectTables(client, COLUMNS, options));
  return Object.fromEntries(tables.map(([table, rows]) => [table, kept(table, rows)])) as OpenVswitchTables;
}

const kept = keepEqual<readonly JsonObject[]>();
