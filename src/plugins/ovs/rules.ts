import type { FieldRule, FieldRules } from '../field-rules.ts';

type Compare = FieldRule['compare'];

function inPlace(
  compare: Compare,
  fallback: FieldRule['default'],
  disruption: FieldRule['disruption'] = 'none',
) {
  return { compare, default: fallback, change: 'update', disruption } as const;
}

function anew(fallback: FieldRule['default']) {
  return { compare: 'scalar', default: fallback, change: 'replace', disruption: 'brief' } as const;
}

/**
 * A bridge is never replaced for a field: what stands on it, foreign ports too, would go with it. A new
 * datapath makes every device anew, hence `restart`: all that depends on the bridge follows.
 */
export const BRIDGE_RULES: FieldRules = {
  datapath_type: inPlace('scalar', 'system', 'restart'),
  fail_mode: inPlace('scalar', null, 'brief'),
  controller: inPlace('set', [], 'brief'),
  protocols: inPlace('set', []),
  mtu_request: inPlace('scalar', null),
  state: inPlace('scalar', 'up'),
  hwaddr: inPlace('scalar', null, 'brief'),
  stp_enable: inPlace('scalar', false, 'brief'),
  rstp_enable: inPlace('scalar', false, 'brief'),
  mcast_snooping_enable: inPlace('scalar', false),
  external_ids: inPlace('map', {}),
  other_config: inPlace('map', {}),
};

export const PORT_RULES: FieldRules = {
  bridge: anew(null),
  type: anew('system'),
  interface: anew(null),
  tag: inPlace('scalar', null),
  trunks: inPlace('set', []),
  vlan_mode: inPlace('scalar', null),
  mtu_request: inPlace('scalar', null),
  // OVS makes the device anew for another number; `diff.ts` turns that into a replacement.
  ofport_request: inPlace('scalar', null),
  hwaddr: inPlace('scalar', null, 'brief'),
  state: inPlace('scalar', 'up'),
  container: inPlace('scalar', null),
  network_type: inPlace('scalar', null),
  external_ids: inPlace('map', {}),
  other_config: inPlace('map', {}),
};
