import { readInside, txChecksumIsOffloaded } from '../../wire/lxc/inside-network.ts';
import type { Inside } from './faults.ts';
import type { ContainerInterface } from './interfaces.ts';

/** The inside of a running container as far as its interfaces need it. */
export async function lookInside(
  init: number,
  interfaces: readonly ContainerInterface[],
  signal: AbortSignal,
): Promise<Inside> {
  const network = await readInside(init, { signal });
  const veths = interfaces.filter(
    ({ name, network_type }) => network_type === 'veth' && network.links.has(name),
  );
  const states = await Promise.all(veths.map(({ name }) => txChecksumIsOffloaded(init, name, { signal })));
  return { network, offloading: new Set(veths.filter((_, index) => states[index]).map(({ name }) => name)) };
}
