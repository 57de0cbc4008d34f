import type { LiveResource } from '../../model/resource.ts';
import { type KernelLink, readLinks } from '../../wire/ip/links.ts';
import type { PluginContext, StateQuery } from '../contract.ts';
import type { Links } from './live-resources.ts';
import { liveResources } from './live-resources.ts';
import { withAbsentOptionals } from './optional-ports.ts';
import { readSnapshot } from './snapshot.ts';

/** Reads all bridges and ports. Throws when the database or the kernel cannot be read. */
export async function observe(context: PluginContext, query: StateQuery): Promise<LiveResource[]> {
  const { signal } = context;
  const client = await context.ovsdb();
  const [snapshot, network] = await Promise.all([readSnapshot(client, { signal }), query.network()]);
  const links = byName(network.links);
  return withAbsentOptionals(liveResources(snapshot, links), query.desired, links, context.owner);
}

/** The kernel's links of our namespace, by name. */
export async function linksByName(context: PluginContext): Promise<Links> {
  return byName(await readLinks({ signal: context.signal }));
}

function byName(links: readonly KernelLink[]): Links {
  return new Map(links.map((link) => [link.name, link]));
}
