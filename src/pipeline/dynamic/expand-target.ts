import type { DiscoverTemplate, Guest } from '../../model/discover.ts';
import { containerId, portId } from '../../model/ids.ts';
import type { Conflict } from '../../model/plan.ts';
import type { Resource } from '../../model/resource.ts';
import { conflictOf } from '../conflict-of.ts';
import { type GuestPort, guestPort, guestResources } from './guest-resources.ts';
import { idsOf, templateFor } from './select-guests.ts';

/** What a target comes to with the containers that run now. */
export interface Expanded {
  /** All that is declared and discovered. */
  resources: readonly Resource[];
  /** The discovered part of it. */
  discovered: readonly Resource[];
  /** Ids of the containers that run; null: nothing depends on them. */
  running: ReadonlySet<string> | null;
  /** Ports that cannot be given because what is declared, or another container, has the name. */
  conflicts: Conflict[];
}

/** A container that discovery may speak of, with the entry that names it and the port that it is given. */
interface Match {
  template: DiscoverTemplate;
  guest: Guest;
  port: GuestPort;
}

/**
 * Puts what runs into a target: a veth port of an unmanaged container that does not run is withheld, and the
 * templates become ports and flows of the containers that they select. Pure.
 */
export function expandTarget(
  declared: readonly Resource[],
  templates: readonly DiscoverTemplate[],
  guests: readonly Guest[],
): Expanded {
  const running = new Set(guests.filter(({ run }) => run !== null).map(({ name }) => containerId(name)));
  const unmanaged = unmanagedContainers(declared);
  const settled = declared.map((resource) => {
    if (unmanaged.has(resource.id)) return comingAndGoing(resource, false);
    const id = pairOf(resource);
    return id !== null && unmanaged.has(id) ? comingAndGoing(resource, !running.has(id)) : resource;
  });
  const { accepted, conflicts } = claimDevices(matchesOf(declared, templates, guests), declared);
  const discovered = accepted.flatMap(({ template, guest, port }) => guestResources(template, guest, port));
  return { resources: [...settled, ...discovered], discovered, running, conflicts };
}

/** Ids of declared containers that others start and stop. */
export function unmanagedContainers(declared: readonly Resource[]): ReadonlySet<string> {
  const found = declared.filter(
    ({ kind, attributes }) => kind === 'container' && attributes.state === 'unmanaged',
  );
  return new Set(found.map(({ id }) => id));
}

/** The container whose veth pair a port stands on: the pair is there only while it runs; a tap waits for it. */
function pairOf({ kind, attributes }: Resource): string | null {
  const isPair = kind === 'port' && attributes.network_type === 'veth';
  return isPair ? containerId(String(attributes.container)) : null;
}

function comingAndGoing(resource: Resource, withheld: boolean): Resource {
  return { ...resource, policy: { ...resource.policy, withheld, comesAndGoes: true } };
}

function matchesOf(
  declared: readonly Resource[],
  templates: readonly DiscoverTemplate[],
  guests: readonly Guest[],
): Match[] {
  if (templates.length === 0) return [];
  const ids = idsOf(declared);
  const sorted = guests.filter(({ run }) => run !== null).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return sorted.flatMap((guest) => {
    const template = templateFor(guest, templates, ids);
    const port = template && guestPort(template, guest);
    return template && port ? [{ template, guest, port }] : [];
  });
}

/** Each device is one port's, the declared ones' first; one that the kernel's own bridge has is that one's. */
function claimDevices(matches: readonly Match[], declared: readonly Resource[]) {
  const takenBy = new Map(declared.flatMap(claimsOf));
  const conflicts: Conflict[] = [];
  const accepted = matches.filter((match) => {
    const { name, device } = match.port;
    const taken = takenBy.get(name) ?? takenBy.get(device);
    if (taken !== undefined) conflicts.push(conflictOver(match, `would have the name or device of ${taken}`));
    const own = obstacleOf(match);
    if (own !== null) conflicts.push(conflictOver(match, own));
    for (const one of [name, device]) takenBy.set(one, containerId(match.guest.name));
    return taken === undefined && own === null;
  });
  return { accepted, conflicts };
}

function claimsOf(resource: Resource): [string, string][] {
  if (resource.kind !== 'port' && resource.kind !== 'bridge') return [];
  const device = resource.attributes.interface;
  const names = [resource.name, ...(typeof device === 'string' ? [device] : [])];
  return names.map((name) => [name, resource.id]);
}

/** What the container has of its own in the place of what it would be given. OVS is the master of its own ports. */
function obstacleOf({ template: { networkType, interfaceName }, guest }: Match): string | null {
  if (networkType === 'socket') {
    return guest.interfaces.includes(interfaceName) ? `has a device ${interfaceName} of its own` : null;
  }
  const master = guest.hostEnd?.master ?? null;
  return master === null || master === 'ovs-system' ? null : `has a device that is a port of ${master}`;
}

function conflictOver({ template, guest, port }: Match, why: string): Conflict {
  const message = `of container ${guest.name} (discover.${template.name}) ${why}`;
  return conflictOf({ id: portId(port.name), source: template.source }, null, message);
}
