import { getSystemErrorName } from 'node:util';
import type { Attempt } from './until.ts';

/** The kernel's words for what it says about the way, not about the target. */
const WORDS: Readonly<Record<string, string>> = {
  EHOSTUNREACH: 'no route to the host, or it does not answer ARP',
  ENETUNREACH: 'no route to its network',
  EADDRNOTAVAIL: 'the sender has no address of this family',
  ETIMEDOUT: 'no answer',
  EACCES: 'forbidden by a host on the way',
  EPERM: 'forbidden by a firewall of the sender',
};

/** A socket's error as what it says about the target: refused by it, or nothing heard of it. */
export function readSocketError(error: NodeJS.ErrnoException): Attempt {
  const code = error.code ?? (error.errno === undefined ? '' : getSystemErrorName(error.errno));
  if (code === 'ECONNREFUSED' || code === 'ECONNRESET') return { outcome: 'refused', said: null };
  return { outcome: 'silent', said: WORDS[code] ?? error.message };
}
