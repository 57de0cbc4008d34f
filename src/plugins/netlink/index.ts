import { OptopoError } from '../../model/error.ts';
import { monitorNetwork } from '../../wire/ip/monitor.ts';
import { runCommand } from '../../wire/subprocess.ts';
import type { PluginContext, StatePlugin } from '../contract.ts';
import { checkpointOf, rollbackByInverse } from '../undo.ts';
import { verifyByReading } from '../verify-by-reading.ts';
import { applyNetlink } from './apply.ts';
import { diffNetlink } from './diff.ts';
import { liveResources } from './live-resources.ts';

/** Kernel links, addresses and routes of the network namespace that the process is in, through `ip`. */
export const netlinkPlugin: StatePlugin = {
  name: 'netlink',
  version: '1.0.0',
  kinds: ['link', 'address', 'route'],
  capabilities: { orderedBatches: true, concurrentBatches: 1, atomicBatches: false },

  async isAvailable(context) {
    return (await reasonAgainst(context)) === null;
  },

  unavailableReason: reasonAgainst,

  async queryCurrentState(context, { desired, network }) {
    return liveResources(await network(), desired, context.ownership);
  },

  calculateDiff: diffNetlink,

  applyState: applyNetlink,

  verifyState: (context, desired) => verifyByReading(netlinkPlugin, context, desired),

  createCheckpoint: (steps) => checkpointOf('netlink', steps),

  rollback: (context, checkpoint, steps) => rollbackByInverse(netlinkPlugin, context, checkpoint, steps),

  watchChanges: (context, onChange, hooks) => monitorNetwork(context.signal, onChange, hooks?.onSource),
};

async function reasonAgainst({ signal }: PluginContext): Promise<string | null> {
  try {
    await runCommand('ip', ['-Version'], { signal });
    return null;
  } catch (thrown) {
    if (thrown instanceof OptopoError && thrown.code === 'unreachable')
      return `${thrown.message}: install iproute2`;
    throw thrown;
  }
}
