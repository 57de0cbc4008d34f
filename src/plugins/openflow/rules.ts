import type { FieldRules } from '../field-rules.ts';

/** Everything but the identity, all changed in place. Cookie: the user's half. Timeouts in seconds. */
export const FLOW_RULES: FieldRules = {
  actions: { compare: 'scalar', default: 'drop', change: 'update', disruption: 'none' },
  cookie: { compare: 'scalar', default: '0x0', change: 'update', disruption: 'none' },
  idle_timeout: { compare: 'scalar', default: 0, change: 'update', disruption: 'none' },
  hard_timeout: { compare: 'scalar', default: 0, change: 'update', disruption: 'none' },
  importance: { compare: 'scalar', default: 0, change: 'update', disruption: 'none' },
  flags: { compare: 'set', default: [], change: 'update', disruption: 'none' },
};
