import { OptopoError } from '../../model/error.ts';
import type { Step } from '../../model/plan.ts';
import { optionalOf } from '../../wire/ovsdb/values.ts';
import { refusalMessage } from './faults.ts';
import type { Links } from './live-resources.ts';
import type { Snapshot } from './snapshot.ts';
import { bridgeOf, isBridge, nameOf } from './step-names.ts';

/**
 * What ovs-vswitchd could not do of committed steps. It never fails a transaction: it leaves an error text,
 * an ofport of -1, or no device. `snapshot` and `links` are as read after it has acted. Pure.
 */
export function findRefusals(
  steps: readonly Step[],
  snapshot: Snapshot,
  links: Links,
): Map<Step, OptopoError> {
  const refusals = new Map<Step, OptopoError>();
  const refuse = (step: Step, message: string, hint?: string): void => {
    refusals.set(
      step,
      new OptopoError('apply-failed', `ovs-vswitchd refused ${step.id}: ${message}`, {
        tried: `${step.operation} ${step.id} in an OVSDB transaction, and waited for ovs-vswitchd`,
        hint: hint ?? hintFor(step, message),
      }),
    );
  };
  const badBridges = new Set<string>();
  for (const step of steps.filter(isBridge)) {
    const message = bridgeRefusal(step, snapshot, links);
    if (message === null) continue;
    badBridges.add(nameOf(step));
    refuse(step, message, "see ovs-vswitchd's log; datapath_type system needs the kernel module openvswitch");
  }
  for (const step of steps.filter((candidate) => !isBridge(candidate))) {
    const message = portRefusal(step, snapshot, links);
    if (step.operation === 'create' && badBridges.has(bridgeOf(step))) refuse(step, 'its bridge was refused');
    else if (message !== null) refuse(step, message);
  }
  return refusals;
}

/** What helps, where the daemon's own words tell. */
function hintFor(step: Step, message: string): string {
  return message.includes('No such device')
    ? 'create the device first, correct its name (`interface`), or say `optional: true` to attach it when it appears'
    : `see ovs-vswitchd's log; ovs-vsctl list Interface ${nameOf(step)} shows what it says`;
}

function bridgeRefusal(step: Step, snapshot: Snapshot, links: Links): string | null {
  const anew = step.operation === 'create' || step.fields.some(({ field }) => field === 'datapath_type');
  if (!anew) return null;
  const bridge = snapshot.bridges.get(nameOf(step));
  if (bridge && links.has(bridge.name) && optionalOf(bridge.columns.datapath_id) !== null) return null;
  const type = step.attributes.datapath_type ?? 'system';
  return `it could not make a bridge with datapath_type ${String(type)}`;
}

function portRefusal(step: Step, snapshot: Snapshot, links: Links): string | null {
  if (step.operation !== 'create' && step.operation !== 'update') return null;
  const device = snapshot.ports.get(nameOf(step))?.interfaces[0];
  if (!device) return 'its rows are gone again';
  const message = refusalMessage(device, true);
  if (message !== null || step.operation === 'update') return message;
  if (device.columns.type === 'internal' && !links.has(device.name)) return 'it made no device';
  const wanted = step.attributes.ofport_request ?? null;
  const ofport = optionalOf(device.columns.ofport);
  if (wanted === null || wanted === ofport) return null;
  return `OpenFlow port ${String(wanted)} is not to be had, it got ${String(ofport)}`;
}
