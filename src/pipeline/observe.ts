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

/**
 * Reads the live state of all layers side by side. A layer whose tools are not there is left out only when
 * the topology neither declares nor owns anything in it; otherwise that is `unreachable`. A read that fails
 * is thrown, never an empty answer. For a target that is limited only the layers are read that it needs.
 * `ownLayers`: containers are not read where the topology has nothing to do with any.
 */
export async function observe(
  session: Session,
  state: TopologyState,
  { resources, selection }: Pick<Target, 'resources' | 'selection'>,
  ownLayers = false,
): Promise<LiveResource[]> {
  const needed = layersOf(session, state, resources, selection);
  if ([...ON_OPEN_VSWITCH].some((name) => needed.has(name))) requireSameNamespace(session.host);
  const omitted = (name: PluginName): boolean =>
    selection !== undefined || (ownLayers && NO_WAY_IN.has(name));
  const read = session.plugins.filter(({ name }) => needed.has(name) || !omitted(name));
  return observeLayers(session, state, resources, read, needed);
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
      return observeLayers(session, state, resources, [session.plugin(name)], new Set([name]));
    },
  };
}

async function observeLayers(
  session: Session,
  state: TopologyState,
  desired: readonly Resource[],
  plugins: readonly StatePlugin[],
  needed: ReadonlySet<PluginName>,
): Promise<LiveResource[]> {
  const context = session.context(state);
  const query = stateQuery(context, desired);
  const parts = await Promise.allSettled(
    plugins.map((plugin) => observeLayer(plugin, context, query, needed.has(plugin.name))),
  );
  // All have ended before the first failure is thrown: nothing goes on reading behind the caller's back.
  return parts.flatMap((part) => {
    if (part.status === 'rejected') throw part.reason;
    return part.value;
  });
}

async function observeLayer(
  plugin: StatePlugin,
  context: PluginContext,
  query: StateQuery,
  needed: boolean,
): Promise<LiveResource[]> {
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
