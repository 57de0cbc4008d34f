import type { Step } from '../../../src/model/plan.ts';
import type { PluginName } from '../../../src/model/resource.ts';
import { orderSteps } from '../../../src/plugins/netlink/order-steps.ts';

type Direction = 'do' | 'undo';

/**
 * The steps of a batch that have been carried out when `target` of it fails, as each plugin's batches really
 * behave: Open vSwitch removes in one transaction and makes in a second one; `ip -batch` goes line by line;
 * containers are worked on side by side; flows go in one bundle a bridge.
 */
export function carriedOutBefore(
  plugin: { name: PluginName },
  steps: readonly Step[],
  target: Step,
  direction: Direction,
): Step[] {
  const others = steps.filter((step) => step !== target);
  switch (plugin.name) {
    case 'ovs':
      return removes(target, direction) ? [] : others.filter((step) => removes(step, direction));
    case 'netlink':
      return before(
        direction === 'do' ? orderSteps(steps) : [...orderSteps([...steps].reverse())].reverse(),
        target,
      );
    case 'lxc':
      return others;
    case 'openflow':
      return others.filter(({ id }) => bridgeOf(id) !== bridgeOf(target.id));
    default:
      throw new Error(`it is not known how batches of ${plugin.name} fail`);
  }
}

function before(ordered: readonly Step[], target: Step): Step[] {
  return ordered.slice(0, ordered.indexOf(target));
}

/** Steps whose effect comes as a whole, and so makes one place to be killed at. */
export function atomicPart(step: Step): string {
  if (step.plugin === 'ovs') return `ovs ${removes(step, 'do')}`;
  return step.plugin === 'openflow' ? `flows of ${bridgeOf(step.id)}` : step.key;
}

function removes({ operation }: Step, direction: Direction): boolean {
  return operation === (direction === 'do' ? 'delete' : 'create');
}

function bridgeOf(id: string): string {
  return id.split('/')[1] ?? '';
}
