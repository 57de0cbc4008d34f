import { otherPlace } from '../document/diagnostic-list.ts';
import type { DocumentPath } from '../document/node.ts';
import { didYouMean } from '../document/suggest.ts';
import type { Discover, DiscoveredInterface } from '../document/topology.generated.ts';
import { type DiscoverTemplate, PLACEHOLDER } from '../model/discover.ts';
import type { Resource, ResourcePolicy } from '../model/resource.ts';
import type { DeclaredPort } from './declared-ports.ts';
import { deviceNameProblem } from './device-names.ts';
import { discoveredFlows } from './discovered-flows.ts';
import { bridgePort, containerFields } from './ports.ts';
import type { Scope } from './scope.ts';
import { watchPolicy } from './watch-policy.ts';

/** LXC's names with wildcards in them. */
const PATTERN = /^[A-Za-z0-9*?][A-Za-z0-9._*?-]{0,63}$/;
const USUAL_INTERFACE = 'eth0';

/** The entries of `discover`, their ports and flows with placeholders; every mistake goes to the scope. */
export async function compileDiscover(
  scope: Scope,
  ports: readonly DeclaredPort[],
  signal: AbortSignal | undefined,
): Promise<DiscoverTemplate[]> {
  const templates: DiscoverTemplate[] = [];
  for (const [name, entry] of Object.entries(scope.document.discover ?? {})) {
    const path = ['discover', name];
    const port = standIn(scope, [...path, 'interface'], entry.interface);
    checkPlaceholders(scope, port);
    templates.push({
      name,
      select: selectorOf(scope, [...path, 'select'], entry),
      networkType: entry.interface.network_type ?? 'socket',
      interfaceName: interfaceName(scope, [...path, 'interface', 'name'], entry.interface),
      port: portResource(scope, port, entry.interface, watchPolicy(scope, path, 'discovered port', entry)),
      flows: await discoveredFlows(scope, path, entry, [...ports, port], signal),
      source: scope.keyAt(path),
    });
  }
  return templates;
}

/** The port under its placeholder, so that flows can name it. */
function standIn(scope: Scope, path: DocumentPath, fields: DiscoveredInterface): DeclaredPort {
  const { bridge } = fields;
  const bridges = scope.namesIn('bridges');
  if (!bridges.has(bridge)) {
    scope.error([...path, 'bridge'], () => `unknown bridge ${bridge}${didYouMean(bridge, bridges)}`);
  }
  const name = PLACEHOLDER.port;
  return { name, device: name, bridge, path, at: scope.keyAt(path), fields };
}

function portResource(
  scope: Scope,
  port: DeclaredPort,
  fields: DiscoveredInterface,
  policy: Partial<ResourcePolicy>,
): Resource {
  const networkType = fields.network_type ?? 'socket';
  return bridgePort(scope, port, {
    attributes: {
      ...containerFields(PLACEHOLDER.container, networkType),
      state: networkType === 'veth' ? 'up' : undefined,
    },
    policy,
  });
}

function selectorOf(scope: Scope, path: DocumentPath, { select }: Discover): string[] {
  const patterns = typeof select === 'string' ? [select] : select;
  for (const [index, pattern] of patterns.entries()) {
    checkPattern(scope, typeof select === 'string' ? path : [...path, index], pattern);
  }
  return [...patterns];
}

function checkPattern(scope: Scope, path: DocumentPath, pattern: string): void {
  if (!PATTERN.test(pattern)) {
    scope.error(path, `"${pattern}" can name no container: letters, digits, . _ - and the wildcards * and ?`);
  } else if (scope.namesIn('containers').has(pattern)) {
    const declared = otherPlace(scope.keyAt(['containers', pattern]), scope.valueAt(path));
    scope.error(
      path,
      `container ${pattern} is declared, in ${declared}; what is declared is never discovered`,
    );
  }
}

function interfaceName(scope: Scope, path: DocumentPath, { name }: DiscoveredInterface): string {
  const problem = name === undefined ? null : deviceNameProblem(name);
  if (problem !== null) scope.error(path, problem);
  return name ?? USUAL_INTERFACE;
}

/** In `external_ids` and `other_config` both placeholders may stand; other words in braces are mistakes. */
function checkPlaceholders(scope: Scope, { path, fields }: DeclaredPort): void {
  const known = Object.values(PLACEHOLDER);
  for (const column of ['external_ids', 'other_config'] as const) {
    for (const key of Object.keys(fields[column] ?? {})) {
      const words = scope.textAt([...path, column, key]).match(/\{\w+\}/g) ?? [];
      const unknown = words.find((word) => !known.some((placeholder) => placeholder === word));
      if (unknown === undefined) continue;
      scope.error([...path, column, key], `unknown placeholder ${unknown}; known are ${known.join(' and ')}`);
    }
  }
}
