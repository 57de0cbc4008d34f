import type { StatePlugin } from '../contract.ts';
import { compareFields } from '../field-rules.ts';
import { checkpointOf, rollbackByInverse } from '../undo.ts';
import { verifyByReading } from '../verify-by-reading.ts';
import { applyFlows } from './apply.ts';
import { unavailableReason } from './availability.ts';
import { observeFlows } from './observe.ts';
import { FLOW_RULES } from './rules.ts';
import { watchFlows } from './watch.ts';

/** OpenFlow flows, over `ovs-ofctl` on each bridge's management socket. */
export const openflowPlugin: StatePlugin = {
  name: 'openflow',
  version: '1.0.0',
  kinds: ['flow'],
  // One at a time: a flow's removal must never come after the flow that takes its place by number. A batch is
  // one bundle for each bridge, hence atomic on a bridge and not over several.
  capabilities: { orderedBatches: true, concurrentBatches: 1, atomicBatches: false },

  isAvailable: async (context) => (await unavailableReason(context)) === null,
  unavailableReason,
  queryCurrentState: observeFlows,
  calculateDiff: (input) => compareFields(FLOW_RULES, input),
  applyState: applyFlows,
  verifyState: (context, desired) => verifyByReading(openflowPlugin, context, desired),
  createCheckpoint: (steps) => checkpointOf('openflow', steps),
  rollback: (context, checkpoint, steps) => rollbackByInverse(openflowPlugin, context, checkpoint, steps),
  watchChanges: watchFlows,
};
