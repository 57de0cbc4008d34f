import { flowId } from '../../src/model/ids.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { Plan } from '../../src/model/plan.ts';
import { DEFAULT_POLICY, type Resource } from '../../src/model/resource.ts';
import { makePlan } from '../../src/pipeline/plan.ts';
import type { PluginContext, StepResult } from '../../src/plugins/contract.ts';
import { openflowPlugin } from '../../src/plugins/openflow/index.ts';
import { stateQuery } from '../../src/plugins/state-query.ts';
import { normalizeFlows } from '../../src/wire/openflow/normalize.ts';
import { runCommand } from '../../src/wire/subprocess.ts';

/** A declared bridge that the tests made themselves. */
export function externalBridge(name: string): Resource {
  return {
    ...{ id: `bridge/${name}`, kind: 'bridge', plugin: 'ovs', name, attributes: {}, dependsOn: [] },
    policy: { ...DEFAULT_POLICY, external: true },
    source: { file: 'test.yaml', line: 1, column: 1 },
  };
}

/** Declared flows, as the compiler makes them of lines that `ovs-ofctl add-flow` takes. Cookie 0 is undeclared. */
export async function declareFlows(
  bridge: string,
  lines: readonly string[],
  ports: readonly string[],
): Promise<Resource[]> {
  const flows = (await normalizeFlows(
    lines.map((text) => ({ text, bridge })),
    ports,
  )) as NonNullable<Awaited<ReturnType<typeof normalizeFlows>>>;
  return flows.map((flow, index): Resource => {
    if (!flow.ok) throw new Error(`${lines[index]}: ${flow.message}`);
    const { ok: _ok, table, priority, match, actions, cookie, idle_timeout, hard_timeout, flags } = flow;
    const attributes: JsonObject = {
      ...{ bridge, table, priority, match, actions },
      ...(cookie === '0x0' ? {} : { cookie }),
      ...(idle_timeout === 0 ? {} : { idle_timeout }),
      ...(hard_timeout === 0 ? {} : { hard_timeout }),
      ...(flags.length === 0 ? {} : { flags }),
    };
    const id = flowId(bridge, table, priority, match);
    return {
      ...{ id, kind: 'flow', plugin: 'openflow', name: id.slice(5), attributes },
      ...{ dependsOn: [{ on: `bridge/${bridge}`, whenRebuilt: 'replace' }], policy: DEFAULT_POLICY },
      source: { file: 'test.yaml', line: index + 10, column: 3 },
    };
  });
}

export interface PlanRequest {
  last?: readonly Resource[];
  adopt?: boolean;
}

/** The plan for flows alone, made by the engine's own planner of what the plugin reads. */
export async function planFlows(
  context: PluginContext,
  desired: readonly Resource[],
  { last = [], adopt = false }: PlanRequest = {},
): Promise<Plan> {
  return makePlan({
    ...{ topology: context.owner, desired: desired.filter(({ kind }) => kind === 'flow'), last },
    live: await openflowPlugin.queryCurrentState(context, stateQuery(context, desired)),
    diff: (input) => openflowPlugin.calculateDiff(input),
    options: { adopt, prune: true, deleteData: false },
  });
}

/** What was planned, `action id` a line. */
export function summaryOf(plan: Plan): string[] {
  return plan.changes.map(({ action, id }) => `${action} ${id}`).sort();
}

/** Plans and applies; throws at the first step that failed. */
export async function convergeFlows(
  context: PluginContext,
  desired: readonly Resource[],
  request: PlanRequest = {},
): Promise<Plan> {
  const plan = await planFlows(context, desired, request);
  const failed = (await openflowPlugin.applyState(context, plan.steps)).find(
    ({ status }) => status !== 'done',
  );
  if (failed) throw failed.error ?? new Error(failed.key);
  return plan;
}

/** `status: code: message` of each result. */
export function outcomes(results: readonly StepResult[]): string[] {
  return results.map(({ status, error }) => (error ? `${status}: ${error.code}: ${error.message}` : status));
}

/** ovs-ofctl on a bridge's management socket. */
export function ofctl(
  context: PluginContext,
  bridge: string,
  command: string,
  ...args: string[]
): Promise<string> {
  const target = `unix:${context.host.ovsRundir}/${bridge}.mgmt`;
  return runCommand('ovs-ofctl', ['-O', 'OpenFlow15', command, target, ...args]).then(({ stdout }) => stdout);
}

/** All flows without counters, one a line, as a person reads them. */
export async function flowsOn(context: PluginContext, bridge: string): Promise<string[]> {
  const dump = await ofctl(context, bridge, 'dump-flows', '--no-stats', '--names');
  return dump
    .split('\n')
    .filter((line) => line.includes('actions='))
    .map((line) => line.trim());
}

export function vsctl(...args: string[]): Promise<string> {
  return runCommand('ovs-vsctl', ['--timeout=10', ...args]).then(({ stdout }) => stdout.trim());
}
