import type { Step } from '../../model/plan.ts';
import type { FlowTarget, SavedFlows } from '../../wire/openflow/saved-flows.ts';
import { saveFlows } from '../../wire/openflow/saved-flows.ts';
import { optionalOf, setOf } from '../../wire/ovsdb/values.ts';
import type { PluginContext } from '../contract.ts';
import { flushesFlows } from './flow-flush.ts';
import type { Snapshot } from './snapshot.ts';
import { isBridge, nameOf } from './step-names.ts';

/** The flows of every bridge that OVS will flush for these steps, by step. Throws when they cannot be read. */
export async function saveFlushedFlows(
  context: PluginContext,
  steps: readonly Step[],
  snapshot: Snapshot,
): Promise<Map<Step, SavedFlows>> {
  const saved = new Map<Step, SavedFlows>();
  for (const step of steps) {
    const bridge = isBridge(step) ? snapshot.bridges.get(nameOf(step)) : undefined;
    if (!bridge || step.operation !== 'update' || !flushesFlows(step.fields)) continue;
    // A bridge without a datapath has no flows to lose, and no socket to ask.
    if (optionalOf(bridge.columns.datapath_id) === null) continue;
    const target: FlowTarget = {
      bridge: bridge.name,
      rundir: context.host.ovsRundir,
      protocols: setOf(bridge.columns.protocols).map(String),
      signal: context.signal,
    };
    saved.set(step, await saveFlows(target, optionalOf(bridge.columns.fail_mode) !== 'secure'));
  }
  return saved;
}
