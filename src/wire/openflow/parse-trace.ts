import { canonicalFlow } from './flow-text.ts';
import { itemsOf, splitItem } from './port-names.ts';

/** One look-up of a packet in a flow table: what it met there. */
export interface TraceHop {
  bridge: string;
  table: number;
  /** The flow that matched, in the canonical words of flows; null: none did. */
  flow: { priority: number; match: string; cookie: bigint } | null;
  /** What was done, as OVS prints it, one line each, remarks included. */
  actions: string[];
}

/** What Open vSwitch would do with a packet. */
export interface Trace {
  hops: TraceHop[];
  /** Names of the datapath's ports that it would leave by; empty: it is dropped. */
  outputs: ReadonlySet<string>;
  /** All that was printed. */
  text: string;
}

const FLOW = /^(?:(.*), )?priority (\d+)(?:, cookie (0x[0-9a-f]+))?$/;

/**
 * Reads what `ofproto/trace --names` prints. A look-up is a line ` 0. MATCH, priority P, cookie C` or
 * ` 0. No match.`; its actions are indented deeper than its table's number, and so are look-ups that they lead
 * to. Pure.
 */
export function parseTrace(text: string): Trace {
  const hops: TraceHop[] = [];
  const outputs = new Set<string>();
  let open: { depth: number; hop: TraceHop }[] = [];
  let bridge = '';
  for (const line of text.split('\n')) {
    const [, name] = /^bridge\("(.*)"\)$/.exec(line) ?? [];
    const [, lead = '', number = '', rest = ''] = /^( *)(\d+)\. (.*)$/.exec(line) ?? [];
    const [, actions] = /^Datapath actions: (.*)$/.exec(line) ?? [];
    const depth = line.length - line.trimStart().length;
    if (name !== undefined) [bridge, open] = [name, []];
    else if (actions !== undefined) for (const port of portsIn(actions)) outputs.add(port);
    else if (rest !== '') {
      const hop = { bridge, table: Number(number), flow: flowOf(rest), actions: [] };
      const at = lead.length + number.length;
      open = [...open.filter((other) => other.depth < at), { depth: at, hop }];
      hops.push(hop);
    } else if (depth > 0)
      open
        .filter((other) => other.depth < depth)
        .at(-1)
        ?.hop.actions.push(line.trim());
  }
  return { hops, outputs, text };
}

function flowOf(rest: string): TraceHop['flow'] {
  const [, match = '', priority, cookie] = FLOW.exec(rest) ?? [];
  if (priority === undefined) return null;
  const flow = canonicalFlow(`priority=${priority},${match} actions=drop`, new Map());
  return { priority: Number(priority), match: flow.match, cookie: BigInt(cookie ?? 0) };
}

/** Datapath actions without arguments, which look like a port's name (odp-util.c, format_odp_action). */
const BARE_ACTIONS = new Set(['drop', 'ct', 'ct_clear', 'pop_vlan', 'pop_eth']);

/** Every word of datapath actions that may be a port, those inside `clone(…)` and the like included. */
function portsIn(actions: string): string[] {
  return itemsOf(actions).flatMap((text) => {
    const { key, open, value } = splitItem(text);
    if (open === '(') return key === 'clone' || key === 'sample' ? portsIn(value) : [];
    return BARE_ACTIONS.has(key) || open !== '' ? [] : [key.replaceAll('"', '')];
  });
}

/** The look-up that decided: the last one that sent the packet on, else the last one at all. */
export function decidingHop({ hops, outputs }: Trace): TraceHop | undefined {
  const sending = outputs.size === 0 ? undefined : hops.findLast(({ actions }) => actions.some(sends));
  return sending ?? hops.at(-1);
}

function sends(action: string): boolean {
  return /^(?:output|enqueue|normal|flood|all|local|in_port|group|bundle|controller)\b/i.test(action);
}
