import type { DocumentPath } from '../document/node.ts';
import { didYouMean } from '../document/suggest.ts';
import type { Discover } from '../document/topology.generated.ts';
import { PLACEHOLDER } from '../model/discover.ts';
import type { Resource } from '../model/resource.ts';
import type { DeclaredPort } from './declared-ports.ts';
import { type DeclaredFlow, inlineFlow } from './flow-lines.ts';
import { compileFlows } from './flows.ts';
import type { Scope } from './scope.ts';

/**
 * The flows of an entry of `discover` (at `path`) in OVS's canonical form, with the placeholder at the port's
 * place: it goes in as a port's name does. `ports` holds the stand-in of that name.
 */
export async function discoveredFlows(
  scope: Scope,
  path: DocumentPath,
  { flows, interface: { bridge } }: Discover,
  ports: readonly DeclaredPort[],
  signal: AbortSignal | undefined,
): Promise<Resource[]> {
  const bridges = scope.namesIn('bridges');
  const lines = (flows ?? []).flatMap((flow, index) => {
    const at = [...path, 'flows', index];
    const own = flow.bridge ?? bridge;
    if (!bridges.has(own)) {
      if (flow.bridge !== undefined)
        scope.error([...at, 'bridge'], () => `unknown bridge ${own}${didYouMean(own, bridges)}`);
      return [];
    }
    const line = inlineFlow(scope, at, { ...flow, bridge: own });
    return line !== undefined && checkPlaceholders(scope, at, line) ? [line] : [];
  });
  return compileFlows(scope, lines, ports, signal);
}

/** Without the port in its match the flow would be the same one for every container. */
function checkPlaceholders(scope: Scope, path: DocumentPath, { text }: DeclaredFlow): boolean {
  const unknown = (text.match(/\{[^{}]*\}/g) ?? []).find((word) => word !== PLACEHOLDER.port);
  if (unknown !== undefined) {
    scope.error(path, `${unknown} stands for nothing in a flow; the container's port is ${PLACEHOLDER.port}`);
    return false;
  }
  const match = text.slice(0, text.search(/\bactions?=/));
  if (match.includes(PLACEHOLDER.port)) return true;
  scope.error(
    [...path, 'match'],
    `the match does not name ${PLACEHOLDER.port}, so it is one flow for all: put it under flows`,
  );
  return false;
}
