import { parseCidr } from '../../model/address.ts';
import type { JsonObject } from '../../model/json.ts';
import { isJsonObject } from '../../model/json.ts';
import { entering } from '../enter-network.ts';
import type { KernelLink } from '../ip/links.ts';
import { parseLink } from '../ip/links.ts';
import type { IpOptions } from '../ip/read-documents.ts';
import { parseDocuments } from '../ip/read-documents.ts';
import { checkTokens } from '../ip/write-batch.ts';
import { runCommand } from '../subprocess.ts';

/** One device inside a container with its addresses (canonical CIDR; link-local ones of IPv6 left out). */
export interface InsideLink extends KernelLink {
  addresses: string[];
}

/** The network of a running container, looked at from inside. */
export interface InsideNetwork {
  links: Map<string, InsideLink>;
  /** Default routes of the main table. */
  gateways: { dev: string; via: string }[];
}

const COMMANDS = ['address show', 'route show table all'];

/** Reads the network of the namespace that `pid` lives in. Throws when it cannot be read whole. */
export async function readInside(pid: number, options: IpOptions): Promise<InsideNetwork> {
  const args = [...entering(pid), 'ip', '-json', '-details', '-batch', '-'];
  const input = `${COMMANDS.join('\n')}\n`;
  const { stdout } = await runCommand('nsenter', args, { ...options, input });
  const [links, routes] = parseDocuments(stdout, COMMANDS.length, `nsenter ${args.join(' ')}`);
  return {
    links: new Map((links ?? []).map((entry) => [String(entry.ifname), insideLink(entry)])),
    gateways: (routes ?? []).flatMap(defaultRoute),
  };
}

/** Carries out `ip` commands inside, in order; stops at the first that fails with the kernel's words. */
export async function writeInside(
  pid: number,
  lines: readonly (readonly string[])[],
  options: IpOptions,
): Promise<void> {
  if (lines.length === 0) return;
  for (const tokens of lines) checkTokens(tokens);
  const input = lines.map((tokens) => `${tokens.join(' ')}\n`).join('');
  await runCommand('nsenter', [...entering(pid), 'ip', '-batch', '-'], {
    ...{ ...options, input },
    changesHost: true,
  });
}

/** Whether `dev` inside leaves TCP and UDP checksums to the hardware that a veth does not have. */
export async function txChecksumIsOffloaded(pid: number, dev: string, options: IpOptions): Promise<boolean> {
  const { stdout } = await runCommand('nsenter', [...entering(pid), 'ethtool', '-k', dev], options);
  return /^tx-checksumming: on$/m.test(stdout);
}

/** Makes the kernel fill in checksums on `dev` itself: OVS in user space passes the unfilled ones on. */
export async function switchTxChecksumOff(pid: number, dev: string, options: IpOptions): Promise<void> {
  await runCommand('nsenter', [...entering(pid), 'ethtool', '-K', dev, 'tx', 'off'], {
    ...options,
    changesHost: true,
  });
}

function insideLink(entry: JsonObject): InsideLink {
  const list = Array.isArray(entry.addr_info) ? entry.addr_info : [];
  const addresses = list.filter(isJsonObject).flatMap(({ scope, local, prefixlen }) => {
    const parsed = scope === 'link' ? undefined : parseCidr(`${local}/${prefixlen}`);
    return parsed ? [`${parsed.address}/${parsed.prefixLength}`] : [];
  });
  return { ...parseLink(entry), addresses };
}

function defaultRoute({ dst, gateway, dev, table }: JsonObject): { dev: string; via: string }[] {
  // With -details the main table is named, without it left out.
  if (dst !== 'default' || (table ?? 'main') !== 'main') return [];
  return typeof gateway === 'string' && typeof dev === 'string' ? [{ dev, via: gateway }] : [];
}
