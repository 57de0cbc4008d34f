/**
 * The whole host as its own tools print it, object by object: every table of the database, flows, links,
 * addresses, routes, and containers with their configs and what is inside them. Objects carry the ids that a
 * report names them by, and are made without the engine's reading.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isJsonObject, type Json, type JsonObject } from '../../../src/model/json.ts';
import type { TestLab } from '../lab.ts';
import { initPid } from '../packets.ts';
import { databaseRows, type Rows } from './database-rows.ts';
import { networkObjects } from './network-objects.ts';

/** Everything about each object, by id. */
export type HostState = Record<string, JsonObject>;

const GUEST_FILES = ['etc/hostname', 'etc/init.d/rcS'];

/** Reads all of it. */
export async function readHostState(lab: TestLab): Promise<HostState> {
  const rows = await databaseRows(lab);
  const [network, flows, containers] = await Promise.all([
    networkObjects((args) => ip(lab, null, args), rows.owners),
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

/** `ip -j` in this namespace, or in that of a process. */
async function ip(lab: TestLab, pid: number | null, args: readonly string[]): Promise<JsonObject[]> {
  const inside = pid === null ? [] : ['nsenter', '-t', String(pid), '-n'];
  const [file = 'ip', ...words] = [...inside, 'ip', '-j', '-d', ...args];
  const { stdout } = await lab.run(file, words, { accept: [0, 2] });
  return JSON.parse(stdout.trim() || '[]') as JsonObject[];
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
  const state = await lab.run('lxc-info', ['-P', lab.lxcPath, '-n', name, '-s', '-H'], { accept: [0, 1] });
  const running = state.stdout.trim() === 'RUNNING';
  const inside = async (): Promise<Json> => {
    const pid = await initPid(lab, name);
    return Object.fromEntries(await networkObjects((args) => ip(lab, pid, args), new Map()));
  };
  return {
    state: state.stdout.trim(),
    config: text('config'),
    mark: JSON.parse(text('optopo.json') ?? 'null') as Json,
    files: Object.fromEntries(GUEST_FILES.map((file) => [file, text('rootfs', file)])),
    inside: running ? await inside() : null,
  };
}

/** Programs that work on containers of the lab: after a run there are none but the monitors of what runs. */
async function leftOvers(lab: TestLab): Promise<[string, JsonObject][]> {
  const { stdout } = await lab.run('ps', ['-eo', 'args']);
  const tools = stdout.split('\n').filter((line) => /^\S*lxc-/.test(line) && line.includes(lab.lxcPath));
  return tools.map((line) => [`process/${line.trim()}`, {}]);
}
