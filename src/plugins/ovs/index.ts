import { OptopoError } from '../../model/error.ts';
import { selectTables } from '../../wire/ovsdb/select-tables.ts';
import type { PluginContext, StatePlugin } from '../contract.ts';
import { verifyByReading } from '../verify-by-reading.ts';
import { applySteps } from './apply.ts';
import { ovsCheckpoint } from './checkpoint.ts';
import { diffBridgeOrPort } from './diff.ts';
import { observe } from './observe.ts';
import { rollbackRows } from './rollback.ts';
import { watchOvs } from './watch.ts';

/** Open vSwitch bridges and ports, over OVSDB; their devices' state over the kernel. */
export const ovsPlugin: StatePlugin = {
  name: 'ovs',
  version: '1.0.0',
  kinds: ['bridge', 'port'],
  capabilities: { orderedBatches: true, concurrentBatches: 1, atomicBatches: true },

  isAvailable: async (context) => (await unavailableReason(context)) === null,
  unavailableReason,
  queryCurrentState: observe,
  calculateDiff: diffBridgeOrPort,
  applyState: applySteps,
  verifyState: (context, desired) => verifyByReading(ovsPlugin, context, desired),
  createCheckpoint: ovsCheckpoint,
  rollback: rollbackRows,
  watchChanges: watchOvs,
};

async function unavailableReason(context: PluginContext): Promise<string | null> {
  try {
    const { Open_vSwitch: rows } = await selectTables(
      await context.ovsdb(),
      { Open_vSwitch: ['cur_cfg'] },
      { signal: context.signal },
    );
    return rows.length > 0 ? null : 'the database is not initialised; run: ovs-vsctl --no-wait init';
  } catch (error) {
    if (!(error instanceof OptopoError) || error.code === 'interrupted') throw error;
    return error.hint === undefined ? error.message : `${error.message}; ${error.hint}`;
  }
}
