import { OptopoError } from '../../model/error.ts';
import {
  describeExpectation,
  durationText,
  type Expectation,
  HOST,
  isMet,
  type ProbeAnswer,
} from '../../model/expectation.ts';
import type { ExpectationCheck } from '../../model/expectation-check.ts';
import { mapBounded } from '../../wire/bounded.ts';
import { probeFrom } from '../../wire/probe/probe.ts';
import type { Emit } from '../events.ts';
import type { Target } from '../prepare.ts';
import type { Session } from '../session.ts';
import { diagnose } from './diagnose.ts';
import type { TraceInput } from './packet-path.ts';
import { runningContainers } from './places.ts';
import { whileNotStopped } from './while-not-stopped.ts';

/** Senders whose probes are under way at the same time. */
const SENDERS = 8;
const TRACES = 4;

/**
 * Checks every expectation of a target with real packets, side by side, and traces those that are not met.
 * Changes nothing. Throws `interrupted` once `stopped` says so, and what keeps probes from being sent.
 */
export async function checkExpectations(
  session: Session,
  target: Target,
  { emit, stopped }: { emit: Emit; stopped(): boolean },
): Promise<ExpectationCheck[]> {
  const { expectations = [], resources } = target;
  if (expectations.length === 0) return [];
  emit({ type: 'checking', expectations: expectations.length });
  return whileNotStopped(session.signal, stopped, async (signal) => {
    const names = containersOf(expectations);
    const running = runningContainers(session.host.lxcPath, names);
    const answers = await probeAll(expectations, running, signal);
    const context = session.context(session.store.load(target.name), signal);
    const input = { context, resources, running, topologies: session.store.names() };
    return mapBounded(expectations, TRACES, (expectation) =>
      judge(expectation, answers.get(expectation) ?? null, input),
    );
  });
}

/** Every container that sends or may be sent to: its network may have to be entered. */
function containersOf(expectations: readonly Expectation[]): string[] {
  const names = new Set(expectations.flatMap(({ from, target }) => [from, target ?? HOST]));
  names.delete(HOST);
  return [...names];
}

async function probeAll(
  expectations: readonly Expectation[],
  running: ReadonlyMap<string, number>,
  signal: AbortSignal,
): Promise<Map<Expectation, ProbeAnswer>> {
  const answers = new Map<Expectation, ProbeAnswer>();
  const senders = [...new Set(expectations.map(({ from }) => from))];
  await mapBounded(senders, SENDERS, async (sender) => {
    const own = expectations.filter(({ from }) => from === sender);
    const pid = running.get(sender);
    if (sender !== HOST && pid === undefined) return;
    const got = await probeFrom(pid, own, signal);
    for (const [index, expectation] of own.entries()) {
      const answer = got[index];
      if (answer) answers.set(expectation, answer);
    }
  });
  return answers;
}

async function judge(
  expectation: Expectation,
  answer: ProbeAnswer | null,
  input: TraceInput,
): Promise<ExpectationCheck> {
  if (answer === null) {
    const detail = `container ${expectation.from} does not run: nothing can be sent from it`;
    return { expectation, met: false, detail, answer };
  }
  const met = isMet(expectation, answer.outcome);
  const check = { expectation, met, detail: detailOf(expectation, answer), answer };
  return met ? check : { ...check, diagnosis: await diagnose(expectation, answer, input) };
}

/** What came back, as a sentence without a subject. */
function detailOf({ address, protocol, port, withinMs }: Expectation, answer: ProbeAnswer): string {
  const { outcome, said, tries, afterMs } = answer;
  if (outcome === 'answered') return `answered after ${afterMs} ms`;
  if (outcome === 'refused') {
    const unheard = protocol === 'udp' ? 'its ICMP says that nothing listens' : 'nothing listens';
    return `refused by ${address}: packets arrive there, ${unheard} on port ${port}`;
  }
  const count = tries === 1 ? '1 try' : `${tries} tries`;
  return `nothing came back in ${durationText(withinMs)}, ${count}${said === null ? '' : ` (${said})`}`;
}

/** Throws `expectation-failed`, with all that are not met, unless every one is. */
export function throwUnmet(checks: readonly ExpectationCheck[]): void {
  const unmet = checks.filter(({ met }) => !met);
  const [first] = unmet;
  if (first === undefined) return;
  const diagnostics = unmet.map((check) => ({
    ...check.expectation.source,
    severity: 'error' as const,
    message: unmetMessage(check),
  }));
  const message =
    unmet.length === 1 ? unmetMessage(first) : `${unmet.length} of ${checks.length} expectations are not met`;
  throw new OptopoError('expectation-failed', message, { source: first.expectation.source, diagnostics });
}

/** One that is not met, in a line. */
export function unmetMessage({ expectation, detail }: ExpectationCheck): string {
  const wanted = expectation.reachable ? 'not reached' : 'must not be reached';
  return `${describeExpectation(expectation)}: ${wanted}: ${detail}`;
}
