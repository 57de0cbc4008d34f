import { connect, type Socket } from 'node:net';
import { OptopoError } from '../../model/error.ts';

/** Opens the unix socket. Throws `unreachable` with what to do about it, or `interrupted`. */
export function connectSocket(
  path: string,
  options: { timeoutMs: number; signal?: AbortSignal },
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    if (options.signal?.aborted)
      return reject(new OptopoError('interrupted', 'connecting to OVSDB was interrupted'));
    const socket = connect(path);
    const settle = (error: OptopoError | null): void => {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', abort);
      socket.removeAllListeners();
      if (error === null) {
        resolve(socket);
        return;
      }
      socket.on('error', () => undefined).destroy();
      reject(error);
    };
    const abort = (): void => settle(new OptopoError('interrupted', 'connecting to OVSDB was interrupted'));
    const timer = setTimeout(() => settle(unreachable(path, { code: 'ETIMEDOUT' })), options.timeoutMs);
    options.signal?.addEventListener('abort', abort, { once: true });
    socket.once('connect', () => settle(null));
    socket.once('error', (error) => settle(unreachable(path, error)));
  });
}

const HINTS: Record<string, string> = {
  ENOENT: 'start ovsdb-server, or give its socket with --ovsdb unix:PATH',
  ECONNREFUSED: 'nobody listens there: start ovsdb-server',
  EACCES: 'run as root, or as a user who may use the socket',
  ETIMEDOUT: 'see whether ovsdb-server is stopped, and restart it',
};

function unreachable(path: string, cause: NodeJS.ErrnoException | { code: string }): OptopoError {
  const code = cause.code ?? 'unknown error';
  return new OptopoError('unreachable', `OVSDB is not reachable at ${path} (${code})`, {
    hint: HINTS[code],
    cause,
  });
}
