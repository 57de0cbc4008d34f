import { otherPlace } from '../document/diagnostic-list.ts';
import type { DocumentPath } from '../document/node.ts';
import type { Link, Port } from '../document/topology.generated.ts';
import type { Scope } from './scope.ts';

/** What a link and the port that is the same device declare together. */
export interface SharedFields {
  state: Link['state'];
  mtu: Link['mtu'];
}

/**
 * The state and the MTU of a link, where it does not say so itself those of the port that is the same device:
 * a device has one of each, and what one side set the other would put back. Different ones are reported.
 */
export function sharedWithPort(scope: Scope, name: string, link: Link): SharedFields {
  const [key, port] =
    Object.entries(scope.document.ports ?? {}).find(
      ([portName, { interface: device }]) => (device ?? portName) === name,
    ) ?? [];
  if (key === undefined || port === undefined) return { state: link.state, mtu: link.mtu };
  const mtuKey = port.mtu === undefined ? 'mtu_request' : 'mtu';
  return {
    state: oneOf(scope, ['links', name, 'state'], link.state, ['ports', key, 'state'], port.state),
    mtu: oneOf(scope, ['links', name, 'mtu'], link.mtu, ['ports', key, mtuKey], declaredMtu(port)),
  };
}

function declaredMtu(port: Port): number | undefined {
  return port.mtu ?? port.mtu_request ?? undefined;
}

function oneOf<T>(
  scope: Scope,
  linkPath: DocumentPath,
  ofLink: T | undefined,
  portPath: DocumentPath,
  ofPort: T | undefined,
): T | undefined {
  if (ofLink === undefined || ofLink === null) return ofPort ?? ofLink;
  if (ofPort === undefined || ofPort === null || ofPort === ofLink) return ofLink;
  const at = scope.valueAt(linkPath);
  const place = otherPlace(scope.valueAt(portPath), at);
  const message = `the port of this device says ${String(ofPort)}, in ${place}: a device has one ${linkPath.at(-1)}`;
  scope.diagnostics.error(at, message);
  return ofLink;
}
