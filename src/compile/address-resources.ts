import type { DocumentPath } from '../document/node.ts';
import { addressId } from '../model/ids.ts';
import type { Resource } from '../model/resource.ts';
import type { AddressBook } from './addresses.ts';
import { makeResource } from './make-resource.ts';
import type { Scope } from './scope.ts';
import { healPolicy, type WatchFields } from './watch-policy.ts';

export interface AddressedDevice {
  name: string;
  /** What has to be there before the device is. */
  ids: readonly string[];
  external: boolean;
  optional: boolean;
  /** What the object that has the addresses says about drift. */
  heal?: WatchFields['heal'];
}

/** One resource for each address that an object puts on its device. `path` is the object's. */
export function addressResources(
  scope: Scope,
  book: AddressBook,
  path: DocumentPath,
  device: AddressedDevice,
  list: readonly string[] | null | undefined,
): Resource[] {
  const listPath = [...path, 'addresses'];
  if (device.external && list !== undefined) {
    scope.diagnostics.error(
      scope.keyAt(listPath),
      'what is external is never changed, so it takes no addresses here',
    );
  }
  return book.addresses(listPath, list).map(({ cidr, at }) =>
    makeResource({
      id: addressId(device.name, cidr),
      kind: 'address',
      name: cidr,
      attributes: { dev: device.name, address: cidr },
      dependsOn: device.ids.map((on) => ({ on, whenRebuilt: 'replace' })),
      policy: { optional: device.optional, ...healPolicy(device.heal) },
      source: at,
    }),
  );
}
