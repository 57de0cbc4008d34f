import type { FlowText } from './flow-text.ts';

/** OVS's own flow of a bridge without a controller: everything is switched as usual. */
export function isDefaultFlow(flow: FlowText): boolean {
  return isDefaultPlace(flow) && flow.cookie === 0n && flow.actions === 'NORMAL';
}

/**
 * What OVS puts in this place of a standalone bridge that has no other flow there; `null` for other places.
 * A flow of ours that took the place gives it back when it goes.
 */
export function defaultFlowAt(flow: FlowText): FlowText | null {
  if (!isDefaultPlace(flow)) return null;
  const timeless = { idle_timeout: 0, hard_timeout: 0, importance: 0, flags: [] };
  return { ...flow, ...timeless, cookie: 0n, actions: 'NORMAL' };
}

function isDefaultPlace({ table, priority, match }: FlowText): boolean {
  return table === 0 && priority === 0 && match === '';
}
