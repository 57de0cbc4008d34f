import type { Link } from '../document/topology.generated.ts';
import { linkId } from '../model/ids.ts';
import type { Dependency, Resource } from '../model/resource.ts';
import { addressResources } from './address-resources.ts';
import type { AddressBook } from './addresses.ts';
import type { Device } from './devices.ts';
import { sharedWithPort } from './link-port.ts';
import { makeResource } from './make-resource.ts';
import type { Scope } from './scope.ts';
import { watchPolicy } from './watch-policy.ts';

/** Kernel links, created or existing, and the addresses on them. */
export function compileLinks(
  scope: Scope,
  book: AddressBook,
  devices: ReadonlyMap<string, Device>,
): Resource[] {
  return Object.entries(scope.document.links ?? {}).flatMap(([name, link]) => {
    const path = ['links', name];
    checkKind(scope, name, link);
    // The far end of a created pair is created too, although its own entry has no kind.
    const created = devices.get(name)?.created ?? false;
    const { state, mtu } = sharedWithPort(scope, name, link);
    const hwaddr = typeof link.hwaddr === 'string' ? book.mac([...path, 'hwaddr'], link.hwaddr) : link.hwaddr;
    const resource = makeResource({
      id: linkId(name),
      kind: 'link',
      name,
      attributes: {
        kind: link.kind,
        peer: link.peer,
        link: link.link,
        state: created ? (state ?? 'up') : state,
        mtu,
        hwaddr,
      },
      dependsOn: dependenciesOf(name, link, devices),
      policy: {
        adopt: link.adopt ?? false,
        unowned: link.kind === undefined,
        ...watchPolicy(scope, path, 'link', link),
      },
      source: scope.keyAt(path),
    });
    const { heal } = link;
    const device = {
      ...{ name, ids: [resource.id], external: false, optional: false },
      ...(heal ? { heal } : {}),
    };
    return [resource, ...addressResources(scope, book, path, device, link.addresses)];
  });
}

function checkKind(scope: Scope, name: string, link: Link): void {
  const path = ['links', name];
  const needed = { veth: 'peer', macvlan: 'link' } as const;
  for (const [kind, field] of Object.entries(needed)) {
    if (link.kind === kind && link[field] === undefined) {
      scope.diagnostics.error(scope.keyAt(path), `${name} is a ${kind}, which needs ${field}`);
    }
    if (link.kind !== kind && link[field] !== undefined) {
      scope.diagnostics.error(scope.keyAt([...path, field]), `${field} is for links of kind: ${kind}`);
    }
  }
}

/** What it sits on, and, for the far end of a declared veth, the pair. */
function dependenciesOf(name: string, link: Link, devices: ReadonlyMap<string, Device>): Dependency[] {
  const pair = (devices.get(name)?.ids ?? []).filter((id) => isLink(id) && id !== linkId(name));
  const below = link.link === undefined ? [] : (devices.get(link.link)?.ids ?? []);
  // A link that is also a port is there without the port.
  const makers = below.some(isLink) ? below.filter(isLink) : below;
  return [...pair, ...makers].map((on) => ({ on, whenRebuilt: 'replace' }));
}

function isLink(id: string): boolean {
  return id.startsWith('link/');
}
