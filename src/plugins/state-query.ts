import type { Resource } from '../model/resource.ts';
import { readNetwork } from '../wire/ip/network.ts';
import type { PluginContext, StateQuery } from './contract.ts';
import { readOpenVswitch } from './open-vswitch-tables.ts';

/**
 * What one reading of the host is for. Kernel and database are asked at most once, however many layers need them.
 * `begun`: a part of the same reading that has been read before the rest.
 */
export function stateQuery(
  context: PluginContext,
  desired: readonly Resource[],
  begun?: StateQuery,
): StateQuery {
  const { signal } = context;
  return {
    desired,
    network: begun?.network ?? once(() => readNetwork({ signal })),
    database: begun?.database ?? once(async () => readOpenVswitch(await context.ovsdb(), { signal })),
    flows: new Map(begun?.flows),
  };
}

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => {
    answer ??= read();
    return answer;
  };
}
