import type { DocumentPath } from '../document/node.ts';
import { didYouMean } from '../document/suggest.ts';
import type { ResourcePolicy } from '../model/resource.ts';
import type { Scope } from './scope.ts';

/** Attributes that a field of the document fills, by the section or the kind of object. Identities are not here. */
const FIELDS = {
  bridge: {
    ...own('datapath_type', 'fail_mode', 'state', 'hwaddr', 'protocols', 'controller', 'stp_enable'),
    ...own('rstp_enable', 'mcast_snooping_enable', 'external_ids', 'other_config', 'mtu_request'),
    mtu: ['mtu_request'],
  },
  port: {
    ...own('tag', 'trunks', 'vlan_mode', 'ofport_request', 'hwaddr', 'state', 'external_ids', 'other_config'),
    ...own('mtu_request'),
    mtu: ['mtu_request'],
    mac: ['hwaddr'],
  },
  interface: {
    ...own('tag', 'trunks', 'vlan_mode', 'ofport_request', 'state', 'external_ids', 'other_config'),
    ...own('mtu_request'),
    mtu: ['mtu_request'],
  },
  'discovered port': {
    ...own('tag', 'trunks', 'vlan_mode', 'external_ids', 'other_config', 'mtu_request'),
    mtu: ['mtu_request'],
  },
  link: own('link', 'state', 'mtu', 'hwaddr'),
  route: own('via', 'dev', 'src'),
  container: {
    ...own('hostname', 'template', 'state', 'autostart', 'interfaces'),
    resources: ['vcpus', 'memory_mb', 'storage_gb'],
  },
  flow: own('actions', 'cookie', 'idle_timeout', 'hard_timeout'),
} as const satisfies Record<string, Readonly<Record<string, readonly string[]>>>;

/** What an object of the document says about its drift. */
export interface WatchFields {
  heal?: 'enforce' | 'report';
  ignore?: readonly string[] | null;
}

/** The policy for drift that an object declares; a name in `ignore` that is no field of its kind is reported. */
export function watchPolicy(
  scope: Scope,
  path: DocumentPath,
  kind: keyof typeof FIELDS,
  { heal, ignore }: WatchFields,
): Pick<ResourcePolicy, 'heal' | 'ignore'> {
  const known: Readonly<Record<string, readonly string[]>> = FIELDS[kind];
  const attributes = (ignore ?? []).flatMap((field, index) => {
    if (Object.hasOwn(known, field)) return known[field] ?? [];
    const hint = (): string => didYouMean(field, Object.keys(known));
    scope.error(
      [...path, 'ignore', index],
      () => `${field} is no field of a ${kind} that can be ignored${hint()}`,
    );
    return [];
  });
  return { ...healPolicy(heal), ...(attributes.length > 0 ? { ignore: [...new Set(attributes)] } : {}) };
}

/** Only what is said: an object that says nothing follows its topology. */
export function healPolicy(heal: WatchFields['heal']): Pick<ResourcePolicy, 'heal'> {
  return heal === undefined ? {} : { heal };
}

function own(...fields: string[]): Record<string, readonly string[]> {
  return Object.fromEntries(fields.map((field) => [field, [field]]));
}
