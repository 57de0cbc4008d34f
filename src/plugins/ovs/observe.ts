import type { LiveResource } from '../../model/resource.ts';
import { type KernelLink, readLinks } from '../../wire/ip/links.ts';
import type { PluginContext, StateQuery } from '../contract.ts';
import { withAbsentDevices } from './absent-devices.ts';
import type { Links } from './live-resources.ts';
import { liveResources } from './live-resources.ts';
import { snapshotOf } from './snapshot.ts';

/** Reads all bridges and ports. Throws when the database or the kernel cannot be read. */
export async function observe(context: PluginContext, query: StateQuery): Promise<LiveResource[]> {
  const [tables, network] = await Promise.all([query.database(), query.network()]);
  const links = byName(network.links);
  const live = liveResources(snapshotOf(tables), links);
  return withAbsentDevices(live, query.desired, links, context.owner);
}

/** The kernel's links of our namespace, by name. */
export async function linksByName(context: PluginContext): Promise<Links> {
  return byName(await readLinks({ signal: context.signal }));
}

/** Links as the plugin looks them up. */
export function byName(links: readonly KernelLink[]): Links {
  return new Map(links.map((link) => [link.name, link]));
}
