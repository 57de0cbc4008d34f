import { OptopoError } from '../model/error.ts';
import type { LiveResource, PluginName, Resource } from '../model/resource.ts';
import type { PluginContext, StatePlugin, StateQuery } from '../plugins/contract.ts';
import { stateQuery } from '../plugins/state-query.ts';
import type { TopologyState } from '../state/topology-state.ts';
import { requireSameNamespace } from './host.ts';
import type { Session } from './session.ts';

/** Plugins whose daemons are ovs-vswitchd and ovsdb-server. */
const ON_OPEN_VSWITCH: ReadonlySet<PluginName> = new Set(['ovs', 'openflow']);

/** Layers that are read without their tools as long as nothing is there; what comes next needs these tools. */
const READ_WITHOUT_TOOLS: ReadonlySet<PluginName> = new Set(['lxc', 'openflow']);

/**
 * Reads the live state of all layers side by side. A layer whose tools are not there is left out only when
 * the topology neither declares nor owns anything in it; otherwise that is `unreachable`. A read that fails
 * is thrown, never an empty answer.
 */
export async function observe(
  session: Session,
  state: TopologyState,
  desired: readonly Resource[],
): Promise<LiveResource[]> {
  const context = session.context(state);
  const needed = neededPlugins(session, state, desired);
  if ([...ON_OPEN_VSWITCH].some((name) => needed.has(name))) requireSameNamespace(session.host);
  const query = stateQuery(context, desired);
  const parts = await Promise.allSettled(
    session.plugins.map((plugin) => observeLayer(plugin, context, query, needed.has(plugin.name))),
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
    const kind = id.slice(0, id.indexOf('/'));
    const plugin = session.plugins.find((candidate) => candidate.kinds.some((known) => known === kind));
    if (plugin) names.add(plugin.name);
  }
  return names;
}
