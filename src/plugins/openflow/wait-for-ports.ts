import { setTimeout as delay } from 'node:timers/promises';
import { OptopoError } from '../../model/error.ts';
import type { Step } from '../../model/plan.ts';
import type { PluginContext } from '../contract.ts';
import { type Bridges, bridgeOfId, bridgesOf, type FlowBridge, readBridges, withNumbers } from './bridges.ts';
import { targetAttributes } from './bundle.ts';

/** How long ovs-vswitchd may take to number a port that is there. */
const DEADLINE_MS = 5_000;
const PAUSE_MS = 50;

/**
 * The bridge, once every port that the steps name has its OpenFlow number; `null` when there is no such
 * bridge, or ovs-vswitchd does not run it. Throws `apply-failed` for a port that is not there, or gets none in time.
 */
export async function bridgeWithPorts(
  context: PluginContext,
  name: string,
  steps: readonly Step[],
): Promise<FlowBridge | null> {
  const known = await context.justRead?.();
  if (known) {
    const bridges = await bridgesOf(await known.database(), context.host.ovsRundir);
    if (havePorts(bridges, steps)) return bridges.byName.get(name) ?? null;
  }
  return waitForPorts(context, name, steps);
}

/** True when nothing has to be waited for: every bridge of these flows runs, every port that they name has its number. */
export function havePorts({ byName }: Bridges, steps: readonly Step[]): boolean {
  return steps.every((step) => {
    const bridge = byName.get(bridgeOfId(step.id));
    return bridge?.running === true && firstWithoutNumber(bridge, [step]) === null;
  });
}

async function waitForPorts(
  context: PluginContext,
  name: string,
  steps: readonly Step[],
): Promise<FlowBridge | null> {
  const deadline = performance.now() + DEADLINE_MS;
  for (;;) {
    const bridge = (await readBridges(context)).byName.get(name);
    if (!bridge?.running) return null;
    const lacking = firstWithoutNumber(bridge, steps);
    if (lacking === null) return bridge;
    if (!bridge.portOf.has(lacking.port)) throw withoutPort(bridge, lacking);
    if (performance.now() > deadline) throw withoutNumber(bridge, lacking);
    await pause(context.signal);
  }
}

interface Lacking {
  step: Step;
  port: string;
}

/** What goes away needs no number: without one, nothing of it is left. */
function firstWithoutNumber(bridge: FlowBridge, steps: readonly Step[]): Lacking | null {
  for (const step of steps) {
    if (step.operation === 'delete' || step.operation === 'release') continue;
    const { match, actions } = targetAttributes(step);
    const [port] = withNumbers(bridge, { match: String(match ?? ''), actions: String(actions) }).missing;
    if (port !== undefined) return { step, port };
  }
  return null;
}

/** Whoever should have made it has done so before, or will not. */
function withoutPort({ name }: FlowBridge, { step, port }: Lacking): OptopoError {
  return new OptopoError('apply-failed', `bridge ${name} has no port ${port}`, {
    resource: step.id,
    source: step.desired?.source,
    hint: `see: ovs-vsctl list-ports ${name}`,
  });
}

function withoutNumber({ name }: FlowBridge, { step, port }: Lacking): OptopoError {
  const what = `port ${port} of bridge ${name} has no OpenFlow number: Open vSwitch could not open its device`;
  return new OptopoError('apply-failed', what, {
    resource: step.id,
    source: step.desired?.source,
    tried: `waiting ${DEADLINE_MS} ms for the number`,
    hint: `see: ovs-vsctl get Interface ${port} error`,
  });
}

async function pause(signal: AbortSignal): Promise<void> {
  try {
    await delay(PAUSE_MS, undefined, { signal });
  } catch (cause) {
    throw new OptopoError('interrupted', 'waiting for a port was interrupted', { cause });
  }
}
