import type { Json, JsonObject } from '../../../src/model/json.ts';

/**
 * Columns of the database that are never compared, with the reason; docs/guarantees.md has the same list for
 * users. Everything else has to be as it was.
 */
export const VOLATILE_COLUMNS: Readonly<Record<string, readonly string[]>> = {
  // A row made anew is another row.
  '*': ['_uuid'],
  // Counters of ovs-vswitchd, and what it says of the host.
  Open_vSwitch: ['cur_cfg', 'next_cfg', 'statistics', 'manager_options'],
  Bridge: ['status', 'rstp_status'],
  Port: ['statistics', 'rstp_statistics', 'status'],
  // The kernel's number of a device made anew; counters.
  Interface: ['statistics', 'ifindex', 'link_resets', 'status'],
  Controller: ['status', 'is_connected', 'role'],
  Datapath: ['capabilities'],
};

/** Keys of `external_ids` that hold such a number. */
export const VOLATILE_EXTERNAL_IDS: readonly string[] = ['optopo-ifindex'];

/** What `ip -j -d` prints about a link that is the kernel's numbering, counting, or passing by. */
export const VOLATILE_LINK_KEYS: readonly string[] = [
  ...['ifindex', 'link_index', 'link_netnsid', 'stats64', 'promiscuity', 'num_tx_queues', 'num_rx_queues'],
  // Follows the carrier; whether it is set up is in the flags.
  ...['addr_info', 'operstate'],
];

/** Flags of links and routes by which the kernel tells the carrier, up to a second late. */
export const CARRIER_FLAGS: readonly string[] = ['NO-CARRIER', 'LOWER_UP', 'M-DOWN', 'linkdown'];

/** Keys of an address that count down, or say that its check is still under way. */
export const VOLATILE_ADDRESS_KEYS: readonly string[] = [
  ...['valid_life_time', 'preferred_life_time', 'tentative', 'stable-privacy'],
];

/** What Open vSwitch and the kernel choose for an object that is made anew, where nobody declares it. */
const CHOSEN_ANEW: ReadonlySet<string> = new Set([
  ...['ofport', 'ofport_request', 'datapath_id', 'datapath-id', 'link_local', 'taps'],
  ...['mac', 'mac_in_use', 'address', 'hwaddr', 'permaddr'],
]);

/** MAC addresses that the test's topologies declare begin like this. */
const DECLARED_MAC = '02:00:00:';

/**
 * The same state without what may change when an object is made anew (promise 2 of the contract): for comparing
 * a host that was applied to twice with one that was applied to once.
 */
export function withoutChosen(state: Record<string, JsonObject>): Record<string, JsonObject> {
  return strip(state) as Record<string, JsonObject>;
}

function strip(value: Json): Json {
  if (typeof value === 'string') return stripText(value);
  if (Array.isArray(value)) return value.map(strip);
  if (value === null || typeof value !== 'object') return value;
  const kept = Object.entries(value).filter(([key, entry]) => !CHOSEN_ANEW.has(key) || isDeclared(entry));
  return Object.fromEntries(kept.map(([key, entry]) => [key, strip(entry)]));
}

function isDeclared(value: Json): boolean {
  return typeof value === 'string' && value.startsWith(DECLARED_MAC);
}

/** In a container's config, a MAC address that LXC chose. */
function stripText(text: string): string {
  return text.replace(/^.*hwaddr = 00:16:3e.*\n/gm, '');
}
