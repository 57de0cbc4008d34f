import type { JsonObject } from '../../src/model/json.ts';
import type { Step, StepOperation } from '../../src/model/plan.ts';
import {
  DEFAULT_POLICY,
  type LiveResource,
  type Resource,
  type ResourceKind,
} from '../../src/model/resource.ts';
import type { OwnershipEntry, PluginContext } from '../../src/plugins/contract.ts';
import { netlinkPlugin } from '../../src/plugins/netlink/index.ts';
import { stateQuery } from '../../src/plugins/state-query.ts';
import { runCommand } from '../../src/wire/subprocess.ts';
import { labVariable } from './lab-variable.ts';
import { statusesOf } from './step-of.ts';

/** A topology's inventory that a test fills by hand. */
export interface TestInventory {
  entries: Map<string, OwnershipEntry>;
  own(...ids: string[]): void;
}

export function kernelContext(owner: string): { context: PluginContext; inventory: TestInventory } {
  const entries = new Map<string, OwnershipEntry>();
  const own = (...ids: string[]): void => {
    for (const id of ids) entries.set(id, { id, owner, adopted: false });
  };
  const context: PluginContext = {
    owner,
    host: { ovsdbSocket: '/nowhere', ovsRundir: '/nowhere', lxcPath: '/nowhere', stateDir: '/nowhere' },
    signal: new AbortController().signal,
    ownership: { lookup: (id) => entries.get(id), topologies: [], own: () => [...entries.values()] },
    ovsdb: () => Promise.reject(new Error('the netlink plugin needs no OVSDB')),
  };
  return { context, inventory: { entries, own } };
}

/** Throws outside a lab: these tests would change the machine's own network. */
export function requireLab(): void {
  labVariable('OVS_RUNDIR');
}

/** One `ip` command, its JSON where it prints any. */
export async function ip(...args: string[]): Promise<JsonObject[]> {
  const { stdout } = await runCommand('ip', ['-json', ...args]);
  return stdout.trim() === '' ? [] : (JSON.parse(stdout) as JsonObject[]);
}

export function declareNet(
  id: string,
  attributes: JsonObject,
  policy: Partial<Resource['policy']> = {},
): Resource {
  const kind = id.slice(0, id.indexOf('/')) as ResourceKind;
  const name = id.slice(kind.length + 1);
  const source = { file: 'test.yaml', line: 1, column: 1 };
  return {
    ...{ id, kind, name, attributes, source, plugin: 'netlink', dependsOn: [] },
    policy: { ...DEFAULT_POLICY, ...policy },
  };
}

export function netStep(operation: StepOperation, desired: Resource, more: Partial<Step> = {}): Step {
  return {
    ...{ key: `${operation}:${desired.id}`, id: desired.id, plugin: 'netlink', operation, owner: 'test' },
    attributes: operation === 'delete' ? {} : desired.attributes,
    ...{ fields: [], live: null, desired, restart: false, deleteData: false, after: [] },
    ...more,
  };
}

/** What the engine does for these objects: read, compare, make steps of the differences. */
export async function stepsTowards(
  context: PluginContext,
  desired: readonly Resource[],
  last: readonly Resource[] = [],
): Promise<Step[]> {
  const live = await observeNet(context, desired);
  return desired.flatMap((resource) => {
    const present = live.get(resource.id);
    const before = last.find(({ id }) => id === resource.id);
    const difference = netlinkPlugin.calculateDiff({ desired: resource, live: present, last: before });
    if (difference === null) return [];
    const parts = { live: present ?? null, fields: difference.fields };
    if (difference.action !== 'replace') return [netStep(difference.action, resource, parts)];
    const removal = netStep('delete', resource, { live: present ?? null });
    return [removal, netStep('create', resource, { after: [removal.key] })];
  });
}

export async function observeNet(
  context: PluginContext,
  desired: readonly Resource[] = [],
): Promise<Map<string, LiveResource>> {
  const live = await netlinkPlugin.queryCurrentState(context, stateQuery(context, desired));
  return new Map(live.map((object) => [object.id, object]));
}

/** Statuses by step, with the error's words. */
export async function applyNet(
  context: PluginContext,
  steps: readonly Step[],
): Promise<Record<string, string>> {
  return statusesOf(await netlinkPlugin.applyState(context, steps));
}
