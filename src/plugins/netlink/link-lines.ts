import { OptopoError } from '../../model/error.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Step } from '../../model/plan.ts';
import type { KernelLink } from '../../wire/ip/links.ts';
import type { HostState } from './host-state.ts';
import { forgetLink } from './host-state.ts';

/** The `ip` commands that one step on a link takes. Notes in `host` what they change. */
export function linkLines(step: Step, host: HostState): string[][] {
  const name = linkNameOf(step);
  switch (step.operation) {
    case 'create':
      return createLines(name, step, host);
    case 'delete':
      return deleteLines(name, host);
    case 'update':
      return updateLines(name, step, host);
    default:
      // Adopting and releasing are matters of the inventory.
      return [];
  }
}

export function linkNameOf({ id }: Pick<Step, 'id'>): string {
  return id.slice('link/'.length);
}

function createLines(name: string, step: Step, host: HostState): string[][] {
  const { attributes } = step;
  const present = host.links.get(name);
  if (step.desired?.policy.unowned) requirePresent(name, present);
  const settings = settingLines(name, attributes, host);
  if (present !== undefined) {
    if (isDeclared(present, attributes)) return settings;
    throw new OptopoError('conflict', `a link ${name} of another kind exists already`, { resource: step.id });
  }
  noteCreated(name, attributes, host);
  return [addLine(name, attributes), ...settings];
}

function requirePresent(name: string, present: KernelLink | undefined): void {
  if (present !== undefined) return;
  throw new OptopoError('not-found', `the link ${name} does not exist`, {
    resource: `link/${name}`,
    hint: 'a link without `kind` is never created: add `kind`, or create the device first',
  });
}

/** The other end of a pair that has just been made is there already, and is what was declared. */
function isDeclared(link: KernelLink, { kind, link: lower, peer }: JsonObject): boolean {
  if (kind === undefined) return true;
  if (link.kind !== kind) return false;
  const bound = kind === 'veth' ? peer : lower;
  return bound === undefined || link.link === null || link.link === bound;
}

function addLine(name: string, { kind, link, peer }: JsonObject): string[] {
  const lower = link === undefined ? [] : ['link', String(link)];
  const pair = kind === 'veth' ? ['peer', 'name', String(peer)] : [];
  return ['link', 'add', ...lower, 'name', name, 'type', String(kind), ...pair];
}

function noteCreated(name: string, { kind, link, peer }: JsonObject, host: HostState): void {
  const bound = kind === 'veth' ? peer : link;
  host.links.set(name, newLink(name, String(kind), bound === undefined ? null : String(bound)));
  if (kind === 'veth') host.links.set(String(peer), newLink(String(peer), 'veth', name));
}

function newLink(name: string, kind: string, link: string | null): KernelLink {
  return {
    ...{ name, kind, link },
    ...{ ifindex: 0, up: false, flags: [], mtu: 1500, address: null },
    ...{ linkNetnsid: null, master: null, altnames: [], group: 0 },
  };
}

function updateLines(name: string, step: Step, host: HostState): string[][] {
  const settings: JsonObject = {};
  for (const { field, after } of step.fields) settings[field] = after;
  return settingLines(name, settings, host);
}

/** MTU and address before the state: some drivers take a new address only while they are down. */
function settingLines(name: string, { hwaddr, mtu, state }: JsonObject, host: HostState): string[][] {
  const settings: string[] = [];
  if (typeof mtu === 'number') settings.push('mtu', String(mtu));
  if (typeof hwaddr === 'string') settings.push('address', hwaddr);
  const lines = settings.length > 0 ? [['link', 'set', 'dev', name, ...settings]] : [];
  if (state === 'up') lines.push(['link', 'set', 'dev', name, 'up']);
  if (state === 'down') lines.push(...downLines(name, host));
  return lines;
}

/**
 * Setting a device down takes its IPv6 addresses away (`keep_addr_on_down` is off); those that people set are
 * put back.
 */
function downLines(name: string, host: HostState): string[][] {
  if (host.links.get(name)?.up !== true) return [['link', 'set', 'dev', name, 'down']];
  const kept = [...host.addresses.values()].filter(
    ({ dev, dynamic, family, scope }) => dev === name && family === 'ipv6' && scope === 0 && !dynamic,
  );
  const cidrs = kept.map(({ address, prefixLength }) => `${address}/${prefixLength}`);
  return [
    ['link', 'set', 'dev', name, 'down'],
    ...cidrs.map((cidr) => ['address', 'replace', cidr, 'dev', name, 'nodad']),
  ];
}

function deleteLines(name: string, host: HostState): string[][] {
  if (!host.links.has(name)) return [];
  forgetLink(host, name);
  return [['link', 'delete', 'dev', name]];
}
