import { otherPlace } from '../document/diagnostic-list.ts';
import { bridgeId, linkId, portId } from '../model/ids.ts';
import type { SourceLocation } from '../model/source.ts';
import type { DeclaredPort } from './declared-ports.ts';
import { deviceNameProblem, portNameProblem } from './device-names.ts';
import type { Scope } from './scope.ts';

/** What makes or holds a device of the kernel. */
export interface Device {
  name: string;
  /** The objects that have to be there before the device is. */
  ids: string[];
  /** It is there only while we keep it there: nobody else puts addresses on it. */
  created: boolean;
  optional: boolean;
  /** The container into which it is moved. */
  container: string | undefined;
  at: SourceLocation;
}

/** Every device of the host that the topology declares, by name; names taken twice are reported. */
export function declaredDevices(scope: Scope, ports: readonly DeclaredPort[]): Map<string, Device> {
  const devices = new Map<string, Device>();
  addBridges(scope, devices);
  addLinks(scope, devices);
  for (const port of ports) addPort(scope, devices, port);
  return devices;
}

function addBridges(scope: Scope, devices: Map<string, Device>): void {
  for (const [name, bridge] of Object.entries(scope.document.bridges ?? {})) {
    const at = scope.keyAt(['bridges', name]);
    const problem = portNameProblem(name);
    if (problem !== null) scope.diagnostics.error(at, problem);
    const created = bridge.external !== true;
    devices.set(name, { name, ids: [bridgeId(name)], created, optional: false, container: undefined, at });
  }
}

function addLinks(scope: Scope, devices: Map<string, Device>): void {
  const links = Object.entries(scope.document.links ?? {});
  for (const [name, link] of links) {
    const at = scope.keyAt(['links', name]);
    addNew(scope, devices, {
      name,
      ids: [linkId(name)],
      created: link.kind !== undefined,
      optional: false,
      container: undefined,
      at,
    });
  }
  for (const [name, { kind, peer }] of links) {
    if (kind !== 'veth' || peer === undefined) continue;
    addPeer(scope, devices, name, peer);
  }
}

/** The other end comes and goes with the link; an entry of its own, without `kind`, may set its fields. */
function addPeer(scope: Scope, devices: Map<string, Device>, link: string, peer: string): void {
  const at = scope.valueAt(['links', link, 'peer']);
  const problem = deviceNameProblem(peer);
  if (problem !== null) scope.diagnostics.error(at, problem);
  const declared = devices.get(peer);
  if (peer === link) {
    scope.diagnostics.error(at, `${link} cannot be its own peer`);
  } else if (declared === undefined) {
    devices.set(peer, {
      name: peer,
      ids: [linkId(link)],
      created: true,
      optional: false,
      container: undefined,
      at,
    });
  } else if (declared.created) {
    const hint =
      scope.document.links?.[peer]?.kind === 'veth'
        ? '; a pair is declared once: leave out kind and peer at its other end'
        : '';
    scope.diagnostics.error(
      at,
      `the device ${peer} is declared already, in ${otherPlace(declared.at, at)}${hint}`,
    );
  } else {
    declared.ids.push(linkId(link));
    declared.created = true;
  }
}

function addPort(scope: Scope, devices: Map<string, Device>, port: DeclaredPort): void {
  const { fields, container } = port;
  const isInternal = 'type' in fields && fields.type === 'internal';
  const external = container?.external ?? ('external' in fields && fields.external === true);
  const made = (isInternal || container !== undefined) && !external;
  const known = devices.get(port.device);
  // A kernel link, created or not, may be a port; nothing may be made twice.
  if (known !== undefined && !made && known.ids.every((id) => id.startsWith('link/'))) {
    known.ids.push(portId(port.name));
    known.optional ||= 'optional' in fields && fields.optional === true;
    return;
  }
  addNew(scope, devices, {
    name: port.device,
    ids: [portId(port.name)],
    created: made,
    optional: 'optional' in fields && fields.optional === true,
    container: container?.networkType === 'socket' ? container.name : undefined,
    at: port.at,
  });
}

function addNew(scope: Scope, devices: Map<string, Device>, device: Device): void {
  const problem = device.ids[0]?.startsWith('link/') ? deviceNameProblem(device.name) : null;
  if (problem !== null) scope.diagnostics.error(device.at, problem);
  const other = devices.get(device.name);
  if (other === undefined) devices.set(device.name, device);
  else {
    const place = otherPlace(other.at, device.at);
    scope.diagnostics.error(device.at, `the device ${device.name} is declared already, in ${place}`);
  }
}
