import { type OptopoError, toOptopoError } from '../../model/error.ts';
import type { Json } from '../../model/json.ts';
import type { Step } from '../../model/plan.ts';
import { IpBatchError, writeBatch } from '../../wire/ip/write-batch.ts';
import type { Links } from './live-resources.ts';
import { deviceOf } from './step-names.ts';

/**
 * Sets the devices of bridges and ports up or down where they are not what is declared: OVS makes them down.
 * One `ip -batch`; after a line that fails the rest is still done. Returns the steps that failed.
 */
export async function setLinkStates(
  steps: readonly Step[],
  links: Links,
  signal: AbortSignal,
): Promise<Map<Step, OptopoError>> {
  let left = steps.filter((step) => differs(links.get(deviceOf(step))?.up, wantedState(step)));
  const failed = new Map<Step, OptopoError>();
  while (left.length > 0) {
    const lines = left.map((step) => ['link', 'set', 'dev', deviceOf(step), String(wantedState(step))]);
    try {
      await writeBatch(lines, { signal });
      left = [];
    } catch (error) {
      const index = error instanceof IpBatchError ? error.failedIndex : undefined;
      const broken = index === undefined ? left : left.slice(index, index + 1);
      for (const step of broken) failed.set(step, toOptopoError(error));
      left = index === undefined ? [] : left.slice(index + 1);
    }
  }
  return failed;
}

function differs(up: boolean | undefined, wanted: Json | undefined): boolean {
  return typeof wanted === 'string' && up !== (wanted === 'up');
}

/** A new device, also that of a bridge with a new datapath, has none yet; else only a change counts. */
function wantedState({ operation, fields, attributes }: Step): Json | undefined {
  const anew = operation === 'create' || fields.some(({ field }) => field === 'datapath_type');
  if (anew) return attributes.state;
  return fields.find(({ field }) => field === 'state')?.after;
}
