import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';

/** Parents that are looked at; a session has a handful. */
const MOST_PARENTS = 32;

/**
 * The address at the other end of the ssh connection that this process was started from (sshd(8),
 * SSH_CONNECTION): its own environment, or, as sudo takes it away, that of its parents. Undefined without one.
 */
export function sshPeer(env: NodeJS.ProcessEnv): string | undefined {
  const own = peerIn(env.SSH_CONNECTION);
  if (own !== undefined) return own;
  let pid = process.ppid;
  for (let count = 0; pid > 1 && count < MOST_PARENTS; count += 1) {
    const found = peerIn(
      environmentOf(pid)
        .find((entry) => entry.startsWith('SSH_CONNECTION='))
        ?.slice(15),
    );
    if (found !== undefined) return found;
    pid = parentOf(pid);
  }
  return undefined;
}

/** `PEER PORT LOCAL PORT`; anything else is none. */
function peerIn(connection: string | undefined): string | undefined {
  const peer = connection?.split(' ')[0];
  return peer !== undefined && isIP(peer.split('%')[0] ?? '') !== 0 ? peer : undefined;
}

function environmentOf(pid: number): string[] {
  return readOfProcess(`/proc/${pid}/environ`).split('\0');
}

function parentOf(pid: number): number {
  const stat = readOfProcess(`/proc/${pid}/stat`);
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? 0);
}

/** Empty when the process has ended, or hides itself: then it says nothing about a connection. */
function readOfProcess(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (thrown) {
    const { code = '' } = thrown as NodeJS.ErrnoException;
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes(code)) return '';
    throw thrown;
  }
}
