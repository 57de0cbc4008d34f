import { createHash } from 'node:crypto';
import { MAX_DEVICE_NAME } from './device-names.ts';

const HASH_LENGTH = 6;

export interface DefaultPortName {
  name: string;
  /** The name before it was shortened, where it was. */
  full: string | undefined;
}

/**
 * The name of a container interface's port that declares none: `sock_CONTAINER` or `veth_CONTAINER`, from the
 * second interface on with `_INTERFACE` behind it. What is too long for a device keeps its beginning and gets
 * a hash of the whole: the same name on every run and every host.
 */
export function defaultPortName(
  networkType: 'socket' | 'veth',
  container: string,
  interfaceName: string,
  index: number,
): DefaultPortName {
  const prefix = networkType === 'socket' ? 'sock' : 'veth';
  const full = `${prefix}_${container}${index === 0 ? '' : `_${interfaceName}`}`;
  if (full.length <= MAX_DEVICE_NAME) return { name: full, full: undefined };
  const hash = createHash('sha256').update(full).digest('hex').slice(0, HASH_LENGTH);
  return { name: `${full.slice(0, MAX_DEVICE_NAME - HASH_LENGTH - 1)}-${hash}`, full };
}
