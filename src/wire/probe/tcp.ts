import { connect } from 'node:net';
import { readSocketError } from './socket-error.ts';
import type { Attempt, Try } from './until.ts';

/** One connection, closed again as soon as it stands; nothing is sent over it. */
export const connectOnce: Try = ({ address, port }, limitMs, signal) =>
  new Promise<Attempt>((resolve) => {
    const socket = connect({ host: address, port: port as number });
    const settle = (attempt: Attempt): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      socket.destroy();
      resolve(attempt);
    };
    const abort = (): void => settle({ outcome: 'silent', said: null });
    const timer = setTimeout(abort, limitMs);
    signal.addEventListener('abort', abort, { once: true });
    socket.once('connect', () => settle({ outcome: 'answered', said: null }));
    socket.on('error', (error) => settle(readSocketError(error)));
  });
