import { memoize } from '../../model/memoize.ts';
import { itemsOf, mapActionPorts, mapMatchPorts, portNumberOf, quotePort } from './port-names.ts';

/** One flow as OVS prints it, taken apart. Match and actions are OVS's own text. */
export interface FlowText {
  table: number;
  priority: number;
  /** In OVS's order of fields; empty matches every packet. */
  match: string;
  actions: string;
  /** All 64 bits. */
  cookie: bigint;
  /** Seconds; 0 never. */
  idle_timeout: number;
  hard_timeout: number;
  importance: number;
  /** `send_flow_rem`, `no_packet_counts` and the like. */
  flags: string[];
}

/** OpenFlow's priority for a flow that names none. */
export const DEFAULT_PRIORITY = 32768;

const FLAGS = new Set([
  'send_flow_rem',
  'check_overlap',
  'reset_counts',
  'no_packet_counts',
  'no_byte_counts',
]);

/** Counters and ages, which are no part of what a flow is. */
const STATISTICS = /^(?:duration|n_packets|n_bytes|idle_age|hard_age)=/;

const PARAMETER = /^(cookie|table|priority|idle_timeout|idle|hard_timeout|hard|importance)[:=](.*)$/;

/**
 * Reads one flow in any of the forms in which OVS prints them: `dump-flows` (`cookie=0x1, table=1,
 * priority=5,ip actions=…`) and `parse-flows` (`ADD table:1 priority=5,ip cookie:0x1 idle:5 actions=…`).
 * What a line leaves out has OpenFlow's default. Nothing depends on blanks or on the order. What is returned is
 * shared, and never to be changed.
 */
export const parseFlowText: (line: string) => FlowText = memoize(parseLine);

function parseLine(line: string): FlowText {
  const at = line.search(/\bactions=/);
  const head = at === -1 ? line : line.slice(0, at);
  const flow: FlowText = {
    table: 0,
    priority: DEFAULT_PRIORITY,
    match: '',
    actions: at === -1 ? '' : line.slice(at + 'actions='.length).trim(),
    cookie: 0n,
    idle_timeout: 0,
    hard_timeout: 0,
    importance: 0,
    flags: [],
  };
  const match: string[] = [];
  for (const item of itemsOf(head)) if (!readParameter(flow, item)) match.push(item);
  flow.match = match.join(',');
  return flow;
}

function readParameter(flow: FlowText, item: string): boolean {
  if (FLAGS.has(item)) flow.flags.push(item);
  else if (!STATISTICS.test(item)) {
    const parameter = PARAMETER.exec(item);
    if (!parameter) return false;
    setParameter(flow, parameter[1] as string, parameter[2] as string);
  }
  return true;
}

function setParameter(flow: FlowText, name: string, value: string): void {
  if (name === 'cookie') flow.cookie = BigInt(value);
  else if (name === 'idle' || name === 'idle_timeout') flow.idle_timeout = Number(value);
  else if (name === 'hard' || name === 'hard_timeout') flow.hard_timeout = Number(value);
  else flow[name as 'table' | 'priority' | 'importance'] = Number(value);
}

/**
 * One flow as OVS prints it with port numbers, in the form in which flows are compared: names in place of
 * the numbers that have one. A number without a port stays, so that a flow to a port that is gone is another
 * flow than the one to the port that took its name. Measured on OVS 3.1 over ovs-actions(7): `dump-flows`
 * prints a flow with the same words as `parse-flows` does, so neither has to be fed through the other.
 */
export function canonicalFlow(line: string, numberToName: ReadonlyMap<number, string>): FlowText {
  return withPortNames(parseFlowText(line), numberToName);
}

/** The same flow with names in place of the port numbers that have one. */
export function withPortNames(flow: FlowText, numberToName: ReadonlyMap<number, string>): FlowText {
  const name = (word: string): string => {
    const number = portNumberOf(word);
    const found = number === null ? undefined : numberToName.get(number);
    return found === undefined ? word : quotePort(found);
  };
  return { ...flow, match: mapMatchPorts(flow.match, name), actions: mapActionPorts(flow.actions, name) };
}
