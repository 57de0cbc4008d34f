import { createHash } from 'node:crypto';
import { defaultPortName } from '../../compile/default-port-name.ts';
import { FULL_NAME_KEY } from '../../compile/ports.ts';
import { type DiscoverTemplate, type Guest, PLACEHOLDER } from '../../model/discover.ts';
import { containerId, flowId, portId } from '../../model/ids.ts';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { DEFAULT_POLICY, type Resource } from '../../model/resource.ts';

/** The port that a running container is given: its name, and the device that OVS and OpenFlow know it by. */
export interface GuestPort {
  name: string;
  device: string;
  /** The name before it was shortened, where it was. */
  full: string | undefined;
}

/** Null where its veth has no end in our namespace: nothing is there to be put into a bridge. Pure. */
export function guestPort(template: DiscoverTemplate, guest: Guest): GuestPort | null {
  const { networkType, interfaceName } = template;
  const { name, full } = defaultPortName(networkType, guest.name, interfaceName, 0);
  if (networkType === 'socket') return { name, device: name, full };
  return guest.hostEnd === null ? null : { name, device: guest.hostEnd.name, full };
}

/** What a template comes to for one container: its port, what is done inside the container, its flows. Pure. */
export function guestResources(template: DiscoverTemplate, guest: Guest, port: GuestPort): Resource[] {
  const texts = { port: port.name, container: guest.name };
  const run = guest.run === null ? {} : { run: guest.run };
  return [
    portResource(template, guest, port, texts),
    insideResource(template, guest, port),
    ...template.flows.map((flow) => flowResource(flow, port)),
  ].map((resource) => ({ ...resource, policy: { ...resource.policy, ...run } }));
}

interface Texts {
  port: string;
  container: string;
}

function portResource(template: DiscoverTemplate, guest: Guest, port: GuestPort, texts: Texts): Resource {
  const { name, device, full } = port;
  const attributes = filled(template.port.attributes, texts) as JsonObject;
  if (device !== name) attributes.interface = device;
  if (template.networkType === 'socket') attributes.hwaddr = lastingMac(guest.name, template.interfaceName);
  if (full !== undefined) {
    const own = isJsonObject(attributes.external_ids) ? attributes.external_ids : {};
    attributes.external_ids = { ...own, [FULL_NAME_KEY]: full };
  }
  const policy = { ...template.port.policy, comesAndGoes: true as const };
  return { ...template.port, id: portId(name), name, attributes, policy, source: template.source };
}

/** The container is nobody's of ours: only the device in it is looked at, and mended, as its port is. */
function insideResource(template: DiscoverTemplate, guest: Guest, port: GuestPort): Resource {
  const { networkType, interfaceName } = template;
  const { attributes, policy } = template.port;
  const mtu = attributes.mtu_request;
  const heal = policy.heal === undefined ? {} : { heal: policy.heal };
  const device = { name: interfaceName, port: port.device, network_type: networkType };
  const setUp = {
    hwaddr: lastingMac(guest.name, interfaceName),
    ...(typeof mtu === 'number' ? { mtu } : {}),
  };
  const plugged = networkType === 'socket' ? { ...device, ...setUp } : device;
  return {
    ...{ id: containerId(guest.name), kind: 'container', plugin: 'lxc', name: guest.name },
    attributes: { plugged: [plugged] },
    dependsOn: networkType === 'socket' ? [{ on: portId(port.name), whenRebuilt: 'restart' }] : [],
    policy: { ...DEFAULT_POLICY, ...heal, unowned: true, comesAndGoes: true },
    source: template.source,
  };
}

/** Names go in where the canonical text has the placeholder: OVS's order of fields does not depend on them. */
function flowResource(flow: Resource, { name, device }: GuestPort): Resource {
  const attributes = filled(flow.attributes, { port: device, container: '' }) as JsonObject;
  const { bridge, table, priority, match } = attributes;
  return {
    ...flow,
    id: flowId(String(bridge), Number(table), Number(priority), String(match)),
    name: String(match),
    attributes,
    dependsOn: flow.dependsOn.map(({ on, whenRebuilt }) => ({
      on: on === portId(PLACEHOLDER.port) ? portId(name) : on,
      whenRebuilt,
    })),
  };
}

/** A value with the placeholders in its texts replaced. */
function filled(value: Json, texts: Texts): Json {
  if (Array.isArray(value)) return value.map((entry) => filled(entry, texts));
  if (isJsonObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, filled(entry, texts)]));
  }
  if (typeof value !== 'string') return value;
  return value
    .replaceAll(PLACEHOLDER.port, () => texts.port)
    .replaceAll(PLACEHOLDER.container, () => texts.container);
}

/** The same one whenever the device is made anew, so that leases and neighbours' tables stay right. */
function lastingMac(container: string, interfaceName: string): string {
  const digest = createHash('sha256').update(`${container}/${interfaceName}`).digest('hex');
  // Locally administered and not a group (IEEE 802).
  return ['02', ...(digest.slice(0, 10).match(/../g) ?? [])].join(':');
}
