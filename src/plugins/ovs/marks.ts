import type { LiveResource } from '../../model/resource.ts';

/** Keys of `external_ids` that are ours; everything else in there is the user's. */
export const MARK = {
  owner: 'optopo-owner',
  /** `true` on what was there before its owner took it over. */
  adopted: 'optopo-adopted',
  /** On a port: the container that its device is handed to. */
  container: 'optopo-container',
  networkType: 'optopo-network-type',
  /** On a port of an existing device: the device's ifindex when OVS opened it. */
  ifindex: 'optopo-ifindex',
} as const;

const KEYS: ReadonlySet<string> = new Set(Object.values(MARK));

/** All keys of ours, for taking the marks off. */
export const MARK_KEYS: readonly string[] = [...KEYS];

type ExternalIds = Readonly<Record<string, string>>;

/** What the user has in `external_ids`. */
export function userIds(externalIds: ExternalIds): Record<string, string> {
  return Object.fromEntries(Object.entries(externalIds).filter(([key]) => !KEYS.has(key)));
}

/** Ownership as a row's `external_ids` tell it. */
export function ownershipOf(externalIds: ExternalIds): Pick<LiveResource, 'owner' | 'adopted'> {
  return { owner: externalIds[MARK.owner] ?? null, adopted: externalIds[MARK.adopted] === 'true' };
}
