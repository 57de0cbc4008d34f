import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { isMissing } from '../durable-file.ts';
import { readLinks } from '../ip/links.ts';
import type { IpOptions } from '../ip/read-documents.ts';
import { commandLine, processIds } from './process-table.ts';

/** What LXC calls a device that it could not give its name back (network.c, "physXXXXXX"). */
const LEFT_OVER = /^phys[A-Za-z0-9]{6}$/;

/** Names of the devices in our own network namespace; /sys may show another one's, /proc/self/net never. */
export async function ownDeviceNames(): Promise<Set<string>> {
  const lines = (await readFile('/proc/self/net/dev', 'utf8')).split('\n').slice(2);
  return new Set(lines.flatMap((line) => /^\s*([^:]+):/.exec(line)?.[1] ?? []));
}

/**
 * Left-over taps of containers: a container whose tap died (ovs-vswitchd was killed) gives it back on its stop
 * under a name of LXC's. Ours are those that carry one of `macs`; dead are those that no process holds open.
 * `macs` in lower case.
 */
export async function findLeftOverTaps(macs: ReadonlySet<string>, options: IpOptions): Promise<string[]> {
  const named = [...(await ownDeviceNames())].filter((name) => LEFT_OVER.test(name));
  if (named.length === 0 || macs.size === 0) return [];
  const links = await readLinks(options);
  const taps = links.filter(
    ({ name, kind, address }) => LEFT_OVER.test(name) && kind === 'tun' && macs.has(address ?? ''),
  );
  if (taps.length === 0) return [];
  const held = heldTaps();
  return held === null ? [] : taps.map(({ name }) => name).filter((name) => !held.has(name));
}

/**
 * Names of all tun and tap devices that a process holds open (in any namespace: names may repeat); `null` when
 * an ovs-vswitchd may not be looked into, since then no tap is known to be dead.
 */
function heldTaps(): Set<string> | null {
  const held = new Set<string>();
  for (const pid of processIds()) {
    const descriptors = unlessGone(() => readdirSync(`/proc/${pid}/fd`));
    if (descriptors === 'forbidden') {
      if (commandLine(pid).includes('ovs-vswitchd')) return null;
      continue;
    }
    for (const descriptor of descriptors ?? []) {
      const name = tapOf(pid, descriptor);
      if (name !== undefined) held.add(name);
    }
  }
  return held;
}

function tapOf(pid: number, descriptor: string): string | undefined {
  if (unlessGone(() => readlinkSync(`/proc/${pid}/fd/${descriptor}`)) !== '/dev/net/tun') return undefined;
  const info = unlessGone(() => readFileSync(`/proc/${pid}/fdinfo/${descriptor}`, 'utf8'));
  return /^iff:\s*(\S+)$/m.exec(info ?? '')?.[1];
}

/** A process or a descriptor may go between two looks at it; some processes not even root may look into. */
function unlessGone<Result>(read: () => Result): Result | null | 'forbidden' {
  try {
    return read();
  } catch (error) {
    if (isMissing(error)) return null;
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EACCES' || code === 'EPERM') return 'forbidden';
    throw error;
  }
}
