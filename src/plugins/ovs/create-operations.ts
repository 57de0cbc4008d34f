import type { Json, JsonObject } from '../../model/json.ts';
import { isJsonObject } from '../../model/json.ts';
import type { Step } from '../../model/plan.ts';
import type { Operation } from '../../wire/ovsdb/operations.ts';
import { encodeMap, encodeNamedUuid } from '../../wire/ovsdb/values.ts';
import { BRIDGE_COLUMNS, encodeColumns, PORT_COLUMNS } from './columns.ts';
import type { Links } from './live-resources.ts';
import { MARK } from './marks.ts';
import { bridgeExists, mutateReferences } from './row-operations.ts';
import { bridgeOf, deviceOf, nameOf } from './step-names.ts';

/**
 * Port.mac of a port whose tap goes into a container. A bridge takes the lowest universal MAC address among its
 * ports for its own, and its datapath id with it: each time the tap comes back for a moment (a restart) that
 * would be the container's, and neither could reach the other any more (measured). A local address never counts
 * (ovs-vswitchd.conf.db(5), Port.mac).
 */
const NEVER_THE_BRIDGES_MAC = '02:00:00:00:00:00';

/** The rows of a new bridge, its local port and its controllers. `index` makes the uuid-names unique. Pure. */
export function createBridge(step: Step, index: number): Operation[] {
  const { attributes, owner } = step;
  const name = nameOf(step);
  const marks = { [MARK.owner]: owner };
  const controllers = targetsOf(attributes.controller).map((target, at) =>
    insertController(target, owner, `controller_${index}_${at}`),
  );
  const row = {
    name,
    ...encodeColumns(BRIDGE_COLUMNS, 'Bridge', attributes),
    ports: encodeNamedUuid(`port_${index}`),
    controller: references(controllers),
    external_ids: textMap({ ...mapIn(attributes.external_ids), ...marks }),
    other_config: textMap(bridgeConfig(step)),
  };
  return [
    insertInterface(index, {
      name,
      type: 'internal',
      ...encodeColumns(BRIDGE_COLUMNS, 'Interface', attributes),
      external_ids: textMap(marks),
    }),
    insertPort(index, { name, external_ids: textMap(marks) }),
    ...controllers,
    { op: 'insert', table: 'Bridge', 'uuid-name': `bridge_${index}`, row },
    mutateReferences({ table: 'Open_vSwitch', where: [], column: 'bridges' }, 'insert', [
      encodeNamedUuid(`bridge_${index}`),
    ]),
  ];
}

/** The rows of a new port, on a bridge that is there or is made before in the same transaction. Pure. */
export function createPort(step: Step, index: number, links: Links): Operation[] {
  const { attributes, owner } = step;
  const name = nameOf(step);
  const bridge = bridgeOf(step);
  const marks = portMarks(step, links);
  return [
    bridgeExists(bridge),
    insertInterface(index, {
      name: deviceOf(step),
      type: attributes.type === 'internal' ? 'internal' : '',
      ...encodeColumns(PORT_COLUMNS, 'Interface', { ...keptOfport(step), ...attributes }),
      external_ids: textMap({ [MARK.owner]: owner }),
    }),
    insertPort(index, {
      name,
      ...encodeColumns(PORT_COLUMNS, 'Port', attributes),
      ...(attributes.network_type === 'socket' ? { mac: NEVER_THE_BRIDGES_MAC } : {}),
      external_ids: textMap({ ...mapIn(attributes.external_ids), ...marks }),
      other_config: textMap(mapIn(attributes.other_config)),
    }),
    mutateReferences({ table: 'Bridge', where: [['name', '==', bridge]], column: 'ports' }, 'insert', [
      encodeNamedUuid(`port_${index}`),
    ]),
  ];
}

/** A controller's row, marked as its owner's. */
export function insertController(
  target: string,
  owner: string,
  uuidName: string,
): Operation & { op: 'insert' } {
  const row = { target, external_ids: textMap({ [MARK.owner]: owner }) };
  return { op: 'insert', table: 'Controller', 'uuid-name': uuidName, row };
}

/** Controller targets as the attribute lists them. */
export function targetsOf(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** What stands beside the user's `external_ids` on a port's row. */
export function portMarks(step: Step, links: Links): Record<string, string> {
  const { container, network_type: networkType, type } = step.attributes;
  const link = type === 'internal' ? undefined : links.get(deviceOf(step));
  return {
    [MARK.owner]: step.owner,
    ...(typeof container === 'string' ? { [MARK.container]: container } : {}),
    ...(typeof networkType === 'string' ? { [MARK.networkType]: networkType } : {}),
    ...(link ? { [MARK.ifindex]: String(link.ifindex) } : {}),
  };
}

/** A bridge that is made anew keeps its datapath id, by which controllers know it. */
function bridgeConfig({ attributes, live }: Step): JsonObject {
  const id = live?.attributes.datapath_id;
  return {
    ...(typeof id === 'string' ? { 'datapath-id': id } : {}),
    ...mapIn(attributes.other_config),
    ...(typeof attributes.hwaddr === 'string' ? { hwaddr: attributes.hwaddr } : {}),
  };
}

/** A port that is made anew on its bridge keeps its OpenFlow number: flows by number go on pointing at it. */
function keptOfport({ attributes, live }: Step): JsonObject {
  const number = live?.attributes.ofport;
  const kept = live?.attributes.bridge === attributes.bridge && typeof number === 'number' && number > 0;
  return kept ? { ofport_request: number } : {};
}

function insertInterface(index: number, row: JsonObject): Operation {
  return { op: 'insert', table: 'Interface', 'uuid-name': `interface_${index}`, row };
}

function insertPort(index: number, columns: JsonObject): Operation {
  const row = { ...columns, interfaces: encodeNamedUuid(`interface_${index}`) };
  return { op: 'insert', table: 'Port', 'uuid-name': `port_${index}`, row };
}

function references(inserts: readonly (Operation & { op: 'insert' })[]): Json {
  return ['set', inserts.map((insert) => encodeNamedUuid(String(insert['uuid-name'])))];
}

function mapIn(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

function textMap(entries: JsonObject): Json {
  const texts = Object.entries(entries).filter(([, value]) => value !== null);
  return encodeMap(Object.fromEntries(texts.map(([key, value]) => [key, String(value)])));
}
