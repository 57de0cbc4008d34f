import type { Json } from '../model/json.ts';
import { isJsonObject } from '../model/json.ts';
import type { LiveResource, Resource } from '../model/resource.ts';

/**
 * What an object holds that no other may hold at the same time: kernel devices by name, addresses by text,
 * and for containers the ports that are moved into them. Used to order handovers.
 */
export function devicesOf(object: Resource | LiveResource): string[] {
  const { kind, name, attributes } = object;
  if (kind === 'bridge') return [`device ${name}`];
  if (kind === 'port') return [`device ${textOr(attributes.interface, name)}`];
  if (kind === 'link') return [name, attributes.peer].filter(isText).map((device) => `device ${device}`);
  if (kind === 'address') return [`address ${heldAddress(textOr(attributes.address, name))}`];
  if (kind === 'container') return portsOf(attributes.interfaces).map((port) => `handed ${port}`);
  return [];
}

/**
 * A device has an IPv6 address once, whatever its prefix length. An IPv4 address it may have with two lengths,
 * and the new one comes before the old one goes: with its last address a device loses its routes.
 */
function heldAddress(cidr: string): string {
  return cidr.includes(':') ? cidr.replace(/\/.*/, '') : cidr;
}

function portsOf(interfaces: Json | undefined): string[] {
  if (!Array.isArray(interfaces)) return [];
  return interfaces.flatMap((entry) => (isJsonObject(entry) && isText(entry.port) ? [entry.port] : []));
}

function isText(value: Json | undefined): value is string {
  return typeof value === 'string';
}

function textOr(value: Json | undefined, fallback: string): string {
  return isText(value) ? value : fallback;
}
