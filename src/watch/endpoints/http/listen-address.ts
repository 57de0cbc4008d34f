import { BlockList, isIP } from 'node:net';
import { OptopoError } from '../../../model/error.ts';

export interface ListenAddress {
  host: string;
  port: number;
  /** Only processes of this host reach it. */
  loopback: boolean;
}

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/** `--listen`: `127.0.0.1:9414`, `[::1]:9414`, `localhost:9414`; port 0 takes any free one. Throws `usage`. */
export function parseListenAddress(text: string): ListenAddress {
  const [, bracketed, plain, digits] = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  const port = Number(digits);
  if (host === undefined || port > 65_535 || !isAddress(host, bracketed !== undefined)) {
    throw new OptopoError('usage', `--listen takes ADDRESS:PORT, not "${text}"`, {
      hint: 'for this host alone: --listen 127.0.0.1:9414, or --listen [::1]:9414',
    });
  }
  return { host, port, loopback: isLoopback(host) };
}

function isAddress(host: string, bracketed: boolean): boolean {
  return bracketed ? isIP(host) === 6 : host === 'localhost' || isIP(host) === 4;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || LOOPBACK.check(host, isIP(host) === 6 ? 'ipv6' : 'ipv4');
}

/** An address as it stands in a URL. */
export function addressText(host: string, port: number): string {
  return isIP(host) === 6 ? `[${host}]:${port}` : `${host}:${port}`;
}

/**
 * Whether the `Host` header names this host: a page from elsewhere whose name was made to resolve to 127.0.0.1
 * (DNS rebinding) sends its own name. Any port is fine: people forward theirs.
 */
export function isLoopbackHostHeader(header: string | undefined): boolean {
  const [, bracketed, plain] = /^(?:\[([^\]]+)\]|([^:]+))(?::\d{1,5})?$/.exec(header ?? '') ?? [];
  const host = bracketed ?? plain?.toLowerCase();
  if (host === undefined) return false;
  return host === 'localhost' || (isIP(host) !== 0 && isLoopback(host));
}
