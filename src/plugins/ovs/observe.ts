import type { LiveResource } from '../../model/resource.ts';
import { readLinks } from '../../wire/ip/links.ts';
import type { PluginContext, StateQuery } from '../contract.ts';
import type { Links } from './live-resources.ts';
import { liveResources } from './live-resources.ts';
import { withAbsentOptionals } from './optional-ports.ts';
import { readSnapshot } from './snapshot.ts';

/** Reads all bridges and ports. Throws when the database or the kernel cannot be read. */
export async function observe(context: PluginContext, query: StateQuery): Promise<LiveResource[]> {
  const { signal } = context;
  const client = await context.ovsdb();
  const [snapshot, links] = await Promise.all([readSnapshot(client, { signal }), linksByName(context)]);
  return withAbsentOptionals(liveResources(snapshot, links), query.desired, links, context.owner);
}

/** The kernel's links of our namespace, by name. */
export async function linksByName(context: PluginContext): Promise<Links> {
  const links = await readLinks({ signal: context.signal });
  return new Map(links.map((link) => [link.name, link]));
}
