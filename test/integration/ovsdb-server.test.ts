import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { connectOvsdb, type OvsdbClient } from '../../src/wire/ovsdb/client.ts';
import type { Operation, RowUpdate } from '../../src/wire/ovsdb/operations.ts';
import { selectTables } from '../../src/wire/ovsdb/select-tables.ts';
import { encodeMap, encodeNamedUuid, encodeSet, encodeUuid } from '../../src/wire/ovsdb/values.ts';
import { commitForVswitchd, waitForVswitchd } from '../../src/wire/ovsdb/vswitchd.ts';
import { ovsRundir, rowOf } from '../support/ovs-host.ts';

const BRIDGE = 'ovw-br';
let client: OvsdbClient;

beforeAll(async () => {
  client = await connectOvsdb(`${ovsRundir()}/db.sock`);
});
afterEach(async () => {
  const row = await rowOf(client, 'Bridge', BRIDGE);
  if (!row) return;
  const mutations: [string, string, ['set', [['uuid', string]]]][] = [
    ['bridges', 'delete', ['set', [['uuid', String(row._uuid)]]]],
  ];
  const { nextCfg } = await commitForVswitchd(client, [
    { op: 'mutate', table: 'Open_vSwitch', where: [], mutations },
  ]);
  await waitForVswitchd(client, nextCfg);
});
afterAll(() => client.close());

/** A bridge with so many internal ports, all rows in one transaction by their named uuids. */
function bridgeWith(ports: readonly string[]): Operation[] {
  const rows = [BRIDGE, ...ports].flatMap((name, index): Operation[] => [
    { op: 'insert', table: 'Interface', 'uuid-name': `i${index}`, row: { name, type: 'internal' } },
    {
      op: 'insert',
      table: 'Port',
      'uuid-name': `p${index}`,
      row: { name, interfaces: encodeNamedUuid(`i${index}`) },
    },
  ]);
  const references = [BRIDGE, ...ports].map((_, index) => encodeNamedUuid(`p${index}`));
  const row = {
    name: BRIDGE,
    datapath_type: 'netdev',
    ports: encodeSet(references),
    external_ids: encodeMap({ grüße: '日本 🙂' }),
  };
  return [
    ...rows,
    { op: 'insert', table: 'Bridge', 'uuid-name': 'b', row },
    {
      op: 'mutate',
      table: 'Open_vSwitch',
      where: [],
      mutations: [['bridges', 'insert', encodeSet([encodeNamedUuid('b')])]],
    },
  ];
}

test('one transaction makes a bridge with 100 ports, and cur_cfg says when ovs-vswitchd has them', async () => {
  const names = Array.from({ length: 100 }, (_, index) => `ovw-${index}`);
  const { nextCfg } = await commitForVswitchd(client, bridgeWith(names));
  await waitForVswitchd(client, nextCfg);
  const { Interface: interfaces } = await selectTables(client, { Interface: ['name', 'ofport', 'error'] });
  const ours = interfaces.filter(({ name }) => String(name).startsWith('ovw-') && name !== BRIDGE);
  expect(ours).toHaveLength(100);
  expect(ours.every(({ ofport }) => Number(ofport) > 0)).toBe(true);
  expect((await rowOf(client, 'Bridge', BRIDGE))?.external_ids).toEqual({ grüße: '日本 🙂' });
});

test('a commit that breaks a reference fails in an extra element, and nothing of it is there', async () => {
  const nowhere = encodeUuid('7ab54f2e-6b42-4ef5-b0ae-93bc3ec5a1a1');
  const operations: Operation[] = [
    ...bridgeWith([]),
    {
      op: 'mutate',
      table: 'Open_vSwitch',
      where: [],
      mutations: [['bridges', 'insert', encodeSet([nowhere])]],
    },
  ];
  await expect(client.transact(operations)).rejects.toMatchObject({
    code: 'ovsdb-operation',
    failedIndex: null,
    message: expect.stringContaining('OVSDB refused the commit: referential integrity violation'),
  });
  expect(await rowOf(client, 'Bridge', BRIDGE)).toBeUndefined();
});

test('a wait that does not hold fails the whole transaction at once', async () => {
  const guard: Operation = {
    op: 'wait',
    table: 'Bridge',
    where: [['name', '==', 'ovw-none']],
    columns: ['name'],
    until: '==',
    rows: [{ name: 'ovw-none' }],
    timeout: 0,
  };
  await expect(client.transact([guard, ...bridgeWith([])])).rejects.toMatchObject({ failedIndex: 0 });
  expect(await rowOf(client, 'Bridge', BRIDGE)).toBeUndefined();
});

test('a monitor tells rows, changes and deletions', async () => {
  const seen: string[] = [];
  let check = (): void => undefined;
  const until = (wanted: string): Promise<void> =>
    new Promise((resolve) => {
      check = () => seen.includes(wanted) && resolve();
      check();
    });
  const other = await connectOvsdb(`${ovsRundir()}/db.sock`);
  const monitor = await other.monitorCond({ Bridge: ['name', 'fail_mode'] }, (rows: RowUpdate[]) => {
    for (const { change, columns } of rows) seen.push(`${change} ${JSON.stringify(columns)}`);
    check();
  });
  await client.transact(bridgeWith([]));
  await until(`insert {"name":"${BRIDGE}"}`);
  const where: Operation & { op: 'update' } = {
    op: 'update',
    table: 'Bridge',
    where: [['name', '==', BRIDGE]],
    row: { fail_mode: 'secure' },
  };
  await client.transact([where]);
  await until('modify {"fail_mode":"secure"}');
  await monitor.cancel();
  other.close();
});
