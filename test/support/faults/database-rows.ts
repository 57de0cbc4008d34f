import type { Json, JsonObject } from '../../../src/model/json.ts';
import type { TestLab } from '../lab.ts';
import { VOLATILE_COLUMNS, VOLATILE_EXTERNAL_IDS } from './volatile.ts';

/** The rows of the whole database, each at the object that it belongs to. */
export interface Rows {
  objects: [string, JsonObject][];
  bridges: string[];
  /** Id of the bridge or port that a device is. */
  owners: Map<string, string>;
}

interface Table {
  caption: string;
  headings: string[];
  data: Json[][];
}

interface Row {
  table: string;
  columns: JsonObject;
}

/** Every table, less volatile columns, references as the names of what they point at. */
export async function databaseRows(lab: TestLab): Promise<Rows> {
  const { stdout } = await lab.run('ovsdb-client', ['-f', 'json', 'dump', `unix:${lab.rundir}/db.sock`]);
  const tables = stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Table);
  const rows = new Map(tables.flatMap(rowsOf));
  const named = [...rows.values()];
  const bridges = named.flatMap(({ table, columns }) => (table === 'Bridge' ? [String(columns.name)] : []));
  const owners = ownersOf(rows, new Set(bridges));
  const objects = named.map((row): [string, JsonObject] => [
    idOf(row, owners),
    { [keyOf(row)]: compared(row, rows) },
  ]);
  return { objects, bridges, owners };
}

function rowsOf({ caption, headings, data }: Table): [string, Row][] {
  const table = caption.replace(/ table$/, '');
  return data.map((cells) => {
    const columns = Object.fromEntries(headings.map((name, index) => [name, cells[index] as Json]));
    return [String((columns._uuid as Json[])[1]), { table, columns }];
  });
}

function ownersOf(rows: ReadonlyMap<string, Row>, bridges: ReadonlySet<string>): Map<string, string> {
  const owners = new Map<string, string>();
  for (const { table, columns } of rows.values()) {
    if (table !== 'Port') continue;
    const id = bridges.has(String(columns.name)) ? `bridge/${columns.name}` : `port/${columns.name}`;
    for (const uuid of uuidsIn(columns.interfaces ?? null))
      owners.set(String(rows.get(uuid)?.columns.name), id);
    owners.set(String(columns.name), id);
  }
  return owners;
}

/** A row without an object of its own belongs to the database. */
function idOf({ table, columns }: Row, owners: ReadonlyMap<string, string>): string {
  const name = String(columns.name ?? columns.target ?? '');
  if (table === 'Bridge') return `bridge/${name}`;
  return (table === 'Port' || table === 'Interface') && owners.has(name)
    ? (owners.get(name) as string)
    : 'database/';
}

function keyOf({ table, columns }: Row): string {
  const name = columns.name ?? columns.target;
  return table === 'Bridge' || name === undefined ? table : `${table} ${String(name)}`;
}

function compared({ table, columns }: Row, rows: ReadonlyMap<string, Row>): JsonObject {
  const volatile = new Set([...(VOLATILE_COLUMNS['*'] ?? []), ...(VOLATILE_COLUMNS[table] ?? [])]);
  const kept = Object.entries(columns).filter(([name]) => !volatile.has(name));
  return Object.fromEntries(
    kept.flatMap(([name, value]) => {
      // What stands on a bridge tells itself; here it would make every port a difference of its bridge.
      if (name === 'ports' || name === 'bridges' || name === 'datapaths') return [];
      return [[name, readable(value, rows)]];
    }),
  );
}

function readable(value: Json, rows: ReadonlyMap<string, Row>): Json {
  if (!Array.isArray(value)) return value;
  const [type, content] = value as [string, Json];
  if (type === 'uuid') return nameOf(rows.get(String(content)));
  if (type === 'set') return (content as Json[]).map((entry) => readable(entry, rows)).sort();
  if (type === 'map') {
    const entries = (content as [string, Json][]).filter(
      ([key]) => !VOLATILE_EXTERNAL_IDS.includes(String(key)),
    );
    return Object.fromEntries(entries.map(([key, entry]) => [key, readable(entry, rows)]).sort());
  }
  return value;
}

function nameOf(row: Row | undefined): string {
  return `${row?.table} ${String(row?.columns.name ?? row?.columns.target ?? '')}`;
}

function uuidsIn(value: Json): string[] {
  const [type, content] = value as [string, Json];
  return type === 'uuid' ? [String(content)] : (content as Json[]).flatMap(uuidsIn);
}
