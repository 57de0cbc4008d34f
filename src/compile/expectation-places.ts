import { type AddressFamily, type ParsedCidr, parseCidr } from '../model/address.ts';
import { type Expectation, HOST } from '../model/expectation.ts';
import type { Json } from '../model/json.ts';
import { isJsonObject } from '../model/json.ts';
import type { Resource } from '../model/resource.ts';
import { isInNetwork, isLinkLocal } from './addresses.ts';

/** A container as an expectation sees it. */
interface Place {
  stopped: boolean;
  /** In the order of the document, those of a link left out: they need a device beside them. */
  addresses: ParsedCidr[];
}

type Found = Pick<Expectation, 'target' | 'address' | 'family'>;

export interface NotFound {
  problem: string;
  /** The name stands for nothing; a near one may have been meant. */
  unknown?: boolean;
}

const FAMILY: Readonly<Record<AddressFamily, string>> = { ipv4: 'IPv4', ipv6: 'IPv6' };

/** Who has which addresses in this topology: what the names in an expectation stand for. */
export class Places {
  readonly #containers = new Map<string, Place>();
  readonly #host: ParsedCidr[];

  constructor(resources: readonly Resource[]) {
    for (const { kind, name, attributes } of resources) {
      if (kind !== 'container') continue;
      const addresses = parsedAddresses(interfaceAddresses(attributes.interfaces));
      this.#containers.set(name, { stopped: attributes.state === 'stopped', addresses });
    }
    const own = resources.filter(({ kind }) => kind === 'address');
    this.#host = parsedAddresses(own.map(({ attributes }) => attributes.address));
  }

  container(name: string): Place | undefined {
    return this.#containers.get(name);
  }

  /** The address that `to` stands for when `from` sends, or why there is none. */
  find(from: string, to: string, reachable: boolean): Found | NotFound {
    if (from === to) return { problem: `${to} is the sender itself` };
    if (to === HOST) return this.#findHost(from);
    const container = this.#containers.get(to);
    if (container === undefined) return this.#findAddress(to);
    if (container.stopped && reachable) {
      return { problem: `container ${to} is declared stopped: it cannot be reached` };
    }
    return this.#findContainer(from, to, container);
  }

  #findContainer(from: string, to: string, { addresses }: Place): Found | NotFound {
    if (addresses.length === 0) {
      return {
        problem: `container ${to} has no address in this topology; give one to it, or name the address`,
      };
    }
    const families = this.#familiesOf(from);
    const first = addresses.find(({ family }) => families.size === 0 || families.has(family));
    if (first !== undefined) return { target: to, address: first.address, family: first.family };
    const [family] = families;
    return {
      problem: `container ${to} has no ${FAMILY[family as AddressFamily]} address, and ${from} no other`,
    };
  }

  /** The host has many addresses: the one in a network of the sender is meant. */
  #findHost(from: string): Found | NotFound {
    const own = this.#containers.get(from)?.addresses ?? [];
    const found = this.#host.find((address) => own.some((one) => isInNetwork(address, one)));
    if (found !== undefined) return { target: HOST, address: found.address, family: found.family };
    return { problem: `the host has no address in a network of ${from} here; name the address` };
  }

  #findAddress(text: string): Found | NotFound {
    const parsed = parseCidr(text);
    if (parsed === undefined)
      return { problem: `${text} is no container of this topology and no address`, unknown: true };
    if (text.includes('/')) return { problem: `${text} is a network; an address has no prefix length` };
    const { address, family } = parsed;
    if (isLinkLocal(parsed))
      return { problem: `${address} is an address of one link only; name another one` };
    if (isGroup(parsed)) return { problem: `${address} is no address that one host has` };
    return { target: this.#ownerOf(address), address, family };
  }

  #ownerOf(address: string): string | null {
    if (this.#host.some((one) => one.address === address)) return HOST;
    const owner = [...this.#containers].find(([, place]) =>
      place.addresses.some((one) => one.address === address),
    );
    return owner?.[0] ?? null;
  }

  /** Empty where nothing is declared: the host, or a container that gets its addresses from elsewhere. */
  #familiesOf(from: string): ReadonlySet<AddressFamily> {
    return new Set((this.#containers.get(from)?.addresses ?? []).map(({ family }) => family));
  }
}

function interfaceAddresses(interfaces: Json | undefined): Json[] {
  if (!Array.isArray(interfaces)) return [];
  return interfaces
    .filter(isJsonObject)
    .flatMap(({ addresses }) => (Array.isArray(addresses) ? addresses : []));
}

function parsedAddresses(list: readonly (Json | undefined)[]): ParsedCidr[] {
  return list.flatMap((text) => parseCidr(String(text)) ?? []).filter((address) => !isLinkLocal(address));
}

/** Multicast, and what stands for no address at all. */
function isGroup({ family, address }: ParsedCidr): boolean {
  if (family === 'ipv6') return address === '::' || /^ff/i.test(address);
  const first = Number(address.split('.')[0]);
  return first === 0 || first >= 224;
}
