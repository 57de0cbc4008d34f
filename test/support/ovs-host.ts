import type { JsonObject } from '../../src/model/json.ts';
import { DEFAULT_POLICY, type Resource } from '../../src/model/resource.ts';
import type { PluginContext } from '../../src/plugins/contract.ts';
import { connectOvsdb, type OvsdbClient } from '../../src/wire/ovsdb/client.ts';
import { selectTables } from '../../src/wire/ovsdb/select-tables.ts';
import { labVariable } from './lab-variable.ts';

/** Where the Open vSwitch of the lab is that these tests run in. */
export function ovsRundir(): string {
  return labVariable('OVS_RUNDIR');
}

/** A context as the engine makes one, on the lab's daemons. */
export async function ovsContext(
  owner: string,
): Promise<PluginContext & { client: OvsdbClient; close(): void }> {
  const rundir = ovsRundir();
  const client = await connectOvsdb(`${rundir}/db.sock`);
  return {
    owner,
    host: { ovsdbSocket: `${rundir}/db.sock`, ovsRundir: rundir, lxcPath: '/nowhere', stateDir: '/nowhere' },
    signal: new AbortController().signal,
    ownership: { lookup: () => undefined, topologies: [], own: () => [] },
    ovsdb: async () => client,
    client,
    close: () => client.close(),
  };
}

/** A declared bridge or port. */
export function declare(
  id: string,
  attributes: JsonObject,
  policy: Partial<Resource['policy']> = {},
): Resource {
  const [kind, name] = id.split('/') as ['bridge' | 'port', string];
  const bridge = attributes.bridge;
  return {
    id,
    kind,
    plugin: 'ovs',
    name,
    attributes,
    dependsOn: typeof bridge === 'string' ? [{ on: `bridge/${bridge}`, whenRebuilt: 'replace' }] : [],
    policy: { ...DEFAULT_POLICY, ...policy },
    source: { file: 'test.yaml', line: 1, column: 1 },
  };
}

const TABLES = {
  Bridge: [
    '_uuid',
    'name',
    'ports',
    'fail_mode',
    'external_ids',
    'other_config',
    'controller',
    'datapath_id',
  ],
  Port: ['_uuid', 'name', 'interfaces', 'tag', 'trunks', 'vlan_mode', 'external_ids', 'other_config', 'qos'],
  Interface: [
    '_uuid',
    'name',
    'type',
    'mac',
    'mac_in_use',
    'ofport',
    'ofport_request',
    'mtu_request',
    'error',
    'external_ids',
  ],
} as const;

/** One row by table and name; `undefined` when it is not there. */
export async function rowOf(
  client: OvsdbClient,
  table: keyof typeof TABLES,
  name: string,
): Promise<JsonObject | undefined> {
  const rows = await selectTables(client, { [table]: TABLES[table] });
  return rows[table]?.find((row) => row.name === name);
}
