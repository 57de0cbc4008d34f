import { cookieOf, ownerHalf } from '../../model/cookie.ts';
import { OptopoError } from '../../model/error.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Step } from '../../model/plan.ts';
import { defaultFlowAt, isDefaultFlow } from '../../wire/openflow/default-flow.ts';
import { addLine, deleteLine, identityKey, modifyLine } from '../../wire/openflow/flow-line.ts';
import type { FlowText } from '../../wire/openflow/flow-text.ts';
import { cookieFrom, flowFrom } from './attributes.ts';
import type { FlowBridge } from './bridges.ts';

/** One line for `ovs-ofctl --bundle add-flows`, the identity of its flow, and the step that it is for. */
export interface BundleLine {
  text: string;
  key: string;
  step: Step;
}

/** How a bridge's flows are to be changed, and what is to be read there afterwards. */
export interface Bundle {
  lines: BundleLine[];
  /** The identity of each step's flow. */
  keys: Map<Step, string>;
  /** The flows as they will be, by identity. */
  after: Map<string, FlowText>;
}

/**
 * Turns steps into the lines of one bundle, against the flows as they are right now: deletions first, since a
 * flow to be made may have the number of one to be removed. What is as it should be already gets no line.
 * Throws `conflict` for a flow of somebody else in the place of one to be made. Pure.
 */
export function planBundle(bridge: FlowBridge, steps: readonly Step[], present: readonly FlowText[]): Bundle {
  const after = new Map(present.map((flow) => [identityKey(flow), flow]));
  const bundle: Bundle = { lines: [], keys: new Map(), after };
  const created = new Map<string, Step>();
  const isRemoval = ({ operation }: Step): boolean => operation === 'delete';
  for (const step of steps.filter(isRemoval)) remove(bridge, step, bundle);
  for (const step of steps.filter((other) => !isRemoval(other))) put(bridge, step, bundle, created);
  return bundle;
}

function remove(bridge: FlowBridge, step: Step, bundle: Bundle): void {
  const flow = flowFrom(bridge, step.live?.attributes ?? {}, step.owner, undefined);
  const key = identityKey(flow);
  bundle.keys.set(step, key);
  const before = bundle.after.get(key);
  if (before === undefined || !isOurs(step, before)) return;
  const left = bridge.standalone ? defaultFlowAt(before) : null;
  bundle.lines.push({ text: left ? addLine(left) : deleteLine(before), key, step });
  if (left) bundle.after.set(key, left);
  else bundle.after.delete(key);
}

function put(bridge: FlowBridge, step: Step, bundle: Bundle, created: Map<string, Step>): void {
  const attributes = targetAttributes(step);
  const key = identityKey(flowFrom(bridge, attributes, step.owner, undefined));
  const before = bundle.after.get(key);
  bundle.keys.set(step, key);
  if (step.operation === 'release' && (before === undefined || !isOurs(step, before))) return;
  refuseForeign(step, before);
  refuseTwin(step, created.get(key));
  if (step.operation === 'create') created.set(key, step);
  const { missing: _none, ...after } = flowFrom(bridge, attributes, step.owner, before);
  // Without our mark; the undoing of an adoption knows the whole cookie that was there before.
  if (step.operation === 'release') after.cookie = cookieFrom(attributes.cookie) ?? 0n;
  const text = lineFor(before, after);
  if (text !== null) bundle.lines.push({ text, key, step });
  bundle.after.set(key, after);
}

/** What is to be there: the flow as it was read, with what is declared and what the plan changes over it. */
export function targetAttributes({ operation, attributes, fields, live }: Step): JsonObject {
  if (operation === 'create') return attributes;
  const changed = Object.fromEntries(fields.map(({ field, after }) => [field, after]));
  return { ...live?.attributes, ...(operation === 'update' ? attributes : {}), ...changed };
}

/** True for a flow that carries the mark of the step's topology. */
export function isOurs(step: Step, flow: FlowText): boolean {
  return ownerHalf(flow.cookie) === cookieOf(step.owner);
}

function refuseForeign(step: Step, before: FlowText | undefined): void {
  if (before === undefined || isOurs(step, before) || step.operation === 'adopt') return;
  if (isDefaultFlow(before)) return;
  const message = 'a flow of somebody else has taken its place since the plan was made';
  throw new OptopoError('conflict', message, {
    ...{ resource: step.id, source: step.desired?.source },
    tried: `${step.operation} beside cookie=0x${before.cookie.toString(16)} actions=${before.actions}`,
    hint: 'plan again; take it over with --adopt or `adopt: true`, or give yours another priority',
  });
}

function refuseTwin(step: Step, other: Step | undefined): void {
  if (other === undefined || step.operation !== 'create') return;
  const message = `is the same flow as ${other.id}: one has a port's name where the other has its number`;
  throw new OptopoError('conflict', message, { resource: step.id, source: step.desired?.source });
}

/** `null` when nothing has to be done. Where only the actions differ the counters are kept. */
function lineFor(before: FlowText | undefined, after: FlowText): string | null {
  if (before === undefined || !equalButActions(before, after)) return addLine(after);
  return before.actions === after.actions ? null : modifyLine(after);
}

function equalButActions(a: FlowText, b: FlowText): boolean {
  const rest = (flow: FlowText): string => addLine({ ...flow, actions: '', flags: [...flow.flags].sort() });
  return rest(a) === rest(b);
}
