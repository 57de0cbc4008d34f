import { OptopoError, toOptopoError } from '../../model/error.ts';
import type { Step } from '../../model/plan.ts';
import { identityKey } from '../../wire/openflow/flow-line.ts';
import { type FlowText, parseFlowText } from '../../wire/openflow/flow-text.ts';
import { applyFlowBundle, dumpFlows } from '../../wire/openflow/ofctl.ts';
import type { PluginContext, StepResult } from '../contract.ts';
import { bridgeOfId, type FlowBridge, switchTarget } from './bridges.ts';
import { type Bundle, isOurs, planBundle } from './bundle.ts';
import { explainBundleError } from './bundle-error.ts';
import { bridgeWithPorts } from './wait-for-ports.ts';

/**
 * Carries out flow steps: one atomic bundle for each bridge, bridges side by side, and reads again whether
 * every flow is there. Never throws; a bridge's steps succeed or fail together.
 */
export async function applyFlows(context: PluginContext, steps: readonly Step[]): Promise<StepResult[]> {
  const byBridge = new Map<string, Step[]>();
  for (const step of steps) {
    const bridge = bridgeOfId(step.id);
    byBridge.set(bridge, [...(byBridge.get(bridge) ?? []), step]);
  }
  const groups = [...byBridge].map(([bridge, group]) => applyToBridge(context, bridge, group));
  return (await Promise.all(groups)).flat();
}

async function applyToBridge(
  context: PluginContext,
  name: string,
  steps: readonly Step[],
): Promise<StepResult[]> {
  try {
    const bridge = await bridgeWithPorts(context, name, steps);
    if (bridge === null) return steps.map((step) => withoutBridge(step, name));
    return await applyBundle(context, bridge, steps);
  } catch (thrown) {
    const error = toOptopoError(thrown);
    return steps.map((step) => failed(step, error));
  }
}

/** With its bridge a flow is gone; none can be made. */
function withoutBridge(step: Step, bridge: string): StepResult {
  if (step.operation === 'delete' || step.operation === 'release') return done(step);
  return failed(step, new OptopoError('not-found', `bridge ${bridge} does not exist or is not running`));
}

async function applyBundle(
  context: PluginContext,
  bridge: FlowBridge,
  steps: readonly Step[],
): Promise<StepResult[]> {
  const target = switchTarget(context, bridge);
  const read = async (): Promise<FlowText[]> => (await dumpFlows(target)).map(parseFlowText);
  const present = (await context.justRead?.())?.flows.get(bridge.name) ?? (await read());
  const bundle = planBundle(bridge, steps, present);
  if (bundle.lines.length === 0) return steps.map(done);
  try {
    await applyFlowBundle(
      target,
      bundle.lines.map(({ text }) => text),
    );
  } catch (thrown) {
    throw explainBundleError(toOptopoError(thrown), bridge, bundle.lines);
  }
  return readBack(bundle, steps, await read());
}

/** Whether each flow is there, with its mark, or gone. */
function readBack(bundle: Bundle, steps: readonly Step[], present: readonly FlowText[]): StepResult[] {
  const flows = new Map(present.map((flow) => [identityKey(flow), flow]));
  return steps.map((step) => {
    const key = bundle.keys.get(step) ?? '';
    const wanted = bundle.after.get(key);
    const found = flows.get(key);
    if (wanted ? found?.cookie === wanted.cookie : found === undefined || !isOurs(step, found))
      return done(step);
    const message = wanted
      ? 'Open vSwitch took the flow, and it is not there: something else removes or replaces it'
      : 'the flow is there again after its removal: something else puts it back';
    return failed(step, new OptopoError('apply-failed', message));
  });
}

function done({ key }: Step): StepResult {
  return { key, status: 'done' };
}

function failed({ key }: Step, error: OptopoError): StepResult {
  return { key, status: 'failed', error };
}
