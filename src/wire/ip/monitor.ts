import { readdir, readFile, readlink } from 'node:fs/promises';
import { OptopoError } from '../../model/error.ts';
import { keepRunning, type Start } from '../keep-running.ts';
import type { MonitorProcess } from '../monitor-process.ts';
import { startMonitorProcess } from '../monitor-process.ts';
import { waitUntil } from '../wait-until.ts';

/** 8 MiB of receive buffer: 10,000 changes at once fit; what does not fit is a line on stderr, a signal too. */
const BUFFER = ['-rcvbuf', '8388608'];
/**
 * Numbers of other namespaces, too: with a container whose LXC monitor was killed its namespace goes, and nothing
 * else tells that.
 */
const MONITOR_ARGS = ['-oneline', ...BUFFER, 'monitor', 'link', 'address', 'route', 'nsid'];
/** Milliseconds until `ip monitor` must be listening, and between two looks. */
const START_DEADLINE_MS = 3_000;
const LOOK_EVERY_MS = 2;
/**
 * Calls `onChange` for every change of a link, an address or a route in this namespace, and when another
 * namespace goes: a signal to read again, no more. When it returns, the kernel is being listened to. One that
 * dies is started again, and counts as a change. Returns how to stop it. Throws `unreachable`, `timeout`,
 * `interrupted`.
 */
export async function monitorNetwork(
  signal: AbortSignal,
  onChange: () => void,
  onSource?: (problem: string | null) => void,
): Promise<() => Promise<void>> {
  const start: Start = async (until, onEnd) => {
    const started = await startMonitorProcess('ip', MONITOR_ARGS, { signal: until, onLine: onChange, onEnd });
    await untilListening(started, until);
    return started;
  };
  return keepRunning(start, { signal, onChange, onSource });
}

async function untilListening(monitor: MonitorProcess, signal: AbortSignal): Promise<void> {
  const listening = (): Promise<boolean> => isListening(monitor.pid);
  if (await waitUntil(listening, START_DEADLINE_MS, signal, LOOK_EVERY_MS)) return;
  await monitor.stop();
  throw new OptopoError('timeout', `ip monitor did not listen within ${START_DEADLINE_MS} ms`);
}

/** True once one of the process's rtnetlink sockets is in a multicast group (/proc/net/netlink). */
async function isListening(pid: number): Promise<boolean> {
  try {
    const descriptors = await readdir(`/proc/${pid}/fd`);
    const targets = await Promise.all(descriptors.map((fd) => readlink(`/proc/${pid}/fd/${fd}`)));
    const table = await readFile(`/proc/${pid}/net/netlink`, 'utf8');
    return table.split('\n').some((row) => {
      const [, protocol, , groups, , , , , , inode] = row.trim().split(/\s+/);
      return (
        protocol === '0' && Number.parseInt(groups ?? '0', 16) !== 0 && targets.includes(`socket:[${inode}]`)
      );
    });
  } catch (thrown) {
    // A descriptor that was closed between two looks, or the process has ended: asked again, with a deadline.
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw thrown;
  }
}
