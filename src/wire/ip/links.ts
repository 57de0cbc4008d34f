import { OptopoError } from '../../model/error.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { isJsonObject } from '../../model/json.ts';
import type { IpOptions } from './read-documents.ts';
import { readDocuments } from './read-documents.ts';

/** One network device of this namespace, as `ip -j -d link show` tells. */
export interface KernelLink {
  name: string;
  ifindex: number;
  /** Administratively up (IFF_UP); says nothing about a carrier. */
  up: boolean;
  /** All flags as `ip` names them: UP, LOWER_UP, NO-CARRIER, LOOPBACK, … */
  flags: string[];
  mtu: number;
  /** MAC address, lower case; `null` for devices without one. */
  address: string | null;
  /** IFLA_INFO_KIND: veth, bridge, tun, openvswitch, …; `null` for hardware and loopback. */
  kind: string | null;
  /** The device that this one is bound to in this namespace: a veth's peer, a macvlan's lower device. */
  link: string | null;
  /** Index of a device in another namespace that this one is bound to: a veth's peer; null where `link` says it. */
  peerIndex: number | null;
  /** Number of the namespace that `link` lives in, where that is another one. */
  linkNetnsid: number | null;
  /** The bridge or bond that it is a port of. */
  master: string | null;
  altnames: string[];
  /** Device group; 0 for all that nobody put into one. */
  group: number;
}

/** Reads every link of this namespace. Throws when it cannot be read whole. */
export async function readLinks(options: IpOptions = {}): Promise<KernelLink[]> {
  const [links] = await readDocuments(['link show'], options);
  return (links ?? []).map(parseLink);
}

/** One element of `ip -j -d -N link show` or `address show`. Throws `protocol` when what it must have is missing. */
export function parseLink(entry: JsonObject): KernelLink {
  const { ifname, ifindex, mtu } = entry;
  if (typeof ifname !== 'string' || typeof ifindex !== 'number' || typeof mtu !== 'number') {
    throw new OptopoError(
      'protocol',
      `ip printed a link without name, index or MTU: ${JSON.stringify(entry)}`,
    );
  }
  const flags = texts(entry.flags);
  const info = isJsonObject(entry.linkinfo) ? entry.linkinfo : {};
  return {
    name: ifname,
    ifindex,
    up: flags.includes('UP'),
    flags,
    mtu,
    address: text(entry.address)?.toLowerCase() ?? null,
    kind: text(info.info_kind),
    link: text(entry.link),
    peerIndex: typeof entry.link_index === 'number' ? entry.link_index : null,
    linkNetnsid: typeof entry.link_netnsid === 'number' ? entry.link_netnsid : null,
    master: text(entry.master),
    altnames: texts(entry.altnames),
    group: Number(entry.group ?? 0),
  };
}

function text(value: Json | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function texts(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}
