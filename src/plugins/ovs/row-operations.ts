import type { Json } from '../../model/json.ts';
import type { Condition, Mutation, Operation } from '../../wire/ovsdb/operations.ts';
import { encodeMap, encodeSet, encodeUuid } from '../../wire/ovsdb/values.ts';
import { MARK } from './marks.ts';
import type { Row } from './snapshot.ts';

/** The condition that picks one row. */
export function rowIs(uuid: string): Condition[] {
  return [['_uuid', '==', encodeUuid(uuid)]];
}

/** Fails the transaction unless the row is still there and still carries this owner's mark. */
export function stillOwned(table: string, row: Row, owner: string): Operation {
  return {
    op: 'wait',
    table,
    where: [...rowIs(row.uuid), ['external_ids', 'includes', encodeMap({ [MARK.owner]: owner })]],
    columns: ['name'],
    until: '==',
    rows: [{ name: row.name }],
    timeout: 0,
  };
}

/** Fails the transaction when anybody changed the row's `external_ids` since it was read. */
export function sameIds(table: string, row: Row): Operation {
  return {
    op: 'wait',
    table,
    where: rowIs(row.uuid),
    columns: ['external_ids'],
    until: '==',
    rows: [{ external_ids: encodeMap(row.externalIds) }],
    timeout: 0,
  };
}

/** Fails the transaction when there is no bridge of this name. */
export function bridgeExists(name: string): Operation {
  return {
    op: 'wait',
    table: 'Bridge',
    where: [['name', '==', name]],
    columns: ['name'],
    until: '==',
    rows: [{ name }],
    timeout: 0,
  };
}

/** Writes entries of a map column and removes those that are `null`; other entries are left alone. */
export function mapMutations(column: string, entries: Readonly<Record<string, Json>>): Mutation[] {
  const kept = Object.entries(entries).filter(([, value]) => value !== null);
  const written = Object.fromEntries(kept.map(([key, value]) => [key, String(value)]));
  // `insert` leaves a key that is there as it is, so each is deleted first (RFC 7047 §5.1).
  return [
    [column, 'delete', encodeSet(Object.keys(entries))],
    ...(kept.length > 0 ? [[column, 'insert', encodeMap(written)] as Mutation] : []),
  ];
}

/** Changes one row's map columns. */
export function mutateRow(table: string, uuid: string, mutations: Mutation[]): Operation {
  return { op: 'mutate', table, where: rowIs(uuid), mutations };
}

/** Adds references to, or takes them out of, a column of rows that `where` picks. */
export function mutateReferences(
  target: { table: string; where: Condition[]; column: string },
  mutator: 'insert' | 'delete',
  references: readonly Json[],
): Operation {
  const { table, where, column } = target;
  return { op: 'mutate', table, where, mutations: [[column, mutator, encodeSet(references)]] };
}
