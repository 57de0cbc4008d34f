import { findOnPath } from '../../wire/find-on-path.ts';
import type { PluginContext, StatePlugin } from '../contract.ts';
import { checkpointOf } from '../undo.ts';
import { verifyByReading } from '../verify-by-reading.ts';
import { applyContainers, rollbackContainers } from './apply.ts';
import { diffContainer } from './diff.ts';
import { queryGuests } from './guests.ts';
import { observeContainers } from './observe.ts';
import { watchContainers } from './watch.ts';

/** Programs that containers need, and the Debian package of each. */
const PROGRAMS = [
  ['lxc-start', 'lxc'],
  ['nsenter', 'util-linux'],
  ['ethtool', 'ethtool'],
] as const;

/** LXC containers: their config, their state, and the network inside them. */
export const lxcPlugin: StatePlugin = {
  name: 'lxc',
  version: '1.0.0',
  kinds: ['container'],
  capabilities: { orderedBatches: false, concurrentBatches: 4, atomicBatches: false },

  isAvailable: async (context) => (await unavailableReason(context)) === null,
  unavailableReason,
  queryCurrentState: observeContainers,
  queryGuests,
  calculateDiff: diffContainer,
  applyState: applyContainers,
  verifyState: (context, desired) => verifyByReading(lxcPlugin, context, desired),
  createCheckpoint: (steps) => checkpointOf('lxc', steps),
  rollback: rollbackContainers,
  watchChanges: watchContainers,
};

async function unavailableReason(_context: PluginContext): Promise<string | null> {
  for (const [program, debianPackage] of PROGRAMS) {
    if (findOnPath(program) === undefined) {
      return `${program} is not installed; run: apt install ${debianPackage}`;
    }
  }
  return null;
}
