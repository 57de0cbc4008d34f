import type { Fault, Resource } from '../../model/resource.ts';
import { isAlive, type RunningContainer } from '../../wire/lxc/process-table.ts';
import type { PluginContext } from '../contract.ts';
import { runningFaults, type Surroundings } from './faults.ts';
import { readInterfaces } from './interfaces.ts';
import { lookInside } from './look-inside.ts';

/** True for a container that others start and stop, declared or discovered. */
export function isLeftToOthers(desired: Resource | undefined): boolean {
  return desired !== undefined && (desired.policy.unowned || desired.attributes.state === 'unmanaged');
}

/**
 * What is wrong inside a discovered container with the device that it was given. Of a veth, which is its own,
 * only what keeps TCP from passing counts; how a device is set up inside is the container's affair.
 */
export async function guestFaults(
  { signal }: PluginContext,
  desired: Resource,
  running: RunningContainer | undefined,
  around: Surroundings,
): Promise<Fault[]> {
  if (running === undefined) return [];
  const interfaces = readInterfaces(desired.attributes.plugged);
  try {
    const inside = await lookInside(running.init, interfaces, signal);
    const faults = await runningFaults(interfaces, inside, around);
    const isVeth = interfaces.some(({ network_type }) => network_type === 'veth');
    return isVeth ? faults.filter(({ code }) => code === 'tx-checksum-on') : faults;
  } catch (error) {
    if (isAlive(running.init)) throw error;
    return [];
  }
}
