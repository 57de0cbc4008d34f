import { OptopoError } from '../../model/error.ts';
import { type FlowText, parseFlowText, withPortNames } from './flow-text.ts';
import { explainNormalisation, findContradiction } from './match-check.ts';
import { hasOfctl, type ParsedLine, parseFlowLines } from './parse-flows.ts';
import { isReservedPort, mapActionPorts, mapMatchPorts, portNumberOf } from './port-names.ts';

export interface FlowLine {
  /** One flow as `ovs-ofctl add-flow` takes it, port names allowed. */
  text: string;
  /** The flow's bridge: its own name, at a port's place, is `LOCAL`. */
  bridge?: string;
}

/** One flow in OVS's own canonical form with port names in it, or why it is none. */
export type NormalizedFlow = { ok: true } & Omit<FlowText, 'cookie'> & {
    /** Hexadecimal text; the user's half, at most 32 bits. */
    cookie: string;
  };
export type FlowMistake = { ok: false; message: string };

export interface NormalizeOptions {
  signal?: AbortSignal;
  /** The device of a port whose key in the topology is another name: flows may say either. */
  devices?: ReadonlyMap<string, string>;
}

/** Port numbers below OpenFlow's reserved ones, 0xff00 and up; OVS takes nothing between them and these. */
const HIGHEST_PORT = 0xfeff;
const COOKIE_BITS = 32n;

/**
 * Brings flows into OVS's canonical form and checks them, with `ovs-ofctl parse-flows`, which knows no port
 * names: each name goes in as a number that no flow uses and comes back out as the name. One answer for each
 * line, in order; `null` when ovs-ofctl is not installed. Throws when it cannot be run.
 */
export async function normalizeFlows(
  flows: readonly FlowLine[],
  portNames: readonly string[],
  options: NormalizeOptions = {},
): Promise<(NormalizedFlow | FlowMistake)[] | null> {
  if (!hasOfctl()) return null;
  const numbers = new StandInPorts(flows, portNames, options.devices ?? new Map());
  const prepared = flows.map((flow) => prepare(flow, numbers));
  const parsable = prepared.filter((line): line is Prepared => !('ok' in line));
  const parsed = await parseFlowLines(
    parsable.map((line) => line.text),
    options.signal,
  );
  const answers = new Map(parsable.map((line, index) => [line, parsed[index] as ParsedLine]));
  return prepared.map((line) =>
    'ok' in line ? line : finish(line, answers.get(line) as ParsedLine, numbers),
  );
}

interface Prepared {
  /** With numbers. */
  text: string;
  /** Everything before the actions, as the user wrote it. */
  head: string;
  /** Words at a port's place that are no port; some are fields or actions, which OVS knows. */
  unknown: string[];
}

function prepare(flow: FlowLine, numbers: StandInPorts): Prepared | FlowMistake {
  if (/[\n\r\0]/.test(flow.text)) return { ok: false, message: 'a flow is one line' };
  const text = flow.text.replace(/#.*/, '').trim();
  const at = text.search(/\bactions?=/);
  if (at === -1) return { ok: false, message: text === '' ? 'the flow is empty' : 'actions= is missing' };
  const head = text.slice(0, at);
  const contradiction = findContradiction(head);
  if (contradiction) return { ok: false, message: contradiction };
  const unknown: string[] = [];
  const visit = (word: string): string => {
    const number = word === flow.bridge ? 'LOCAL' : numbers.of(word);
    if (number === undefined && !isReservedPort(word) && portNumberOf(word) === null) unknown.push(word);
    return number ?? word;
  };
  const actions = text.slice(at).replace(/^actions?=/, '');
  return { text: `${mapMatchPorts(head, visit)}actions=${mapActionPorts(actions, visit)}`, head, unknown };
}

function finish(line: Prepared, parsed: ParsedLine, numbers: StandInPorts): NormalizedFlow | FlowMistake {
  if (!parsed.ok) return { ok: false, message: explain(line, parsed, numbers) };
  const flow = withPortNames(parseFlowText(parsed.text), numbers.names);
  if (flow.cookie >> COOKIE_BITS !== 0n) {
    return { ok: false, message: 'cookie: more than 32 bits (the upper half names the owner)' };
  }
  return { ok: true, ...flow, cookie: `0x${flow.cookie.toString(16)}` };
}

function explain(line: Prepared, parsed: ParsedLine & { ok: false }, numbers: StandInPorts): string {
  if (parsed.becomes) {
    const { before, after } = parsed.becomes;
    return explainNormalisation(line.head, { before: numbers.named(before), after: numbers.named(after) });
  }
  const word = line.unknown.find((name) => parsed.message.includes(name));
  if (word === undefined) return numbers.named(parsed.message);
  return `unknown port ${word}${parsed.message.startsWith('unknown action') ? ' (and no action)' : ''}`;
}

/** Distinct port numbers for names, none of which any of the flows uses itself. */
class StandInPorts {
  readonly names = new Map<number, string>();
  readonly #known: Set<string>;
  readonly #devices: ReadonlyMap<string, string>;
  readonly #numbers = new Map<string, string>();
  readonly #used = new Set<number>();
  #next = HIGHEST_PORT;

  constructor(
    flows: readonly FlowLine[],
    portNames: readonly string[],
    devices: ReadonlyMap<string, string>,
  ) {
    this.#known = new Set([...portNames, ...devices.keys()]);
    this.#devices = devices;
    for (const { text } of flows) {
      for (const [number] of text.matchAll(/\b(?:0x[0-9a-f]+|\d+)\b/gi)) this.#used.add(Number(number));
    }
  }

  /** The number that stands for a port's name; `undefined` for an unknown name. */
  of(word: string): string | undefined {
    if (!this.#known.has(word)) return undefined;
    const device = this.#devices.get(word) ?? word;
    const known = this.#numbers.get(device);
    if (known !== undefined) return known;
    const number = this.#take();
    this.names.set(number, device);
    this.#numbers.set(device, String(number));
    return String(number);
  }

  /** A text of OVS with the names in place of the numbers that stand for them. */
  named(text: string): string {
    return text.replace(/\b\d+\b/g, (number) => this.names.get(Number(number)) ?? number);
  }

  #take(): number {
    while (this.#used.has(this.#next)) this.#next--;
    if (this.#next < 1)
      throw new OptopoError('refused', 'the flows name more ports than OpenFlow has numbers');
    return this.#next--;
  }
}
