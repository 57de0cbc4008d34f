import { memoize } from '../../model/memoize.ts';

/**
 * Finds the places of a flow where OVS takes a port, and rewrites what stands there. One scanner serves both
 * directions: names to numbers for `ovs-ofctl`, numbers to names for people. Syntax: ovs-actions(7),
 * ovs-fields(7).
 */

/** Given the word at a port's place (without quotes), returns what to write there. */
export type PortVisitor = (word: string) => string;

const PORT_FIELDS = new Set(['in_port', 'in_port_oxm', 'actset_output', 'nxm_of_in_port', 'oxm_of_in_port']);

const RESERVED = new Set([
  'in_port',
  'table',
  'normal',
  'flood',
  'all',
  'controller',
  'local',
  'any',
  'none',
  'unset',
]);

/** Actions that need no argument: a bare word of these is the action, whatever ports there are. */
const BARE_ACTIONS = new Set([
  'drop',
  'exit',
  'ct',
  'ct_clear',
  'nat',
  'clone',
  'note',
  'decap',
  'dec_ttl',
  'dec_mpls_ttl',
  'dec_nsh_ttl',
  'pop_vlan',
  'strip_vlan',
  'pop_queue',
  'clear_actions',
  'fin_timeout',
  'debug_recirc',
  'debug_slow',
]);

/** `LOCAL`, `IN_PORT` and the like, which name no row of the database. */
export function isReservedPort(word: string): boolean {
  return RESERVED.has(word.toLowerCase());
}

/** The number that a word at a port's place is, decimal or hexadecimal; `null` for anything else. */
export function portNumberOf(word: string): number | null {
  return /^(?:\d+|0x[0-9a-f]+)$/i.test(word) ? Number(word) : null;
}

/** Rewrites every port of a match (`in_port=X`). */
export function mapMatchPorts(match: string, visit: PortVisitor): string {
  return fill(matchTemplate(match), visit);
}

/** Rewrites every port of a list of actions, nested ones included. */
export function mapActionPorts(actions: string, visit: PortVisitor): string {
  return fill(actionTemplate(actions), visit);
}

/** A text around the words at its ports' places. */
interface Template {
  /** One more than there are words. */
  around: readonly string[];
  words: readonly string[];
}

/** Stands for a port; no flow's text has it. */
const PLACE = '\u0000';

const matchTemplate = memoize((text) => templateOf(text, scanMatch));
const actionTemplate = memoize((text) => templateOf(text, scanActions));

function templateOf(text: string, scan: (text: string, visit: PortVisitor) => string): Template {
  const words: string[] = [];
  const marked = scan(text, (word) => {
    words.push(word);
    return PLACE;
  });
  return { around: marked.split(PLACE), words };
}

function fill({ around, words }: Template, visit: PortVisitor): string {
  let text = around[0] ?? '';
  for (const [index, word] of words.entries()) text += visit(word) + (around[index + 1] ?? '');
  return text;
}

function scanMatch(match: string, visit: PortVisitor): string {
  return mapItems(match, (text) => {
    const item = splitItem(text);
    if (!item.value || item.open === '(' || !PORT_FIELDS.has(item.key.toLowerCase())) return text;
    return `${item.key}${item.open}${visitWord(item.value, visit)}`;
  });
}

function scanActions(actions: string, visit: PortVisitor): string {
  return mapItems(actions, (text) => mapAction(text, visit));
}

/** Calls `map` for each item of a list that commas or blanks separate outside of parentheses and quotes. */
export function mapItems(text: string, map: (item: string) => string): string {
  let out = '';
  let start = 0;
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at] as string;
    if (char === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (char === '(') depth++;
    else if (char === ')') depth--;
    else if (depth === 0 && (char === ',' || char === ' ' || char === '\t')) {
      out += (at > start ? map(text.slice(start, at)) : '') + char;
      start = at + 1;
    }
  }
  return start < text.length ? out + map(text.slice(start)) : out;
}

/** The items of such a list. */
export function itemsOf(text: string): string[] {
  const items: string[] = [];
  mapItems(text, (item) => {
    items.push(item);
    return item;
  });
  return items;
}

interface Item {
  key: string;
  /** What stands between key and value: nothing for a bare word. */
  open: '' | ':' | '=' | '(';
  value: string;
  /** What follows the closing parenthesis, that one included. */
  rest: string;
}

/** `key`, `key:value`, `key=value` or `key(value)rest`. */
export function splitItem(text: string): Item {
  const at = text.startsWith('"') ? -1 : text.search(/[:=(]/);
  if (at === -1) return { key: text, open: '', value: '', rest: '' };
  const key = text.slice(0, at);
  const open = text[at] as ':' | '=' | '(';
  const close = open === '(' ? text.lastIndexOf(')') : -1;
  if (close === -1) return { key, open, value: text.slice(at + 1), rest: '' };
  return { key, open, value: text.slice(at + 1, close), rest: text.slice(close) };
}

type ArgumentMap = (value: string, visit: PortVisitor, open: Item['open']) => string;

const nested: ArgumentMap = (value, visit) => scanActions(value, visit);

const ARGUMENTS: Readonly<Record<string, ArgumentMap>> = {
  output: (value, visit) =>
    value.includes('=') ? mapParameter(value, 'port', visit) : visitWord(value, visit),
  enqueue: (value, visit) => value.replace(/^(.*)(?=[:,][^:,]*$)/, (port) => visitWord(port, visit)),
  resubmit: (value, visit, open) =>
    open === '(' ? value.replace(/^[^,]+/, (port) => visitWord(port, visit)) : visitWord(value, visit),
  bundle: (value, visit) => mapMembers(value, visit),
  bundle_load: (value, visit) => mapMembers(value, visit),
  learn: (value, visit) => scanMatch(value, visit),
  sample: (value, visit) => mapParameter(value, 'sampling_port', visit),
  set_field: (value, visit) => value.replace(/^.*(?=->in_port$)/, (port) => visitWord(port, visit)),
  clone: nested,
  exec: nested,
  write_actions: nested,
  apply_actions: nested,
  // Of ct's own arguments only exec() holds actions; `commit` or `nat` there are no ports.
  ct: (value, visit) => mapItems(value, (item) => (/^exec\(/i.test(item) ? mapAction(item, visit) : item)),
};

function mapAction(text: string, visit: PortVisitor): string {
  const { key, open, value, rest } = splitItem(text);
  if (open === '') return BARE_ACTIONS.has(key.toLowerCase()) ? text : visitWord(key, visit);
  const word = key.toLowerCase();
  // A user's word may be one that every object knows: `constructor`.
  const map = Object.hasOwn(ARGUMENTS, word) ? ARGUMENTS[word] : undefined;
  return map === undefined || value === '' ? text : `${key}${open}${map(value, visit, open)}${rest}`;
}

function mapParameter(value: string, name: string, visit: PortVisitor): string {
  return mapItems(value, (text) => {
    const item = splitItem(text);
    return item.key === name ? `${item.key}${item.open}${visitWord(item.value, visit)}` : text;
  });
}

function mapMembers(value: string, visit: PortVisitor): string {
  const list = /^(.*(?:members|slaves):)(.*)$/i.exec(value);
  if (!list) return value;
  return `${list[1]}${mapItems(list[2] as string, (port) => visitWord(port, visit))}`;
}

function visitWord(word: string, visit: PortVisitor): string {
  const text = word.trim();
  return visit(/^".*"$/.test(text) ? text.slice(1, -1) : text);
}

/** A port's name as it stands in canonical flows: quoted only where OVS's syntax would tear it apart. */
export function quotePort(name: string): string {
  return /[\s,:=()[\]]|->/.test(name) ? `"${name}"` : name;
}
