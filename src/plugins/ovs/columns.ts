import type { Json } from '../../model/json.ts';
import { encodeOptional, encodeSet } from '../../wire/ovsdb/values.ts';

/** Where a field of a bridge or port stands in the database, and how it is written there. */
export interface Column {
  /** `Interface` is the port's one, or the bridge's local one. */
  table: 'Bridge' | 'Port' | 'Interface';
  column: string;
  encode(value: Json): Json;
}

const text = (value: Json): Json => value ?? '';
const flag = (value: Json): Json => value ?? false;
const set = (value: Json): Json => encodeSet(Array.isArray(value) ? value : value === null ? [] : [value]);
const optional = encodeOptional;

/** Columns that a field of a bridge fills as a whole. Maps, `controller`, `hwaddr` and `state` are not here. */
export const BRIDGE_COLUMNS: Readonly<Record<string, Column>> = {
  datapath_type: { table: 'Bridge', column: 'datapath_type', encode: text },
  fail_mode: { table: 'Bridge', column: 'fail_mode', encode: optional },
  protocols: { table: 'Bridge', column: 'protocols', encode: set },
  stp_enable: { table: 'Bridge', column: 'stp_enable', encode: flag },
  rstp_enable: { table: 'Bridge', column: 'rstp_enable', encode: flag },
  mcast_snooping_enable: { table: 'Bridge', column: 'mcast_snooping_enable', encode: flag },
  mtu_request: { table: 'Interface', column: 'mtu_request', encode: optional },
};

/** Columns that a field of a port fills as a whole. Maps, marks and `state` are not here. */
export const PORT_COLUMNS: Readonly<Record<string, Column>> = {
  tag: { table: 'Port', column: 'tag', encode: optional },
  trunks: { table: 'Port', column: 'trunks', encode: set },
  vlan_mode: { table: 'Port', column: 'vlan_mode', encode: optional },
  mtu_request: { table: 'Interface', column: 'mtu_request', encode: optional },
  ofport_request: { table: 'Interface', column: 'ofport_request', encode: optional },
  hwaddr: { table: 'Interface', column: 'mac', encode: optional },
};

/** The encoded columns of one table among declared attributes; fields that are not declared are left out. */
export function encodeColumns(
  columns: Readonly<Record<string, Column>>,
  table: Column['table'],
  attributes: Readonly<Record<string, Json>>,
): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(columns)
      .filter(([field, { table: own }]) => own === table && attributes[field] !== undefined)
      .map(([field, { column, encode }]) => [column, encode(attributes[field] as Json)]),
  );
}
