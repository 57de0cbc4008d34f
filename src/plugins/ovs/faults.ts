import type { Json } from '../../model/json.ts';
import type { Fault } from '../../model/resource.ts';
import type { KernelLink } from '../../wire/ip/links.ts';
import { optionalOf } from '../../wire/ovsdb/values.ts';
import { MARK } from './marks.ts';
import type { PortRow, Row } from './snapshot.ts';

/** Types whose ports have a kernel device of the interface's name; '' is a device that existed before. */
const KERNEL_TYPES: ReadonlySet<Json> = new Set(['', 'system', 'internal']);

/** What is wrong with a port although its row looks right. Pure. */
export function portFaults(
  port: PortRow,
  device: Row,
  link: KernelLink | undefined,
  settled: boolean,
): Fault[] {
  const fault =
    refusal(device, settled) ??
    (KERNEL_TYPES.has(device.columns.type ?? '') ? deviceFault(port, device, link) : null);
  return fault ? [fault] : [];
}

/** What ovs-vswitchd says of an interface that it could not do; it never fails a transaction for that. */
export function refusalMessage(device: Row, settled: boolean): string | null {
  const error = optionalOf(device.columns.error);
  if (typeof error === 'string' && error !== '') return error;
  const ofport = optionalOf(device.columns.ofport);
  if (ofport === -1 || (ofport === null && settled)) return `ovs-vswitchd could not attach ${device.name}`;
  return null;
}

function refusal(device: Row, settled: boolean): Fault | null {
  const message = refusalMessage(device, settled);
  return message === null ? null : { code: 'refused', message, mend: 'replace' };
}

function deviceFault(port: PortRow, device: Row, link: KernelLink | undefined): Fault | null {
  if (link === undefined) {
    // A tap inside a container is not in our namespace; whether it is there is the container's matter.
    if (port.externalIds[MARK.networkType] === 'socket') return null;
    return { code: 'device-gone', message: `its device ${device.name} is gone`, mend: 'replace' };
  }
  const recorded = port.externalIds[MARK.ifindex];
  if (recorded === undefined || recorded === String(link.ifindex)) return null;
  const what = port.externalIds[MARK.networkType] === 'veth' ? 'veth' : 'device';
  const message = `its ${what} was made anew and OVS still holds the old one`;
  return { code: 'stale-device', message, mend: 'replace' };
}
