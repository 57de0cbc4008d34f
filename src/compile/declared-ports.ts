import { otherPlace } from '../document/diagnostic-list.ts';
import type { DocumentPath } from '../document/node.ts';
import { didYouMean } from '../document/suggest.ts';
import type { ContainerInterface, Port } from '../document/topology.generated.ts';
import type { SourceLocation } from '../model/source.ts';
import { defaultPortName } from './default-port-name.ts';
import { portNameProblem } from './device-names.ts';
import type { Scope } from './scope.ts';

/** A port of a bridge, whether `ports` declares it or a container's interface. */
export interface DeclaredPort {
  name: string;
  /** The device, by whose name Open vSwitch and OpenFlow know it. */
  device: string;
  bridge: string;
  path: DocumentPath;
  /** Where its name stands. */
  at: SourceLocation;
  fields: Port | ContainerInterface;
  /** Set for the port of a container's interface. */
  container?: {
    name: string;
    networkType: 'socket' | 'veth';
    external: boolean;
    adopt: boolean;
    heal?: 'enforce' | 'report';
  };
  /** The name before it was shortened, where it was. */
  fullName?: string;
}

/** All ports, in document order, each name and each device claimed once. */
export function declaredPorts(scope: Scope): DeclaredPort[] {
  const ports = [...portsOfSection(scope), ...portsOfContainers(scope)];
  const bridges = scope.namesIn('bridges');
  for (const port of ports) {
    checkName(scope, port);
    if (!bridges.has(port.bridge)) {
      scope.error(
        [...port.path, 'bridge'],
        () => `unknown bridge ${port.bridge}${didYouMean(port.bridge, bridges)}`,
      );
    }
  }
  return claimOnce(scope, ports);
}

function portsOfSection(scope: Scope): DeclaredPort[] {
  return Object.entries(scope.document.ports ?? {}).map(([name, fields]) => {
    const path = ['ports', name];
    return {
      name,
      device: fields.interface ?? name,
      bridge: fields.bridge,
      path,
      at: scope.keyAt(path),
      fields,
    };
  });
}

function portsOfContainers(scope: Scope): DeclaredPort[] {
  return Object.entries(scope.document.containers ?? {}).flatMap(
    ([container, { interfaces, external, adopt, heal }]) =>
      Object.entries(interfaces ?? {}).map(([name, fields], index) => {
        const path = ['containers', container, 'interfaces', name];
        const networkType = fields.network_type ?? 'socket';
        const usual = defaultPortName(networkType, container, name, index);
        const own = fields.port ?? usual.name;
        return {
          name: own,
          device: own,
          bridge: fields.bridge,
          path,
          at: fields.port === undefined ? scope.keyAt(path) : scope.valueAt([...path, 'port']),
          fields,
          container: {
            ...{ name: container, networkType, external: external ?? false, adopt: adopt ?? false },
            ...(heal ? { heal } : {}),
          },
          ...(fields.port === undefined && usual.full !== undefined ? { fullName: usual.full } : {}),
        };
      }),
  );
}

function checkName(scope: Scope, port: DeclaredPort): void {
  const problem = portNameProblem(port.name);
  if (problem !== null) scope.diagnostics.error(port.at, problem);
  if (port.device === port.name) return;
  const deviceProblem = portNameProblem(port.device);
  if (deviceProblem !== null) scope.error([...port.path, 'interface'], deviceProblem);
}

function claimOnce(scope: Scope, ports: readonly DeclaredPort[]): DeclaredPort[] {
  const claims = new Map<string, DeclaredPort>();
  return ports.filter((port) => {
    const claimed = [...new Set([port.name, port.device])];
    const other = claimed.map((name) => claims.get(name)).find((one) => one !== undefined);
    if (other !== undefined) {
      scope.diagnostics.error(port.at, `${describeClaim(port, other)} in ${otherPlace(other.at, port.at)}`);
      return false;
    }
    for (const name of claimed) claims.set(name, port);
    return true;
  });
}

function describeClaim(port: DeclaredPort, other: DeclaredPort): string {
  if (port.device !== port.name || other.device !== other.name) {
    return `the port ${port.name} takes the device ${port.device}, which the port ${other.name} takes already,`;
  }
  const by =
    other.container === undefined ? 'ports declares it' : `container ${other.container.name} takes it`;
  const shortened = port.fullName ?? other.fullName;
  return `the port ${port.name} is claimed twice: ${by} already${shortened === undefined ? '' : ` (short for ${shortened})`},`;
}
