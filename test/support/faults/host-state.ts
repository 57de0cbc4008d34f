/**
 * The whole host as its own tools print it, object by object: every table of the database, flows, links,
 * addresses, routes, and containers with their configs and what is inside them. Objects carry the ids that a
 * report names them by, and are made without the engine's reading.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isJsonObject, type Json, type JsonObject } from '../../../src/model/json.ts';
import type { TestLab } from '../lab.ts';
import { databaseRows, type Rows } from './database-rows.ts';
import { type NetworkLists, networkObjects } from './network-objects.ts';

/** Everything about each object, by id. */
export type HostState = Record<string, JsonObject>;

const GUEST_FILES = ['etc/hostname', 'etc/init.d/rcS'];

/** Reads all of it. */
export async function readHostState(lab: TestLab): Promise<HostState> {
  const rows = await databaseRows(lab);
  const [network, flows, containers] = await Promise.all([
    ip(lab, null).then((lists) => networkObjects(lists, rows.owners)),
    flowObjects(lab, rows),
    containerObjects(lab),
  ]);
  const state: HostState = {};
  for (const [id, part] of [
    ...rows.objects,
    ...network,
    ...flows,
    ...containers,
    ...(await leftOvers(lab)),
  ]) {
    state[id] = { ...state[id], ...part };
  }
  for (const [id, object] of Object.entries(state)) if (isVeth(object)) state[id] = withoutMac(object);
  return state;
}

/** LXC makes a container's pair anew at each start, its host end with another MAC address. */
function isVeth(object: JsonObject): boolean {
  return JSON.stringify(object).includes('"optopo-network-type":"veth"');
}

function withoutMac(object: JsonObject): JsonObject {
  const parts = Object.entries(object).map(([key, part]) => {
    if (!isJsonObject(part)) return [key, part];
    const { mac_in_use: _inUse, address: _address, link_local: _local, ...rest } = part;
    return [key, rest];
  });
  return Object.fromEntries(parts) as JsonObject;
}

/** What `ip -j` prints of this namespace, or of that of a process: two calls for all of it. */
async function ip(lab: TestLab, pid: number | null): Promise<NetworkLists> {
  const inside = pid === null ? [] : ['nsenter', '-t', String(pid), '-n'];
  const read = async (options: string[], commands: string[]): Promise<JsonObject[][]> => {
    const [file = 'ip', ...words] = [...inside, 'ip', '-j', '-d', ...options, '-batch', '-'];
    const { stdout } = await lab.run(file, words, { input: `${commands.join('\n')}\n` });
    return stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as JsonObject[]);
  };
  const routes = 'route show table all';
  const [[links = [], routes4 = [], rules = []], [routes6 = []]] = await Promise.all([
    read([], ['address show', routes, 'rule show']),
    read(['-6'], [routes]),
  ]);
  return { links, routes: [...routes4, ...routes6], rules };
}

async function flowObjects(lab: TestLab, { bridges }: Rows): Promise<[string, JsonObject][]> {
  const all = bridges.map(async (bridge) => {
    const args = ['-O', 'OpenFlow15', '--names', '--no-stats', 'dump-flows', bridge];
    const { stdout } = await lab.run('ovs-ofctl', args);
    return stdout.split('\n').flatMap((line) => flowObject(bridge, line.trim()));
  });
  return (await Promise.all(all)).flat();
}

/** OVS's own flow of a standalone bridge comes and goes by itself. */
function flowObject(bridge: string, line: string): [string, JsonObject][] {
  const found = /^cookie=(\S+), (?:table=(\d+), )?(.*?)\s?actions=(.*)$/.exec(line);
  if (!found) return [];
  const [, cookie = '', table = '0', middle = '', actions = ''] = found;
  const words = middle.split(/,\s*|\s+/).filter(Boolean);
  const priority = words.find((word) => word.startsWith('priority='))?.slice('priority='.length) ?? '32768';
  const match = words.filter((word) => !/^(priority|idle_timeout|hard_timeout|importance)=/.test(word));
  if (cookie === '0x0' && priority === '0' && match.length === 0 && actions === 'NORMAL') return [];
  const id = `flow/${bridge}/${table}/${priority}/${match.join(',').replaceAll('"', '')}`;
  return [[id, { flow: line }]];
}

async function containerObjects(lab: TestLab): Promise<[string, JsonObject][]> {
  const names = existsSync(lab.lxcPath) ? readdirSync(lab.lxcPath).sort() : [];
  return Promise.all(names.map(async (name) => [`container/${name}`, await containerObject(lab, name)]));
}

async function containerObject(lab: TestLab, name: string): Promise<JsonObject> {
  const text = (...path: string[]): string | null => {
    const file = join(lab.lxcPath, name, ...path);
    return existsSync(file) ? readFileSync(file, 'utf8') : null;
  };
  const info = await lab.run('lxc-info', ['-P', lab.lxcPath, '-n', name, '-s', '-p'], { accept: [0, 1] });
  const [, state = '', pid] = /^State:\s+(\S+)(?:\nPID:\s+(\d+))?/.exec(info.stdout) ?? [];
  const inside = async (init: string): Promise<Json> =>
    Object.fromEntries(networkObjects(await ip(lab, Number(init)), new Map()));
  return {
    state,
    config: text('config'),
    mark: JSON.parse(text('optopo.json') ?? 'null') as Json,
    files: Object.fromEntries(GUEST_FILES.map((file) => [file, text('rootfs', file)])),
    inside: pid === undefined ? null : await inside(pid),
  };
}

/** Programs that work on containers of the lab: after a run there are none but the monitors of what runs. */
async function leftOvers(lab: TestLab): Promise<[string, JsonObject][]> {
  const { stdout } = await lab.run('ps', ['-eo', 'args']);
  const tools = stdout.split('\n').filter((line) => /^\S*lxc-/.test(line) && line.includes(lab.lxcPath));
  return tools.map((line) => [`process/${line.trim()}`, {}]);
}
