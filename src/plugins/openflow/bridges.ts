import type { Json, JsonObject } from '../../model/json.ts';
import { keepEqual, memoizeFor } from '../../model/memoize.ts';
import type { SwitchTarget } from '../../wire/openflow/ofctl.ts';
import {
  isReservedPort,
  mapActionPorts,
  mapMatchPorts,
  portNumberOf,
  quotePort,
} from '../../wire/openflow/port-names.ts';
import { isServed } from '../../wire/openflow/served.ts';
import { selectTables } from '../../wire/ovsdb/select-tables.ts';
import { mapOf, optionalOf, setOf } from '../../wire/ovsdb/values.ts';
import type { PluginContext } from '../contract.ts';

export const COLUMNS = {
  Bridge: ['name', 'ports', 'external_ids', 'datapath_id', 'fail_mode', 'controller', 'protocols'],
  Port: ['_uuid', 'name', 'interfaces', 'external_ids'],
  Interface: ['_uuid', 'name', 'ofport'],
} as const;

/** Rows with these columns at least. */
type Rows = Readonly<Record<keyof typeof COLUMNS, readonly JsonObject[]>>;

/** OpenFlow's number of a bridge's own port, which OVS prints as `LOCAL`. */
const LOCAL_NUMBER = 65534;
const OWNER_MARK = 'optopo-owner';

/** What the database says about a bridge, as far as flows need it. */
export interface FlowBridge {
  name: string;
  owner: string | null;
  /** ovs-vswitchd has made it; one that it has not made, or could not, has no flows. */
  running: boolean;
  /** OVS gives it a flow of its own, `NORMAL`, when there is none. */
  standalone: boolean;
  /** The versions of OpenFlow that it speaks; empty: all. */
  protocols: string[];
  numberToName: ReadonlyMap<number, string>;
  /** Interfaces that have a number, and the bridge's own name as `LOCAL`. */
  nameToNumber: ReadonlyMap<string, string>;
  /** The row of table Port that an interface belongs to. */
  portOf: ReadonlyMap<string, string>;
}

export interface Bridges {
  byName: ReadonlyMap<string, FlowBridge>;
  /** Every topology that has marked a bridge or a port on this host. */
  owners: ReadonlySet<string>;
}

/** Where `ovs-ofctl` finds the bridge, and what it speaks. */
export function switchTarget({ host, signal }: PluginContext, { name, protocols }: FlowBridge): SwitchTarget {
  return { bridge: name, rundir: host.ovsRundir, protocols, signal };
}

/** The bridge in a flow's id. */
export function bridgeOfId(id: string): string {
  const from = id.indexOf('/') + 1;
  const to = id.indexOf('/', from);
  return to === -1 ? id.slice(from) : id.slice(from, to);
}

/** Reads all bridges and their port numbers, as they stood at one moment. */
export async function readBridges(context: PluginContext): Promise<Bridges> {
  const tables = await selectTables(await context.ovsdb(), COLUMNS, { signal: context.signal });
  return bridgesOf(tables, context.host.ovsRundir);
}

/**
 * The bridges that the rows make, and which of them run. One that is as it was is the same object, never to be
 * changed.
 */
export async function bridgesOf(tables: Rows, rundir: string): Promise<Bridges> {
  const { bridges, owners } = describe(tables.Bridge, tables.Port, tables.Interface);
  const all = await Promise.all(
    bridges.map(async ({ row, described }) => {
      const running = await isRunning(row, rundir);
      return kept(`${rundir}/${described.name}`, { ...described, running });
    }),
  );
  return { byName: new Map(all.map((bridge) => [bridge.name, bridge])), owners };
}

const kept = keepEqual<FlowBridge>();

/** What the rows alone say; the same rows are asked for more than once in a reading and its repair. */
const describe = memoizeFor(
  (rows: readonly JsonObject[], portRows: readonly JsonObject[], interfaceRows: readonly JsonObject[]) => {
    const ports = byUuid(portRows);
    const interfaces = byUuid(interfaceRows);
    const bridges = rows.map((row) => ({ row, described: flowBridge(row, ports, interfaces) }));
    const owners = [...rows, ...portRows].map(ownerOf).filter((owner) => owner !== null);
    return { bridges, owners: new Set(owners) };
  },
);

function flowBridge(
  row: JsonObject,
  ports: ReadonlyMap<string, JsonObject>,
  interfaces: ReadonlyMap<string, JsonObject>,
): Omit<FlowBridge, 'running'> {
  const name = String(row.name);
  const members = referenced(row.ports, ports).flatMap((port) =>
    referenced(port.interfaces, interfaces).map((device) => ({ port, device })),
  );
  const devices = members.map(({ device }) => device);
  return {
    name,
    owner: ownerOf(row),
    standalone: optionalOf(row.fail_mode) !== 'secure' && setOf(row.controller).length === 0,
    protocols: setOf(row.protocols).map(String),
    ...portNumbers(name, devices),
    portOf: new Map(members.map(({ port, device }) => [String(device.name), String(port.name)])),
  };
}

/**
 * The column is ephemeral (ovs-vswitchd.conf.db(5)): an ovsdb-server that was restarted has lost it until
 * ovs-vswitchd has come back to it, which goes on with the bridge and its flows meanwhile.
 */
async function isRunning(row: JsonObject, rundir: string): Promise<boolean> {
  return optionalOf(row.datapath_id) !== null || (await isServed({ bridge: String(row.name), rundir }));
}

function portNumbers(bridge: string, devices: readonly JsonObject[]) {
  const numbers = devices
    .map((row) => [String(row.name), Number(optionalOf(row.ofport) ?? -1)] as const)
    .filter(([, number]) => number > 0 && number !== LOCAL_NUMBER);
  return {
    numberToName: new Map(numbers.map(([name, number]) => [number, name])),
    nameToNumber: new Map([
      ...numbers.map(([name, number]) => [name, `${number}`] as const),
      [bridge, 'LOCAL'],
    ]),
  };
}

function ownerOf(row: JsonObject): string | null {
  return mapOf(row.external_ids)[OWNER_MARK] ?? null;
}

function byUuid(rows: readonly JsonObject[]): Map<string, JsonObject> {
  return new Map(rows.map((row) => [String(row._uuid), row]));
}

function referenced(references: Json | undefined, rows: ReadonlyMap<string, JsonObject>): JsonObject[] {
  return setOf(references)
    .map((uuid) => rows.get(String(uuid)))
    .filter((row) => row !== undefined);
}

/** Match and actions as OVS takes them, and the names among them that have no number on the bridge. */
export interface Numbered {
  match: string;
  actions: string;
  missing: string[];
}

/** Puts port numbers in place of names. Numbers, reserved words and fields (`NXM_NX_REG0[]`) stay. */
export function withNumbers(bridge: FlowBridge, text: { match: string; actions: string }): Numbered {
  const missing: string[] = [];
  const number = (word: string): string => {
    const found = bridge.nameToNumber.get(word);
    if (found !== undefined || !isName(word)) return found ?? word;
    missing.push(word);
    return quotePort(word);
  };
  return { match: mapMatchPorts(text.match, number), actions: mapActionPorts(text.actions, number), missing };
}

/** The names of ports that a flow in canonical form names. */
export function portsNamed(text: { match: string; actions: string }): string[] {
  const names = new Set<string>();
  const collect = (word: string): string => {
    if (isName(word)) names.add(word);
    return word;
  };
  mapMatchPorts(text.match, collect);
  mapActionPorts(text.actions, collect);
  return [...names];
}

function isName(word: string): boolean {
  return portNumberOf(word) === null && !isReservedPort(word) && !/[[\]]/.test(word);
}
