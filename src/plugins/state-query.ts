import type { Resource } from '../model/resource.ts';
import { type KernelNetwork, readNetwork } from '../wire/ip/network.ts';
import type { PluginContext, StateQuery } from './contract.ts';

/** What one reading of the host is for. The kernel is asked at most once, however many layers need its links. */
export function stateQuery({ signal }: PluginContext, desired: readonly Resource[]): StateQuery {
  let network: Promise<KernelNetwork> | undefined;
  return {
    desired,
    network: () => {
      network ??= readNetwork({ signal });
      return network;
    },
  };
}
