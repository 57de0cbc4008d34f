import { parseCidr } from '../../model/address.ts';
import type { Step } from '../../model/plan.ts';
import type { KernelAddress } from '../../wire/ip/network.ts';
import { addressOf } from './address-lines.ts';
import { addressIdOf } from './kernel-ids.ts';

/**
 * Devices on which a primary IPv4 address is deleted whose network has others: those would go with it, if the
 * kernel were not told to promote one of them (net/ipv4/devinet.c). Pure.
 */
export function devicesToPromote(steps: readonly Step[], addresses: readonly KernelAddress[]): Set<string> {
  const deleted = new Set(addressSteps(steps, 'delete').map(({ id }) => id));
  if (deleted.size === 0) return new Set();
  const here = addresses.filter(({ family }) => family === 'ipv4');
  const created = addressSteps(steps, 'create').map((step) => addressOf(step));
  const seen = new Set<string>();
  const shared = new Set<string>();
  for (const { cidr, dev } of [...here.map(textOf), ...created]) {
    const network = `${dev} ${networkOf(cidr)}`;
    if (seen.has(network)) shared.add(network);
    seen.add(network);
  }
  const primary = here.filter((address) => !address.secondary && deleted.has(addressIdOf(address)));
  const carrying = primary.filter((address) =>
    shared.has(`${address.dev} ${networkOf(textOf(address).cidr)}`),
  );
  return new Set(carrying.map(({ dev }) => dev));
}

function addressSteps(steps: readonly Step[], operation: Step['operation']): Step[] {
  return steps.filter((step) => step.operation === operation && step.id.startsWith('address/'));
}

function textOf({ address, dev, prefixLength }: KernelAddress): { dev: string; cidr: string } {
  return { dev, cidr: `${address}/${prefixLength}` };
}

function networkOf(cidr: string): string {
  const parsed = parseCidr(cidr);
  return `${parsed?.network}/${parsed?.prefixLength}`;
}
