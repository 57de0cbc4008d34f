import type { HostPaths } from '../../plugins/contract.ts';
import type { Check } from './check.ts';
import { checkCgroups, checkOpenVswitch, checkPermissions } from './host-checks.ts';
import { checkTools } from './tools.ts';

/** Examines the host: what is installed, running, reachable and permitted. Changes nothing. */
export async function examineHost(host: HostPaths, signal: AbortSignal): Promise<Check[]> {
  return [
    ...checkTools(),
    ...checkPermissions(host),
    checkCgroups(),
    ...(await checkOpenVswitch(host, signal)),
  ];
}

export type { Check } from './check.ts';
