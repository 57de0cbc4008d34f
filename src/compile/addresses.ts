import { otherPlace } from '../document/diagnostic-list.ts';
import type { DocumentPath } from '../document/node.ts';
import { type ParsedCidr, parseCidr } from '../model/address.ts';
import type { SourceLocation } from '../model/source.ts';
import type { Scope } from './scope.ts';

export interface DeclaredAddress extends ParsedCidr {
  /** Canonical, with its prefix length. */
  cidr: string;
  at: SourceLocation;
}

/**
 * Reads addresses and MAC addresses, and remembers who has them: one on two devices is a mistake, wherever
 * the devices live.
 */
export class AddressBook {
  readonly #scope: Scope;
  readonly #addresses = new Map<string, SourceLocation>();
  readonly #macs = new Map<string, SourceLocation>();

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  /** The list at `path`, canonical; what is wrong is reported and left out. */
  addresses(path: DocumentPath, list: readonly string[] | null | undefined): DeclaredAddress[] {
    return (list ?? []).flatMap((text, index) => {
      const itemPath = [...path, index];
      const address = this.#address(itemPath, text);
      return address === undefined || !this.#claimAddress(itemPath, address) ? [] : [address];
    });
  }

  /** A MAC address in lower case; `undefined` when it is none. */
  mac(path: DocumentPath, text: string): string | undefined {
    const mac = text.toLowerCase();
    const problem = macProblem(mac);
    if (problem !== null) {
      this.#scope.error(path, `${text} ${problem}`);
      return undefined;
    }
    const at = this.#scope.valueAt(path);
    const other = this.#macs.get(mac);
    if (other !== undefined)
      this.#scope.error(path, `the MAC address ${mac} is taken, in ${otherPlace(other, at)}`);
    else this.#macs.set(mac, at);
    return mac;
  }

  #address(path: DocumentPath, text: string): DeclaredAddress | undefined {
    const parsed = parseCidr(text);
    if (parsed === undefined) {
      this.#scope.error(path, `${text} is no address with a prefix length, such as 10.0.0.1/24`);
    } else if (!text.includes('/')) {
      this.#scope.error(path, `${text} has no prefix length; write ${text}/24, or whatever its network has`);
    } else if (!isHostAddress(parsed)) {
      this.#scope.error(path, `${text} is no address that a device can have`);
    } else {
      return { ...parsed, cidr: `${parsed.address}/${parsed.prefixLength}`, at: this.#scope.valueAt(path) };
    }
    return undefined;
  }

  #claimAddress(path: DocumentPath, address: DeclaredAddress): boolean {
    const other = this.#addresses.get(address.address);
    if (other !== undefined && !isLinkLocal(address)) {
      this.#scope.error(path, `the address ${address.address} is taken, in ${otherPlace(other, address.at)}`);
      return false;
    }
    this.#addresses.set(address.address, address.at);
    return true;
  }
}

/** True when `address` lies in the network of `cidr`; never across families. */
export function isInNetwork(address: ParsedCidr, cidr: ParsedCidr): boolean {
  if (address.family !== cidr.family) return false;
  return parseCidr(`${address.address}/${cidr.prefixLength}`)?.network === cidr.network;
}

/** fe80::/10 addresses are each link's own: the same one on two links is no mistake. */
export function isLinkLocal({ family, address }: ParsedCidr): boolean {
  return family === 'ipv6' && /^fe[89ab]/i.test(address);
}

function isHostAddress({ family, address }: ParsedCidr): boolean {
  if (family === 'ipv6') return address !== '::' && !/^ff/i.test(address);
  const first = Number(address.split('.')[0]);
  return first > 0 && first < 224;
}

function macProblem(mac: string): string | null {
  if (!/^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/.test(mac)) return 'is no MAC address, such as 02:00:00:00:00:01';
  if (mac === '00:00:00:00:00:00') return 'is no MAC address that a device can have';
  // The lowest bit of the first byte marks a group (IEEE 802).
  return Number.parseInt(mac.slice(0, 2), 16) % 2 === 1
    ? "is a multicast address: the first byte of a device's MAC address is even"
    : null;
}
