import type { JsonObject } from '../../model/json.ts';
import { entering } from '../enter-network.ts';
import { runCommand } from '../subprocess.ts';
import { parseLink } from './links.ts';
import { parseDocuments } from './read-documents.ts';
import type { RouteOptions } from './route-to.ts';
import { checkTokens } from './write-batch.ts';

/** A device, and what its namespace knows of one neighbour on it. */
export interface Neighbourhood {
  /** The device's own MAC address. */
  mac: string | null;
  /** The neighbour's, as long as the kernel uses it; null while it is looked for, or was not found. */
  neighbour: string | null;
}

/** States in which the kernel sends to a neighbour without having asked for it first (ip-neighbour(8)). */
const USED = new Set(['PERMANENT', 'NOARP', 'REACHABLE', 'STALE', 'DELAY', 'PROBE']);

/** Reads a device's MAC address and its entry for one neighbour, in another namespace where `inside` is given. */
export async function readNeighbourhood(
  dev: string,
  address: string,
  options: RouteOptions,
): Promise<Neighbourhood> {
  const neighbours = ['neighbour', 'show', 'to', address, 'dev', dev];
  const [links = [], entries = []] = await show([['link', 'show', 'dev', dev], neighbours], options);
  return { mac: macIn(links), neighbour: entries.map(usedAddress).find((mac) => mac !== null) ?? null };
}

/** A device's MAC address; null for one without. */
export async function readMac(dev: string, options: RouteOptions): Promise<string | null> {
  const [links = []] = await show([['link', 'show', 'dev', dev]], options);
  return macIn(links);
}

async function show(
  commands: readonly (readonly string[])[],
  { inside, ...options }: RouteOptions,
): Promise<JsonObject[][]> {
  for (const tokens of commands) checkTokens(tokens);
  const batch = ['ip', '-json', '-details', '-batch', '-'];
  const [file = 'ip', ...args] = inside === undefined ? batch : ['nsenter', ...entering(inside), ...batch];
  const input = commands.map((tokens) => `${tokens.join(' ')}\n`).join('');
  const { stdout } = await runCommand(file, args, { ...options, input });
  return parseDocuments(stdout, commands.length, `${file} ${args.join(' ')}`);
}

function macIn(links: readonly JsonObject[]): string | null {
  return links.map(parseLink)[0]?.address ?? null;
}

function usedAddress({ lladdr, state }: JsonObject): string | null {
  const states = Array.isArray(state) ? state.map(String) : [];
  return typeof lladdr === 'string' && states.some((one) => USED.has(one)) ? lladdr.toLowerCase() : null;
}
