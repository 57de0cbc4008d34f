import { destinationFamily, parseCidr } from '../../model/address.ts';
import type { Step } from '../../model/plan.ts';
import type { KernelAddress } from '../../wire/ip/network.ts';
import type { HostState } from './host-state.ts';

/** The `ip` commands that one step on an address takes. Notes in `host` what they change. */
export function addressLines(step: Step, host: HostState): string[][] {
  const { cidr, dev } = addressOf(step);
  if (step.operation === 'create') {
    if (host.addresses.has(step.id)) return [];
    host.addresses.set(step.id, newAddress(dev, cidr));
    return [['address', 'add', cidr, 'dev', dev, ...creationOptions(cidr)]];
  }
  if (step.operation === 'delete') {
    if (!host.addresses.delete(step.id)) return [];
    return [['address', 'delete', cidr, 'dev', dev]];
  }
  // There is nothing to update, and owning is a matter of the inventory.
  return [];
}

/** From the id `address/DEV/ADDRESS/LENGTH`; neither a device's name nor an address holds a slash. */
export function addressOf({ id }: Pick<Step, 'id'>): { dev: string; cidr: string } {
  const [, dev = '', address = '', length = ''] = id.split('/');
  return { dev, cidr: `${address}/${length}` };
}

/**
 * IPv4 networks with room for a broadcast address get it, as `ifconfig` and every distribution do. IPv6 goes
 * without duplicate detection: for a second the address would not be usable, and what comes next in the plan
 * (a route from it, a container that asks for it) needs it at once.
 */
function creationOptions(cidr: string): string[] {
  if (destinationFamily(cidr) === 'ipv6') return ['nodad'];
  const length = parseCidr(cidr)?.prefixLength ?? 32;
  return length <= 30 ? ['broadcast', '+'] : [];
}

function newAddress(dev: string, cidr: string): KernelAddress {
  const [address = '', length] = cidr.split('/');
  return {
    ...{ dev, address, family: destinationFamily(address), prefixLength: Number(length) },
    ...{ scope: 0, dynamic: false, tentative: false, duplicate: false, secondary: false },
  };
}
