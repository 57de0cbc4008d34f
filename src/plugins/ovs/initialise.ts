import type { OvsdbClient } from '../../wire/ovsdb/client.ts';
import type { CallOptions } from '../../wire/ovsdb/operations.ts';
import { selectTables } from '../../wire/ovsdb/select-tables.ts';

/**
 * Makes the one row of table Open_vSwitch where a new database has none, as `ovs-vsctl` does before whatever it
 * is told: without it bridges would belong to nothing, and be gone with the end of their transaction.
 */
export async function initialise(client: OvsdbClient, options: CallOptions): Promise<void> {
  const { Open_vSwitch: rows } = await selectTables(client, { Open_vSwitch: ['next_cfg'] }, options);
  if (rows.length > 0) return;
  await client.transact([{ op: 'insert', table: 'Open_vSwitch', row: {} }], options);
}
