import type { Step } from '../../model/plan.ts';

/** The object's name: what follows the kind in its id. */
export function nameOf(step: Step): string {
  return step.id.slice(step.id.indexOf('/') + 1);
}

export function isBridge(step: Step): boolean {
  return step.id.startsWith('bridge/');
}

/** The kernel device of a bridge or port, which OVS and OpenFlow know it by. */
export function deviceOf(step: Step): string {
  const device = step.attributes.interface ?? step.live?.attributes.interface;
  return typeof device === 'string' ? device : nameOf(step);
}

/** The bridge that a port is, or shall be, on. */
export function bridgeOf(step: Step): string {
  return String(step.attributes.bridge ?? step.live?.attributes.bridge ?? '');
}

/** True for a new port on a device that has to be there before; taps are OVS's own. */
export function createsOnDevice(step: Step): boolean {
  return step.operation === 'create' && !isBridge(step) && step.attributes.type !== 'internal';
}
