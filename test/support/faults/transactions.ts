import type { PluginContext, StatePlugin } from '../../../src/plugins/contract.ts';
import type { OvsdbClient } from '../../../src/wire/ovsdb/client.ts';
import type { OperationResult } from '../../../src/wire/ovsdb/operations.ts';

/** Stands in the way of each transaction that writes; `send` really carries it out. */
export type OnTransaction = (send: () => Promise<OperationResult[]>) => Promise<OperationResult[]>;

/** The plugins with something in the way of their transactions. */
export function withTransactions(plugins: readonly StatePlugin[], on: OnTransaction): StatePlugin[] {
  return plugins.map((plugin) => {
    const watched = (context: PluginContext): PluginContext => ({
      ...context,
      ovsdb: async () => watchedClient(await context.ovsdb(), on),
    });
    return { ...plugin, applyState: (context, steps) => plugin.applyState(watched(context), steps) };
  });
}

function watchedClient(client: OvsdbClient, on: OnTransaction): OvsdbClient {
  return {
    call: (...args) => client.call(...args),
    monitorCond: (...args) => client.monitorCond(...args),
    onClose: (listener) => client.onClose(listener),
    close: () => client.close(),
    transact: (operations, options) => {
      const send = () => client.transact(operations, options);
      return operations.some(({ op }) => op !== 'select' && op !== 'wait') ? on(send) : send();
    },
  };
}
