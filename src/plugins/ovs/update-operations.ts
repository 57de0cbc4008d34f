import { OptopoError } from '../../model/error.ts';
import type { Json } from '../../model/json.ts';
import type { Step } from '../../model/plan.ts';
import type { FieldChange } from '../../model/resource.ts';
import type { Operation } from '../../wire/ovsdb/operations.ts';
import { encodeNamedUuid, encodeUuid } from '../../wire/ovsdb/values.ts';
import { BRIDGE_COLUMNS, encodeColumns, PORT_COLUMNS } from './columns.ts';
import { insertController, targetsOf } from './create-operations.ts';
import { MARK } from './marks.ts';
import { mapMutations, mutateReferences, mutateRow, rowIs, stillOwned } from './row-operations.ts';
import type { BridgeRow, PortRow, Row } from './snapshot.ts';
import { foreignPorts, localPort } from './snapshot.ts';

/**
 * Writes the changed fields of a bridge, and nothing else. Throws `refused` for another datapath when the
 * bridge carries ports that are not ours. Pure.
 */
export function updateBridge(step: Step, bridge: BridgeRow, index: number): Operation[] {
  if (step.fields.some(({ field }) => field === 'datapath_type')) refuseForForeign(step, bridge);
  const values = valuesOf(step.fields);
  const device = localPort(bridge)?.interfaces[0];
  const maps = mapEntries(step.fields);
  const hwaddr = values.hwaddr;
  if (hwaddr !== undefined) maps.other_config = { ...maps.other_config, hwaddr };
  return [
    stillOwned('Bridge', bridge, step.owner),
    ...writeColumns('Bridge', bridge, encodeColumns(BRIDGE_COLUMNS, 'Bridge', values)),
    ...(device ? writeColumns('Interface', device, encodeColumns(BRIDGE_COLUMNS, 'Interface', values)) : []),
    ...writeMaps('Bridge', bridge, maps),
    ...(values.controller === undefined ? [] : writeControllers(step, bridge, values.controller, index)),
  ];
}

/** Writes the changed fields of a port, and nothing else. Pure. */
export function updatePort(step: Step, port: PortRow): Operation[] {
  const values = valuesOf(step.fields);
  const [device] = port.interfaces;
  const maps = mapEntries(step.fields);
  const marks = markChanges(values);
  if (Object.keys(marks).length > 0) maps.external_ids = { ...maps.external_ids, ...marks };
  return [
    stillOwned('Port', port, step.owner),
    ...writeColumns('Port', port, encodeColumns(PORT_COLUMNS, 'Port', values)),
    ...(device ? writeColumns('Interface', device, encodeColumns(PORT_COLUMNS, 'Interface', values)) : []),
    ...writeMaps('Port', port, maps),
  ];
}

/** Another datapath makes every device of the bridge anew: foreign ones would lose addresses and state. */
function refuseForForeign(step: Step, bridge: BridgeRow): void {
  const foreign = foreignPorts(bridge, step.owner);
  if (foreign.length === 0) return;
  const names = foreign.map(({ name }) => name).join(', ');
  const message = `another datapath_type would make ports anew that are not ours: ${names}`;
  throw new OptopoError('refused', message, { hint: 'take these ports off the bridge first' });
}

function valuesOf(fields: readonly FieldChange[]): Record<string, Json> {
  return Object.fromEntries(
    fields.filter(({ field }) => !field.includes(':')).map(({ field, after }) => [field, after]),
  );
}

/** Changed entries by map column: `external_ids:key` is one entry of `external_ids`. */
function mapEntries(fields: readonly FieldChange[]): Record<string, Record<string, Json>> {
  const maps: Record<string, Record<string, Json>> = {};
  for (const { field, after } of fields) {
    const colon = field.indexOf(':');
    if (colon === -1) continue;
    const column = field.slice(0, colon);
    maps[column] = { ...maps[column], [field.slice(colon + 1)]: after };
  }
  return maps;
}

function markChanges(values: Readonly<Record<string, Json>>): Record<string, Json> {
  return {
    ...(values.container === undefined ? {} : { [MARK.container]: values.container }),
    ...(values.network_type === undefined ? {} : { [MARK.networkType]: values.network_type }),
  };
}

function writeColumns(table: string, row: Row, columns: Record<string, Json>): Operation[] {
  if (Object.keys(columns).length === 0) return [];
  return [{ op: 'update', table, where: rowIs(row.uuid), row: columns }];
}

function writeMaps(table: string, row: Row, maps: Record<string, Record<string, Json>>): Operation[] {
  const mutations = Object.entries(maps).flatMap(([column, entries]) => mapMutations(column, entries));
  return mutations.length > 0 ? [mutateRow(table, row.uuid, mutations)] : [];
}

/** Controllers that stay keep their row: changing all of them would drop connections for nothing. */
function writeControllers(step: Step, bridge: BridgeRow, wanted: Json, index: number): Operation[] {
  const targets = new Set(targetsOf(wanted));
  const present = new Set(bridge.controllers.map(({ name }) => name));
  const gone = bridge.controllers.filter(({ name }) => !targets.has(name));
  const inserts = [...targets]
    .filter((target) => !present.has(target))
    .map((target, at) => insertController(target, step.owner, `controller_${index}_${at}`));
  const column = { table: 'Bridge', where: rowIs(bridge.uuid), column: 'controller' };
  const added = inserts.map((insert) => encodeNamedUuid(String(insert['uuid-name'])));
  return [
    ...inserts,
    ...(gone.length > 0
      ? [
          mutateReferences(
            column,
            'delete',
            gone.map(({ uuid }) => encodeUuid(uuid)),
          ),
        ]
      : []),
    ...(added.length > 0 ? [mutateReferences(column, 'insert', added)] : []),
  ];
}
