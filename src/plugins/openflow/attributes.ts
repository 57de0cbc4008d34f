import { markedCookie, userHalf } from '../../model/cookie.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { FlowText } from '../../wire/openflow/flow-text.ts';
import { type FlowBridge, withNumbers } from './bridges.ts';

/** What a resource's attributes say, over what the flow has already where they say nothing. */
export function flowFrom(
  bridge: FlowBridge,
  attributes: JsonObject,
  owner: string,
  before: FlowText | undefined,
): FlowText & { missing: string[] } {
  const text = { match: String(attributes.match ?? ''), actions: String(attributes.actions ?? '') };
  return {
    table: Number(attributes.table ?? 0),
    priority: Number(attributes.priority),
    ...withNumbers(bridge, text),
    cookie: markedCookie(owner, cookieFrom(attributes.cookie) ?? before?.cookie ?? 0n),
    idle_timeout: numberFrom(attributes.idle_timeout) ?? before?.idle_timeout ?? 0,
    hard_timeout: numberFrom(attributes.hard_timeout) ?? before?.hard_timeout ?? 0,
    importance: numberFrom(attributes.importance) ?? before?.importance ?? 0,
    flags: Array.isArray(attributes.flags) ? attributes.flags.map(String) : (before?.flags ?? []),
  };
}

/** A resource's attributes as read from the host, the match and actions given with names in them. */
export function attributesOf(
  bridge: string,
  flow: FlowText,
  named: { match: string; actions: string },
  owned: boolean,
): JsonObject {
  // Of a flow that is not marked the whole cookie is kept, so that an undone adoption can put it back.
  const cookie = owned ? userHalf(flow.cookie) : flow.cookie;
  return {
    bridge,
    table: flow.table,
    priority: flow.priority,
    match: named.match,
    actions: named.actions,
    cookie: `0x${cookie.toString(16)}`,
    idle_timeout: flow.idle_timeout,
    hard_timeout: flow.hard_timeout,
    importance: flow.importance,
    flags: flow.flags,
  };
}

/** A cookie in an attribute: hexadecimal or decimal text, or a number. */
export function cookieFrom(value: Json | undefined): bigint | undefined {
  return typeof value === 'string' || typeof value === 'number' ? BigInt(value) : undefined;
}

function numberFrom(value: Json | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
