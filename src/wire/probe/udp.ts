import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { readSocketError } from './socket-error.ts';
import type { Attempt, Try } from './until.ts';

const PAYLOAD = 'optopo\n';

/**
 * One datagram, and whatever comes back for it: an answer, or the target's ICMP port unreachable, which the
 * kernel hands to a connected socket as ECONNREFUSED (udp(7)).
 */
export const sendOnce: Try = ({ address, port }, limitMs, signal) =>
  new Promise<Attempt>((resolve) => {
    const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
    let settled = false;
    const settle = (attempt: Attempt): void => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      socket.close();
      resolve(attempt);
    };
    const abort = (): void => settle({ outcome: 'silent', said: null });
    const timer = setTimeout(abort, limitMs);
    signal.addEventListener('abort', abort, { once: true });
    socket.on('message', () => settle({ outcome: 'answered', said: null }));
    socket.on('error', (error) => settle(readSocketError(error)));
    socket.connect(port as number, address, (error?: Error) => {
      if (error) settle(readSocketError(error));
      else if (!settled) socket.send(PAYLOAD, (failed) => failed && settle(readSocketError(failed)));
    });
  });
