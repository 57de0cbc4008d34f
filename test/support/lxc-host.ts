import type { JsonObject } from '../../src/model/json.ts';
import type { Difference, Step } from '../../src/model/plan.ts';
import { DEFAULT_POLICY, type LiveResource, type Resource } from '../../src/model/resource.ts';
import type { PluginContext } from '../../src/plugins/contract.ts';
import { lxcPlugin } from '../../src/plugins/lxc/index.ts';
import { stateQuery } from '../../src/plugins/state-query.ts';
import { findRunning, type RunningContainer } from '../../src/wire/lxc/process-table.ts';
import { runCommand } from '../../src/wire/subprocess.ts';
import { labVariable } from './lab-variable.ts';
import { ovsContext } from './ovs-host.ts';
import { statusesOf, stepOf } from './step-of.ts';

/** The containers and the Open vSwitch of the lab that these tests run in, and what they do by hand there. */
export interface LxcHost {
  context: PluginContext;
  lxcPath: string;
  observe(desired?: readonly Resource[]): Promise<Map<string, LiveResource>>;
  diff(desired: Resource, last?: Resource): Promise<Difference | null>;
  apply(steps: readonly Step[]): Promise<Record<string, string>>;
  /** Plans and applies as the engine does, then reads again: what still differs. */
  converge(desired: readonly Resource[], last?: readonly Resource[]): Promise<(string | null)[]>;
  running(name: string): RunningContainer | null;
  inside(name: string, ...command: string[]): Promise<string>;
  lxc(tool: string, name: string, ...args: string[]): Promise<string>;
  close(): Promise<void>;
}

export async function run(file: string, ...args: string[]): Promise<string> {
  return (await runCommand(file, args)).stdout.trim();
}

export function vsctl(...args: string[]): Promise<string> {
  return run('ovs-vsctl', '--timeout=10', ...args);
}

/** Names of the devices in this network namespace. */
export async function deviceNames(): Promise<string[]> {
  const links = JSON.parse(await run('ip', '-j', 'link', 'show')) as { ifname: string }[];
  return links.map(({ ifname }) => ifname);
}

/** A declared container, as the compiler makes it. */
export function container(name: string, attributes: JsonObject = {}): Resource {
  return {
    id: `container/${name}`,
    kind: 'container',
    plugin: 'lxc',
    name,
    attributes: { template: { name: 'busybox', args: {} }, state: 'running', ...attributes },
    dependsOn: [],
    policy: DEFAULT_POLICY,
    source: { file: 'test.yaml', line: 1, column: 1 },
  };
}

export async function lxcHost(owner: string): Promise<LxcHost> {
  const { close, ...base } = await ovsContext(owner);
  const lxcPath = labVariable('OPTOPO_LXC_PATH');
  const host = { ...base.host, lxcPath, stateDir: labVariable('OPTOPO_STATE_DIR') };
  const context: PluginContext = { ...base, host };
  const running = (name: string): RunningContainer | null =>
    findRunning(lxcPath, [{ name, rootfs: `${lxcPath}/${name}/rootfs` }]).get(name) ?? null;
  return {
    context,
    lxcPath,
    observe: (desired) => observe(context, desired),
    apply: (steps) => apply(context, steps),
    running,
    diff: async (desired, last) => diffWith(await observe(context, [desired]), desired, last),
    converge: (desired, last) => converge(context, desired, last),
    inside: (name, ...command) => {
      const init = running(name)?.init;
      if (init === undefined) throw new Error(`${name} does not run`);
      return run('nsenter', `--net=/proc/${init}/ns/net`, '--', ...command);
    },
    lxc: (tool, name, ...args) => run(`lxc-${tool}`, '-P', lxcPath, '-n', name, ...args),
    close: async () => close(),
  };
}

type Live = ReadonlyMap<string, LiveResource>;

async function observe(
  context: PluginContext,
  desired: readonly Resource[] = [],
): Promise<Map<string, LiveResource>> {
  const live = await lxcPlugin.queryCurrentState(context, stateQuery(context, desired));
  return new Map(live.map((object) => [object.id, object]));
}

function diffWith(live: Live, desired: Resource, last?: Resource): Difference | null {
  return lxcPlugin.calculateDiff({ desired, live: live.get(desired.id), last });
}

async function apply(context: PluginContext, steps: readonly Step[]): Promise<Record<string, string>> {
  return statusesOf(await lxcPlugin.applyState(context, steps));
}

async function converge(
  context: PluginContext,
  desired: readonly Resource[],
  last: readonly Resource[] = [],
): Promise<(string | null)[]> {
  const live = await observe(context, desired);
  const steps = desired.flatMap((resource) => {
    const before = last.find(({ id }) => id === resource.id);
    const difference = diffWith(live, resource, before);
    if (difference === null) return [];
    if (difference.action === 'replace') throw new Error(`would replace: ${difference.reason}`);
    return [stepOf(context.owner, difference.action, resource, live.get(resource.id) ?? null, difference)];
  });
  for (const [key, status] of Object.entries(await apply(context, steps))) {
    if (status !== 'done') throw new Error(`${key}: ${status}`);
  }
  const after = await observe(context, desired);
  return desired.map((resource) => diffWith(after, resource)?.reason ?? null);
}
