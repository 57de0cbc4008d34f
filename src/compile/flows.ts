import { otherPlace } from '../document/diagnostic-list.ts';
import { bridgeId, flowId } from '../model/ids.ts';
import type { Dependency, Resource } from '../model/resource.ts';
import type { SourceLocation } from '../model/source.ts';
import { type FlowMistake, type NormalizedFlow, normalizeFlows } from '../wire/openflow/normalize.ts';
import type { DeclaredPort } from './declared-ports.ts';
import type { DeclaredFlow } from './flow-lines.ts';
import { FlowPorts } from './flow-ports.ts';
import { makeResource } from './make-resource.ts';
import { normalizePlainly } from './plain-flows.ts';
import type { Scope } from './scope.ts';

/** OVS's names of registers, which stand where a port may stand. */
const REGISTER = /^(?:x{0,2}reg\d+|(?:nxm|oxm)_\w+)$/i;

/**
 * Flows in OVS's canonical form, as ovs-ofctl gives it where it is installed; else as they are written. Each
 * mistake is reported at its own line. Throws when ovs-ofctl is there and cannot be run.
 */
export async function compileFlows(
  scope: Scope,
  flows: readonly DeclaredFlow[],
  ports: readonly DeclaredPort[],
  signal: AbortSignal | undefined,
): Promise<Resource[]> {
  if (flows.length === 0) return [];
  const known = new FlowPorts(ports);
  const answers = await normalizeFlows(flows, known.deviceNames(), {
    devices: known.devicesByPort(),
    ...(signal === undefined ? {} : { signal }),
  });
  const places = new Map<string, SourceLocation>();
  return flows.flatMap((flow, index) => {
    const answer = answers === null ? normalizePlainly(flow) : answers[index];
    const checked = checkFlow(scope, flow, answer, known, answers === null);
    if (checked === undefined) return [];
    const resource = flowResource(flow, checked, known);
    const other = places.get(resource.id);
    if (other === undefined) {
      places.set(resource.id, flow.at);
      return [resource];
    }
    scope.diagnostics.error(flow.at, sameIdentity(checked, flow, other));
    return [];
  });
}

function checkFlow(
  scope: Scope,
  flow: DeclaredFlow,
  answer: NormalizedFlow | FlowMistake | undefined,
  known: FlowPorts,
  plainly: boolean,
): NormalizedFlow | undefined {
  const unknown = known.unknownWords(flow);
  // What ovs-ofctl takes although it is no port of ours is a register, or a port of another bridge.
  const wrong = unknown.find(
    (word) => known.elsewhere(word) !== undefined || (plainly && !REGISTER.test(word)),
  );
  if (wrong !== undefined) {
    scope.diagnostics.error(flow.at, () => known.explainUnknown(wrong, flow.bridge));
    return undefined;
  }
  if (answer?.ok === true) return answer;
  const message = answer?.message ?? 'was not checked';
  const named = unknown.find((word) => message.startsWith(`unknown port ${word}`));
  const rest = message.slice(`unknown port ${named}`.length);
  scope.diagnostics.error(flow.at, () =>
    named === undefined ? `flow: ${message}` : `flow: ${known.explainUnknown(named, flow.bridge)}${rest}`,
  );
  return undefined;
}

function flowResource(flow: DeclaredFlow, checked: NormalizedFlow, known: FlowPorts): Resource {
  const { bridge } = flow;
  const { table, priority, match, actions, cookie, importance, flags } = checked;
  const timeouts = flow.timeouts ?? {
    ...(checked.idle_timeout === 0 ? {} : { idle_timeout: checked.idle_timeout }),
    ...(checked.hard_timeout === 0 ? {} : { hard_timeout: checked.hard_timeout }),
  };
  const onBridge: Dependency = { on: bridgeId(bridge), whenRebuilt: 'replace' };
  return makeResource({
    id: flowId(bridge, table, priority, match),
    kind: 'flow',
    name: match,
    attributes: {
      bridge,
      table,
      priority,
      match,
      actions,
      cookie,
      ...timeouts,
      importance: importance === 0 ? undefined : importance,
      flags: flags.length === 0 ? undefined : flags,
    },
    dependsOn: [onBridge, ...known.dependencies(bridge, match, actions)],
    policy: { adopt: flow.adopt, ...flow.watch },
    source: flow.at,
  });
}

function sameIdentity(
  { table, priority, match }: NormalizedFlow,
  flow: DeclaredFlow,
  other: SourceLocation,
): string {
  const identity = `bridge ${flow.bridge}, table ${table}, priority ${priority}, match "${match}"`;
  return `two flows of one identity (${identity}), the other in ${otherPlace(other, flow.at)}: Open vSwitch keeps one`;
}
