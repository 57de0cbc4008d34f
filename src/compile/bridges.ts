import { bridgeId } from '../model/ids.ts';
import type { Resource } from '../model/resource.ts';
import { addressResources } from './address-resources.ts';
import type { AddressBook } from './addresses.ts';
import { makeResource, mtuOf, textMap } from './make-resource.ts';
import type { Scope } from './scope.ts';
import { watchPolicy } from './watch-policy.ts';

/** Connection methods of ovs-vsctl(8), "Open vSwitch Controller". */
const CONTROLLER_TARGET = /^(?:p?(?:tcp|ssl):\S+|unix:\S+|punix:\S+)$/;

/** The bridges and the addresses on them. */
export function compileBridges(scope: Scope, book: AddressBook): Resource[] {
  return Object.entries(scope.document.bridges ?? {}).flatMap(([name, bridge]) => {
    const path = ['bridges', name];
    const hwaddr =
      typeof bridge.hwaddr === 'string' ? book.mac([...path, 'hwaddr'], bridge.hwaddr) : bridge.hwaddr;
    checkController(scope, path, bridge.controller);
    const external = bridge.external ?? false;
    const resource = makeResource({
      id: bridgeId(name),
      kind: 'bridge',
      name,
      attributes: {
        datapath_type: bridge.datapath_type,
        fail_mode: bridge.fail_mode,
        mtu_request: mtuOf(scope, path, bridge),
        state: bridge.state ?? 'up',
        hwaddr,
        protocols: bridge.protocols,
        controller: bridge.controller,
        stp_enable: bridge.stp_enable,
        rstp_enable: bridge.rstp_enable,
        mcast_snooping_enable: bridge.mcast_snooping_enable,
        external_ids: textMap(scope, [...path, 'external_ids'], bridge.external_ids),
        other_config: textMap(scope, [...path, 'other_config'], bridge.other_config),
      },
      policy: { adopt: bridge.adopt ?? false, external, ...watchPolicy(scope, path, 'bridge', bridge) },
      source: scope.keyAt(path),
    });
    const { heal } = bridge;
    const device = { name, ids: [resource.id], external, optional: false, ...(heal ? { heal } : {}) };
    return [resource, ...addressResources(scope, book, path, device, bridge.addresses)];
  });
}

function checkController(scope: Scope, path: string[], targets: readonly string[] | null | undefined): void {
  for (const [index, target] of (targets ?? []).entries()) {
    if (CONTROLLER_TARGET.test(target)) continue;
    scope.error(
      [...path, 'controller', index],
      `${target} is no controller's target, such as tcp:192.0.2.1:6653`,
    );
  }
}
