import { OptopoError } from '../model/error.ts';
import type { LiveResource, PluginName, Resource } from '../model/resource.ts';
import type { PluginContext, StatePlugin, StateQuery } from '../plugins/contract.ts';
import { stateQuery } from '../plugins/state-query.ts';
import type { TopologyState } from '../state/topology-state.ts';
import { requireSameNamespace } from './host.ts';
import type { LookAround } from './management-guard.ts';
import type { Target } from './prepare.ts';
import type { Selection } from './select-targets.ts';
import type { Session } from './session.ts';

/** Plugins whose daemons are ovs-vswitchd and ovsdb-server. */
const ON_OPEN_VSWITCH: ReadonlySet<PluginName> = new Set(['ovs', 'openflow']);

/** Layers that are read without their tools as long as nothing is there; what comes next needs these tools. */
const READ_WITHOUT_TOOLS: ReadonlySet<PluginName> = new Set(['lxc', 'openflow']);

/** Layers through which nobody reaches this host: the management guard does not look at them. */
const NO_WAY_IN: ReadonlySet<PluginName> = new Set(['lxc']);

export interface ObserveOptions {
  /** Containers are not read where the topology has nothing to do with any. */
  ownLayers?: boolean | undefined;
  /** A part of the same reading that has been read before the rest. */
  begun?: StateQuery | undefined;
}

/** All live objects, and the raw reading that they were made from. */
export interface Observation {
  live: LiveResource[];
  reading: StateQuery;
  /** The layers that were looked at. */
  layers: ReadonlySet<PluginName>;
}

/**
 * Reads the live state of all layers side by side. A layer whose tools are not there is left out only when
 * the topology neither declares nor owns anything in it; otherwise that is `unreachable`. A read that fails
 * is thrown, never an empty answer. For a target that is limited only the layers are read that it needs.
 */
export async function observe(
  session: Session,
  state: TopologyState,
  { resources, selection }: Pick<Target, 'resources' | 'selection'>,
  { ownLayers = false, begun }: ObserveOptions = {},
): Promise<Observation> {
  const needed = layersOf(session, state, resources, selection);
  if ([...ON_OPEN_VSWITCH].some((name) => needed.has(name))) requireSameNamespace(session.host);
  const omitted = (name: PluginName): boolean =>
    selection !== undefined || (ownLayers && NO_WAY_IN.has(name));
  const read = session.plugins.filter(({ name }) => needed.has(name) || !omitted(name));
  return observeLayers(session, state, resources, read, needed, begun);
}

/** How the management guard reads a layer that a limited target leaves out. */
export function lookAround(
  session: Session,
  state: TopologyState,
  { resources, selection }: Target,
): LookAround {
  return {
    signal: session.signal,
    layer: async (name) => {
      const isRead = selection === undefined || layersOf(session, state, resources, selection).has(name);
      if (isRead) return [];
      const alone = await observeLayers(session, state, resources, [session.plugin(name)], new Set([name]));
      return alone.live;
    },
  };
}

async function observeLayers(
  session: Session,
  state: TopologyState,
  desired: readonly Resource[],
  plugins: readonly StatePlugin[],
  needed: ReadonlySet<PluginName>,
  before?: StateQuery,
): Promise<Observation> {
  const context = session.context(state);
  const reading = stateQuery(context, desired, before);
  const begun = new Map(
    slowestFirst(plugins).map((plugin) => [
      plugin,
      observeLayer(plugin, context, reading, needed.has(plugin.name)),
    ]),
  );
  const parts = await Promise.allSettled(plugins.map((plugin) => begun.get(plugin) ?? []));
  // All have ended before the first failure is thrown: nothing goes on reading behind the caller's back.
  const live = parts.flatMap((part) => {
    if (part.status === 'rejected') throw part.reason;
    return part.value;
  });
  return { live, reading, layers: new Set(plugins.map(({ name }) => name)) };
}

/** The layer whose program takes longest is asked first, so that the others run beside it. */
function slowestFirst(plugins: readonly StatePlugin[]): StatePlugin[] {
  const slowest = (plugin: StatePlugin): boolean => plugin.name === 'openflow';
  return [...plugins.filter(slowest), ...plugins.filter((plugin) => !slowest(plugin))];
}

async function observeLayer(
  plugin: StatePlugin,
  context: PluginContext,
  query: StateQuery,
  needed: boolean,
): Promise<readonly LiveResource[]> {
  if (!needed && !(await plugin.isAvailable(context))) return [];
  try {
    const live = await plugin.queryCurrentState(context, query);
    const unproved = needed && READ_WITHOUT_TOOLS.has(plugin.name);
    const reason = unproved ? await plugin.unavailableReason(context) : null;
    if (reason !== null) throw new OptopoError('unreachable', reason, { hint: 'see: optopo doctor' });
    return live;
  } catch (error) {
    if (error instanceof OptopoError) throw error;
    const reason = await plugin.unavailableReason(context);
    if (reason === null) throw error;
    throw new OptopoError('unreachable', reason, { cause: error, hint: 'see: optopo doctor' });
  }
}

/**
 * Layers in which something is declared, or was by an earlier apply, or is in the inventory. Where all that is
 * lost, Open vSwitch has to be asked: what it holds carries marks.
 */
function neededPlugins(
  session: Session,
  state: TopologyState,
  desired: readonly Resource[],
): ReadonlySet<PluginName> {
  const names = new Set(
    [...desired, ...state.resources, ...state.pending].map((resource) => resource.plugin),
  );
  const nothingKnown = state.rebuilt && state.resources.length === 0;
  if (nothingKnown) for (const name of ON_OPEN_VSWITCH) names.add(name);
  for (const id of Object.keys(state.inventory)) {
    const name = pluginOf(session, id);
    if (name) names.add(name);
  }
  return names;
}

/** Kinds of objects on which those of other layers stand. */
const CARRIERS = /^(?:bridge|port|link)\//;

/** The layers that a target needs: where it removes what others may stand on, all that the topology uses. */
function layersOf(
  session: Session,
  state: TopologyState,
  resources: readonly Resource[],
  selection: Selection | undefined,
): ReadonlySet<PluginName> {
  const used = neededPlugins(session, state, resources);
  if (selection === undefined) return used;
  const removesCarrier = [...selection.gone].some((id) => CARRIERS.test(id));
  const ids = [...selection.wanted, ...selection.gone];
  const own = ids.map((id) => pluginOf(session, id)).filter((name) => name !== undefined);
  return new Set(removesCarrier ? [...own, ...used] : own);
}

function pluginOf(session: Session, id: string): PluginName | undefined {
  const kind = id.slice(0, id.indexOf('/'));
  return session.plugins.find((candidate) => candidate.kinds.some((known) => known === kind))?.name;
}
