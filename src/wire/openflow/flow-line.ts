import type { FlowText } from './flow-text.ts';

/** What tells one flow of a bridge from another. */
export type FlowIdentity = Pick<FlowText, 'table' | 'priority' | 'match'>;

/** Equal for flows of one identity, of which OVS keeps one. Both matches have to be with port numbers. */
export function identityKey({ table, priority, match }: FlowIdentity): string {
  return `${table}/${priority}/${match}`;
}

/** Adds the flow, or replaces the one of its identity, counters included. */
export function addLine(flow: FlowText): string {
  const parameters = [
    ...[`cookie=0x${flow.cookie.toString(16)}`],
    ...[`idle_timeout=${flow.idle_timeout}`, `hard_timeout=${flow.hard_timeout}`],
    ...(flow.importance === 0 ? [] : [`importance=${flow.importance}`]),
    ...flow.flags,
  ];
  return `add ${head(flow, parameters)} actions=${flow.actions}`;
}

/** Gives the flow other actions and leaves its counters; only if its cookie is still this one. */
export function modifyLine(flow: FlowText): string {
  return `modify_strict ${head(flow, [exactCookie(flow)])} actions=${flow.actions}`;
}

/** Removes the flow; only if its cookie is still this one. */
export function deleteLine(flow: FlowText): string {
  return `delete_strict ${head(flow, [exactCookie(flow)])}`;
}

function head({ table, priority, match }: FlowIdentity, parameters: readonly string[]): string {
  return [`table=${table}`, `priority=${priority}`, ...parameters, ...(match === '' ? [] : [match])].join(
    ',',
  );
}

function exactCookie({ cookie }: FlowText): string {
  return `cookie=0x${cookie.toString(16)}/-1`;
}
