import type { DocumentPath } from '../document/node.ts';
import { didYouMean } from '../document/suggest.ts';
import type { Expect } from '../document/topology.generated.ts';
import { type Expectation, HOST, type ProbeProtocol } from '../model/expectation.ts';
import type { Resource } from '../model/resource.ts';
import { Places } from './expectation-places.ts';
import type { Scope } from './scope.ts';

const DEFAULT_WITHIN_MS = 5_000;
/** In which nothing may come back from what must not be reached. */
const DEFAULT_SILENCE_MS = 1_000;
const LONGEST_MS = 600_000;

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000 };

/** What has to be reached and what must not be; every mistake goes to the scope. */
export function compileExpectations(scope: Scope, resources: readonly Resource[]): Expectation[] {
  const places = new Places(resources);
  return (scope.document.expect ?? []).flatMap((expect, index) => {
    const expectation = compileExpectation(scope, ['expect', index], expect, places);
    return expectation === undefined ? [] : [expectation];
  });
}

function compileExpectation(
  scope: Scope,
  path: DocumentPath,
  expect: Expect,
  places: Places,
): Expectation | undefined {
  const reachable = (expect.reachable ?? true) === true;
  const withinMs = withinOf(scope, path, expect.within, reachable);
  const protocol = protocolOf(scope, path, expect);
  const sends = checkSender(scope, path, expect.from, places);
  // Which of the host's addresses is meant depends on the sender.
  const to = sends || expect.to !== HOST ? targetOf(scope, path, expect, places) : undefined;
  if (!sends || to === undefined || protocol === undefined || withinMs === undefined) return undefined;
  return {
    ...{ from: expect.from, to: expect.to, ...to, protocol },
    ...(expect.port === undefined ? {} : { port: expect.port as number }),
    ...{ withinMs, reachable },
    ...(expect.description === undefined ? {} : { description: expect.description }),
    source: scope.valueAt(path),
  };
}

function withinOf(
  scope: Scope,
  path: DocumentPath,
  within: string | undefined,
  reachable: boolean,
): number | undefined {
  if (within === undefined) return reachable ? DEFAULT_WITHIN_MS : DEFAULT_SILENCE_MS;
  const [, number, unit = ''] = /^(\d+)(ms|s|m)$/.exec(within) ?? [];
  const milliseconds = Number(number) * (UNITS[unit] ?? Number.NaN);
  if (milliseconds > 0 && milliseconds <= LONGEST_MS) return milliseconds;
  scope.error([...path, 'within'], `within must be more than nothing and at most 10m, not ${within}`);
  return undefined;
}

function protocolOf(scope: Scope, path: DocumentPath, { protocol, port }: Expect): ProbeProtocol | undefined {
  const chosen = (protocol as ProbeProtocol | undefined) ?? (port === undefined ? 'icmp' : 'tcp');
  if (chosen === 'icmp' && port !== undefined) {
    const at = scope.keyAt([...path, 'port']);
    scope.diagnostics.error(at, 'icmp has no ports; leave port out, or say protocol: tcp or udp');
    return undefined;
  }
  if (chosen === 'icmp' || port !== undefined) return chosen;
  if (!scope.isIncomplete(path)) scope.error([...path, 'protocol'], `protocol ${chosen} needs a port`);
  return undefined;
}

/** False for a sender that is none; an unknown name is said with the nearest one. */
function checkSender(scope: Scope, path: DocumentPath, from: string, places: Places): boolean {
  const known = scope.namesIn('containers');
  const at = [...path, 'from'];
  if (from === HOST) return checkWord(scope, at);
  if (!known.has(from)) {
    scope.error(at, () => `unknown container ${from}${didYouMean(from, [...known, HOST])}`);
    return false;
  }
  const container = places.container(from);
  if (container?.stopped) {
    scope.error(at, `container ${from} is declared stopped: nothing can be sent from it`);
    return false;
  }
  return container !== undefined;
}

type Found = Pick<Expectation, 'target' | 'address' | 'family'>;

function targetOf(scope: Scope, path: DocumentPath, expect: Expect, places: Places): Found | undefined {
  const at = [...path, 'to'];
  const { from, to } = expect;
  const known = scope.namesIn('containers');
  if (to === HOST && !checkWord(scope, at)) return undefined;
  // What is declared and too wrong to be looked at has its own message.
  if (known.has(to) && places.container(to) === undefined) return undefined;
  const answer = places.find(from, to, (expect.reachable ?? true) === true);
  if ('address' in answer) return answer;
  const names = [...known, HOST];
  scope.error(at, () => (answer.unknown ? `${answer.problem}${didYouMean(to, names)}` : answer.problem));
  return undefined;
}

/** `host` is no container's name as long as it means the host. */
function checkWord(scope: Scope, at: DocumentPath): boolean {
  if (!scope.namesIn('containers').has(HOST)) return true;
  scope.error(at, `host means the host itself, and there is a container of that name: call it otherwise`);
  return false;
}
