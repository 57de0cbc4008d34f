import { OptopoError } from '../../model/error.ts';
import { isJsonObject, type JsonObject } from '../../model/json.ts';
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
  if (present !== undefined) {
    if (isDeclared(present, attributes)) return settingLines(name, attributes, host);
    throw new OptopoError('conflict', `a link ${name} of another kind exists already`, { resource: step.id });
  }
  noteCreated(name, attributes, host);
  return [addLine(name, attributes), ...peerLines(attributes)];
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

/** One command: it makes the link with all its fields, or nothing. Some kinds take a MAC address only here. */
function addLine(name: string, attributes: JsonObject): string[] {
  const { kind, link, peer, state } = attributes;
  const lower = link === undefined ? [] : ['link', String(link)];
  const pair = kind === 'veth' ? ['peer', 'name', String(peer), ...settings(peerBefore(attributes))] : [];
  const up = state === 'up' ? ['up'] : [];
  return [
    'link',
    'add',
    ...lower,
    'name',
    name,
    ...settings(attributes),
    ...up,
    'type',
    String(kind),
    ...pair,
  ];
}

/** What the other end of a pair was, where the pair is made anew as it was. */
function peerBefore({ peer_in_use: peer }: JsonObject): JsonObject {
  return isJsonObject(peer) ? peer : {};
}

/** An end cannot be made up at once: its pair is not there yet. */
function peerLines(attributes: JsonObject): string[][] {
  if (peerBefore(attributes).state !== 'up') return [];
  return [['link', 'set', 'dev', String(attributes.peer), 'up']];
}

function settings({ hwaddr, mtu }: JsonObject): string[] {
  return [
    ...(typeof mtu === 'number' ? ['mtu', String(mtu)] : []),
    ...(typeof hwaddr === 'string' ? ['address', hwaddr] : []),
  ];
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
    ...{ peerIndex: null, linkNetnsid: null, master: null, altnames: [], group: 0 },
  };
}

function updateLines(name: string, step: Step, host: HostState): string[][] {
  const changed = Object.fromEntries(step.fields.map(({ after, field }) => [field, after]));
  return settingLines(name, changed, host);
}

function settingLines(name: string, attributes: JsonObject, host: HostState): string[][] {
  const { state } = attributes;
  const words = [...settings(attributes), ...(state === 'up' || state === 'down' ? [state] : [])];
  const lines = words.length > 0 ? [['link', 'set', 'dev', name, ...words]] : [];
  return state === 'down' ? [...lines, ...keptAddressLines(name, host)] : lines;
}

/**
 * Setting a device down takes its IPv6 addresses away (`keep_addr_on_down` is off); those that people set are
 * put back.
 */
function keptAddressLines(name: string, host: HostState): string[][] {
  if (host.links.get(name)?.up !== true) return [];
  const kept = [...host.addresses.values()].filter(
    ({ dev, dynamic, family, scope }) => dev === name && family === 'ipv6' && scope === 0 && !dynamic,
  );
  const cidrs = kept.map(({ address, prefixLength }) => `${address}/${prefixLength}`);
  return cidrs.map((cidr) => ['address', 'replace', cidr, 'dev', name, 'nodad']);
}

function deleteLines(name: string, host: HostState): string[][] {
  if (!host.links.has(name)) return [];
  forgetLink(host, name);
  return [['link', 'delete', 'dev', name]];
}
