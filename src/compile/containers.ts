import type { Container, ContainerInterface } from '../document/topology.generated.ts';
import { parseCidr } from '../model/address.ts';
import { containerId, portId } from '../model/ids.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { Dependency, Resource } from '../model/resource.ts';
import { type AddressBook, type DeclaredAddress, isInNetwork, isLinkLocal } from './addresses.ts';
import type { DeclaredPort } from './declared-ports.ts';
import { containerNameProblem, deviceNameProblem, hostNameProblem } from './device-names.ts';
import { makeResource, mtuOf } from './make-resource.ts';
import { hardwareAddress } from './ports.ts';
import type { Scope } from './scope.ts';
import { watchPolicy } from './watch-policy.ts';

/** Containers; the addresses of their interfaces are fields of theirs. */
export function compileContainers(
  scope: Scope,
  book: AddressBook,
  ports: readonly DeclaredPort[],
): Resource[] {
  return Object.entries(scope.document.containers ?? {}).map(([name, container]) => {
    const own = ports.filter((port) => port.container?.name === name);
    checkContainer(scope, name, container);
    const { resources } = container;
    return makeResource({
      id: containerId(name),
      kind: 'container',
      name,
      attributes: {
        hostname: container.hostname,
        template: templateOf(scope, name, container),
        vcpus: resources?.vcpus,
        memory_mb: resources?.memory_mb,
        storage_gb: resources?.storage_gb,
        state: container.state ?? 'running',
        autostart: container.autostart,
        interfaces: interfacesOf(scope, book, name, container, own),
      },
      dependsOn: own.filter((port) => port.container?.networkType === 'socket').map(restartWith),
      policy: {
        adopt: container.adopt ?? false,
        external: container.external ?? false,
        onRemove: container.on_remove ?? 'retain',
        ...watchPolicy(scope, ['containers', name], 'container', container),
      },
      source: scope.keyAt(['containers', name]),
    });
  });
}

function restartWith(port: DeclaredPort): Dependency {
  return { on: portId(port.name), whenRebuilt: 'restart' };
}

function checkContainer(scope: Scope, name: string, container: Container): void {
  const path = ['containers', name];
  const problem = containerNameProblem(name);
  if (problem !== null) scope.diagnostics.error(scope.keyAt(path), problem);
  const { hostname, template, resources } = container;
  const hostProblem = typeof hostname === 'string' ? hostNameProblem(hostname) : null;
  if (hostProblem !== null) scope.error([...path, 'hostname'], hostProblem);
  const needsTemplate = container.external !== true && container.adopt !== true;
  if (template === undefined && needsTemplate && !scope.isIncomplete(path)) {
    scope.diagnostics.error(scope.keyAt(path), `container ${name} needs a template to be made of`);
  }
  if (typeof resources?.storage_gb !== 'number' || container.external === true) return;
  const at = scope.valueAt([...path, 'resources', 'storage_gb']);
  const message = `storage_gb: a container in a plain directory can use the whole disk, so ${resources.storage_gb} GiB is no limit`;
  if (container.strict === true) scope.diagnostics.error(at, `${message} (strict: true)`);
  else scope.diagnostics.warning(at, message);
}

function templateOf(scope: Scope, name: string, { template }: Container): Json | undefined {
  if (template === undefined) return undefined;
  if (typeof template === 'string') return { name: template, args: {} };
  const path = ['containers', name, 'template', 'args'];
  const args = Object.keys(template.args ?? {}).map((key) => [key, scope.textAt([...path, key])]);
  return { name: template.name, args: Object.fromEntries(args) };
}

function interfacesOf(
  scope: Scope,
  book: AddressBook,
  container: string,
  { interfaces }: Container,
  ports: readonly DeclaredPort[],
): Json | undefined {
  if (interfaces === undefined) return undefined;
  return Object.entries(interfaces ?? {}).flatMap(([name, fields]) => {
    const path = ['containers', container, 'interfaces', name];
    const problem = deviceNameProblem(name);
    if (problem !== null) scope.diagnostics.error(scope.keyAt(path), problem);
    const port = ports.find((one) => one.path[3] === name);
    const entry = interfaceOf(scope, book, path, name, fields);
    return port === undefined ? [] : [{ ...entry, port: port.name }];
  });
}

function interfaceOf(
  scope: Scope,
  book: AddressBook,
  path: string[],
  name: string,
  fields: ContainerInterface,
): JsonObject {
  const addresses = book.addresses([...path, 'addresses'], fields.addresses);
  const entry: Record<string, Json | undefined> = {
    name,
    network_type: fields.network_type ?? 'socket',
    hwaddr: hardwareAddress(scope, book, { path }, fields),
    addresses: fields.addresses === undefined ? undefined : addresses.map((one) => one.cidr),
    gateway: gatewayOf(scope, [...path, 'gateway'], fields, addresses),
    mtu: mtuOf(scope, path, fields),
  };
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined)) as JsonObject;
}

function gatewayOf(
  scope: Scope,
  path: string[],
  { gateway, addresses: declared }: ContainerInterface,
  addresses: readonly DeclaredAddress[],
): string | null | undefined {
  if (typeof gateway !== 'string') return gateway;
  const parsed = gateway.includes('/') ? undefined : parseCidr(gateway);
  if (parsed === undefined) {
    scope.error(path, `${gateway} is no address of a gateway, such as 10.0.0.1`);
    return undefined;
  }
  if ((declared ?? []).length === 0) {
    if (declared === undefined && scope.isIncomplete(path.slice(0, -1))) return parsed.address;
    scope.error(path, `a gateway needs an address of the interface in its subnet`);
  } else if (addresses.some((one) => one.address === parsed.address)) {
    scope.error(path, `${gateway} is the interface's own address and cannot be its gateway`);
  } else if (
    addresses.length === declared?.length &&
    !isLinkLocal(parsed) &&
    !addresses.some((one) => isInNetwork(parsed, one))
  ) {
    const networks = addresses.map((one) => `${one.network}/${one.prefixLength}`).join(', ');
    scope.error(path, `the gateway ${gateway} is outside the subnet of the interface: ${networks}`);
  }
  return parsed.address;
}
