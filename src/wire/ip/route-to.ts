import { isIP } from 'node:net';
import { OptopoError } from '../../model/error.ts';
import { isJsonObject } from '../../model/json.ts';
import { entering } from '../enter-network.ts';
import { runCommand } from '../subprocess.ts';
import type { IpOptions } from './read-documents.ts';
import { parseDocuments } from './read-documents.ts';

/** By which way the kernel would send a packet. */
export interface RouteTo {
  dev: string;
  via: string | null;
  /** The address that it would send from. */
  source: string | null;
}

export interface RouteOptions extends IpOptions {
  /** A process in whose network namespace is asked, instead of in ours. */
  inside?: number | undefined;
}

/** What `ip` ends with when the kernel refused (ip(8)): for `route get`, that there is no way. */
const KERNEL_REFUSED = 2;

/**
 * The kernel's way to an address, a zone (`fe80::1%eth0`) respected; null where there is none. Throws `protocol`
 * for an answer without a device, and what `runCommand` throws.
 */
export async function routeTo(
  address: string,
  { inside, ...options }: RouteOptions = {},
): Promise<RouteTo | null> {
  const [plain = '', zone] = address.split('%');
  if (isIP(plain) === 0) throw new OptopoError('protocol', `"${address}" is no IP address`);
  const args = ['-json', 'route', 'get', plain, ...(zone ? ['oif', zone] : [])];
  const [file = 'ip', ...words] =
    inside === undefined ? ['ip', ...args] : ['nsenter', ...entering(inside), 'ip', ...args];
  const { exitCode, stdout } = await runCommand(file, words, { ...options, accept: [0, KERNEL_REFUSED] });
  if (exitCode === KERNEL_REFUSED) return null;
  const tried = `${file} ${words.join(' ')}`;
  // On one line, whatever the version prints.
  const [found] = parseDocuments(stdout.replaceAll('\n', ' '), 1, tried)[0] ?? [];
  if (typeof found?.dev !== 'string') {
    throw new OptopoError('protocol', 'ip printed a route without a device', { tried });
  }
  const via = isJsonObject(found.via) ? found.via.host : found.gateway;
  const { dev, prefsrc } = found;
  return {
    dev,
    via: typeof via === 'string' ? via : null,
    source: typeof prefsrc === 'string' ? prefsrc : null,
  };
}
