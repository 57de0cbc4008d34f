import type { JsonObject } from '../../model/json.ts';
import { isJsonObject } from '../../model/json.ts';
import type { Step } from '../../model/plan.ts';
import type { LiveResource } from '../../model/resource.ts';
import type { Checkpoint } from '../contract.ts';
import { checkpointOf } from '../undo.ts';

/**
 * What bridges and ports were before `steps`, with what OVS had chosen for them written in as requests: made
 * anew from this, they have the MAC, the OpenFlow number and the datapath id that they had. Pure.
 */
export function ovsCheckpoint(steps: readonly Step[]): Checkpoint {
  const checkpoint = checkpointOf('ovs', steps);
  for (const [id, live] of checkpoint.before) {
    checkpoint.before.set(id, { ...live, attributes: pinned(live) });
  }
  return checkpoint;
}

function pinned({ kind, attributes }: LiveResource): JsonObject {
  const { mac_in_use: mac, ofport, datapath_id: datapathId, other_config: config } = attributes;
  const hwaddr = attributes.hwaddr ?? mac ?? null;
  if (kind === 'bridge') {
    const id = typeof datapathId === 'string' ? { 'datapath-id': datapathId } : {};
    return { ...attributes, hwaddr, other_config: { ...id, ...(isJsonObject(config) ? config : {}) } };
  }
  const number = typeof ofport === 'number' && ofport > 0 ? ofport : null;
  // The MAC of a device that OVS did not make is its own affair.
  const own = attributes.type === 'internal' ? hwaddr : (attributes.hwaddr ?? null);
  return { ...attributes, hwaddr: own, ofport_request: attributes.ofport_request ?? number };
}
