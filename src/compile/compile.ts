import type { DiscoverTemplate } from '../model/discover.ts';
import type { Expectation } from '../model/expectation.ts';
import type { Resource } from '../model/resource.ts';
import { AddressBook } from './addresses.ts';
import { compileBridges } from './bridges.ts';
import { checkCircles } from './circles.ts';
import { compileContainers } from './containers.ts';
import { declaredPorts } from './declared-ports.ts';
import { declaredDevices } from './devices.ts';
import { compileDiscover } from './discover.ts';
import { compileExpectations } from './expectations.ts';
import { declaredFlows, type FlowFile } from './flow-lines.ts';
import { compileFlows } from './flows.ts';
import { compileLinks } from './links.ts';
import { compilePorts } from './ports.ts';
import { compileRoutes } from './routes.ts';
import type { Scope } from './scope.ts';

export interface Compiled {
  resources: Resource[];
  discover: DiscoverTemplate[];
  expectations: Expectation[];
  flowFiles: FlowFile[];
}

/** Translates a document into resources with their dependencies; every mistake goes to the scope. */
export async function compile(scope: Scope, signal: AbortSignal | undefined): Promise<Compiled> {
  const ports = declaredPorts(scope);
  const devices = declaredDevices(scope, ports);
  const book = new AddressBook(scope);
  const network = [
    ...compileBridges(scope, book),
    ...compilePorts(scope, book, ports, devices),
    ...compileLinks(scope, book, devices),
  ];
  const addresses = network.filter((resource) => resource.kind === 'address');
  const routes = compileRoutes(scope, devices, addresses);
  const containers = compileContainers(scope, book, ports);
  const declared = await declaredFlows(scope);
  const flows = await compileFlows(scope, declared.flows, ports, signal);
  const discover = await compileDiscover(scope, ports, signal);
  const resources = [...network, ...routes, ...containers, ...flows];
  checkCircles(scope, resources);
  const expectations = compileExpectations(scope, resources);
  return { resources, discover, expectations, flowFiles: declared.files };
}
