import type { Conflict } from '../model/plan.ts';
import type { LiveResource, Resource } from '../model/resource.ts';
import { conflictOf } from './conflict-of.ts';

/**
 * What stands in the way of a bridge or port that is to be made: a port or bridge of others of that name. Open
 * vSwitch has each name once, since every bridge has a port of its own name (ovs-vswitchd.conf.db(5)).
 */
export function nameTaken(
  desired: Resource,
  live: ReadonlyMap<string, LiveResource>,
  topology: string,
): Conflict | undefined {
  if (live.has(desired.id) || desired.policy.external) return undefined;
  const rival = rivalIds(desired)
    .map((id) => live.get(id))
    .find((object) => object !== undefined && object.owner !== topology);
  if (rival === undefined) return undefined;
  const whose = rival.owner === null ? 'belongs to nobody' : `belongs to topology ${rival.owner}`;
  const message = `cannot be made: ${rival.id} has that name and ${whose}; give one of them another name`;
  return conflictOf(desired, rival.owner, message);
}

function rivalIds({ kind, name, attributes }: Resource): string[] {
  if (kind === 'bridge') return [`port/${name}`];
  if (kind !== 'port') return [];
  const device = attributes.interface;
  return [`bridge/${name}`, ...(typeof device === 'string' ? [`bridge/${device}`] : [])];
}
