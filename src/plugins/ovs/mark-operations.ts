import type { Json } from '../../model/json.ts';
import type { Step } from '../../model/plan.ts';
import type { Operation } from '../../wire/ovsdb/operations.ts';
import { marksAdopted } from '../undo.ts';
import type { Links } from './live-resources.ts';
import { MARK, MARK_KEYS } from './marks.ts';
import { mapMutations, mutateRow, sameIds, stillOwned } from './row-operations.ts';
import type { BridgeRow, PortRow, Row } from './snapshot.ts';
import { localPort } from './snapshot.ts';

/** A row with the table that it is in. */
type MarkedRow = [table: string, row: Row];

/** Writes the owner's mark on what exists already; nothing of the object itself changes. Pure. */
export function adoptRows(step: Step, object: BridgeRow | PortRow, links: Links): Operation[] {
  const rows = markedRows(object);
  const marks = { [MARK.owner]: step.owner, [MARK.adopted]: marksAdopted(step) ? 'true' : null };
  return [
    ...rows.slice(0, 1).map(([table, row]) => sameIds(table, row)),
    ...rows.map(([table, row]) => mark(table, row, { ...marks, ...ifindexMark(table, object, links) })),
  ];
}

/** Takes every mark of ours off. Pure. */
export function releaseRows(step: Step, object: BridgeRow | PortRow): Operation[] {
  const rows = markedRows(object);
  const none = Object.fromEntries(MARK_KEYS.map((key) => [key, null]));
  return [
    ...rows.slice(0, 1).map(([table, row]) => stillOwned(table, row, step.owner)),
    ...rows.map(([table, row]) => mark(table, row, none)),
  ];
}

/** All rows that carry the mark of a bridge or port, its own first. */
function markedRows(object: BridgeRow | PortRow): MarkedRow[] {
  if ('interfaces' in object) return portRows(object);
  const local = localPort(object);
  const controllers = object.controllers.map((row): MarkedRow => ['Controller', row]);
  return [['Bridge', object], ...(local ? portRows(local) : []), ...controllers];
}

function portRows(port: PortRow): MarkedRow[] {
  return [['Port', port], ...port.interfaces.map((row): MarkedRow => ['Interface', row])];
}

function mark(table: string, row: Row, marks: Record<string, Json>): Operation {
  return mutateRow(table, row.uuid, mapMutations('external_ids', marks));
}

/** The device as OVS holds it now, to see later that it was made anew; not for taps, which OVS makes. */
function ifindexMark(table: string, object: BridgeRow | PortRow, links: Links): Record<string, Json> {
  if (table !== 'Port' || !('interfaces' in object)) return {};
  const [device] = object.interfaces;
  const link = device && !['internal'].includes(String(device.columns.type)) && links.get(device.name);
  return link ? { [MARK.ifindex]: String(link.ifindex) } : {};
}
