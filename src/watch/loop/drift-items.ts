import { ownerHalf } from '../../model/cookie.ts';
import { displayValue, type Plan } from '../../model/plan.ts';
import type { StepOutcome } from '../../model/report.ts';
import type { FieldChange, LiveResource } from '../../model/resource.ts';
import type { DriftItem } from '../contract.ts';

/** More are counted, not listed: an event has to stay small. */
const MOST_ITEMS = 200;

interface Found {
  id: string;
  reason: string;
  fields: FieldChange[];
  live: LiveResource | null;
}

/** One object that differs, as it is told. */
export function driftItem(found: Found, treatment: DriftItem['treatment']): DriftItem {
  const { id, reason, fields } = found;
  const by = changedBy(found.live);
  return { id, reason, fields, treatment, ...(by === undefined ? {} : { by }) };
}

/** What a plan carries out, as drift. */
export function changesAsDrift(plan: Plan, treatment: DriftItem['treatment']): DriftItem[] {
  return plan.changes.slice(0, MOST_ITEMS).map((change) => driftItem(change, treatment));
}

/**
 * What a run came to besides what it had planned, as drift: objects that somebody changed while it was at work, and
 * that further rounds put right.
 */
export function laterAsDrift(
  plan: Plan,
  steps: readonly StepOutcome[],
  treatment: DriftItem['treatment'],
): DriftItem[] {
  const planned = new Set(plan.changes.map(({ id }) => id));
  const done = steps.filter(({ id, status }) => status !== 'skipped' && !planned.has(id));
  const ids = [...new Set(done.map(({ id }) => id))].slice(0, MOST_ITEMS);
  return ids.map((id) => ({ id, reason: 'changed while a repair was at work', fields: [], treatment }));
}

/** What a plan leaves alone, as drift; `isFought` names what is left alone after a fight. */
export function heldAsDrift(plan: Plan, isFought: (id: string) => boolean): DriftItem[] {
  return (plan.held ?? []).slice(0, MOST_ITEMS).map((held) => {
    if (isFought(held.id)) return driftItem(held, 'fought');
    return driftItem(held, held.conflict ? 'conflict' : 'reported');
  });
}

/** Both values of what differs: the host's and the declared one. */
export function bothValues({ reason, fields }: Pick<Found, 'reason' | 'fields'>): string {
  if (fields.length === 0) return reason;
  const values = fields.map(
    ({ field, before, after }) => `${field} ${displayValue(before)} instead of ${displayValue(after)}`,
  );
  return values.join(', ');
}

/** Who made it so, where the object itself tells: another topology's mark, or a flow's cookie. */
function changedBy(live: LiveResource | null): string | undefined {
  if (live === null) return undefined;
  if (live.owner === null && live.kind === 'flow' && typeof live.attributes.cookie === 'string') {
    const cookie = BigInt(live.attributes.cookie);
    return ownerHalf(cookie) === 0
      ? `cookie ${live.attributes.cookie}`
      : `another program's cookie ${live.attributes.cookie}`;
  }
  return undefined;
}
