import { lstat, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing } from '../durable-file.ts';

/** What the files of a stopped container's own system have to agree with. */
export interface GuestSettings {
  hostname: string | undefined;
  /** Interfaces whose addresses LXC sets: the guest's own network service must leave them alone. */
  addressed: readonly string[];
}

const NETWORKD_DIRECTORY = ['etc', 'systemd', 'network'];
const NETWORKD_FILE = '00-optopo.network';

/**
 * Makes the guest's own start-up keep what LXC set: busybox's rcS runs udhcpc, which flushes all addresses;
 * systemd-networkd drops addresses that it does not know; ifupdown asks for DHCP; and a distribution sets the
 * hostname from its file. Only while the container is stopped: its root could change paths meanwhile.
 */
export async function settleGuest(rootfs: string, settings: GuestSettings): Promise<void> {
  await edit(rootfs, ['etc', 'init.d', 'rcS'], (text) => text.replace(/^.*\budhcpc\b.*\n?/gm, ''));
  const { hostname, addressed } = settings;
  if (hostname !== undefined) await edit(rootfs, ['etc', 'hostname'], () => `${hostname}\n`);
  await edit(rootfs, ['etc', 'network', 'interfaces'], (text) => withoutDhcp(text, addressed));
  await settleNetworkd(rootfs, addressed);
}

/** ifupdown's configuration with `dhcp` and `auto` turned into `manual` for the named interfaces. Pure. */
export function withoutDhcp(text: string, interfaces: readonly string[]): string {
  return text.replace(
    /^(\s*iface\s+(\S+)\s+inet6?\s+)(dhcp|auto)\b/gm,
    (line: string, before: string, name: string) => (interfaces.includes(name) ? `${before}manual` : line),
  );
}

async function settleNetworkd(rootfs: string, addressed: readonly string[]): Promise<void> {
  const directory = await safePath(rootfs, NETWORKD_DIRECTORY, 'directory');
  if (directory === null) return;
  const file = join(directory, NETWORKD_FILE);
  await rm(file, { force: true });
  if (addressed.length === 0) return;
  await mkdir(directory, { recursive: true });
  await writeFile(file, `[Match]\nName=${addressed.join(' ')}\n\n[Link]\nUnmanaged=yes\n`, { flag: 'wx' });
}

async function edit(
  rootfs: string,
  parts: readonly string[],
  change: (text: string) => string,
): Promise<void> {
  const path = await safePath(rootfs, parts, 'file');
  if (path === null) return;
  const text = await readFile(path, 'utf8');
  const changed = change(text);
  if (changed !== text) await writeFile(path, changed);
}

/**
 * A path below the guest's root that is what it seems: `null` when it is not there, or when any part of it is
 * a link, which the guest's root could have pointed at a file of the host.
 */
async function safePath(
  rootfs: string,
  parts: readonly string[],
  kind: 'file' | 'directory',
): Promise<string | null> {
  let path = rootfs;
  for (const [index, part] of parts.entries()) {
    path = join(path, part);
    const found = await lstat(path).catch((error: unknown) => {
      if (isMissing(error)) return null;
      throw error;
    });
    const last = index === parts.length - 1;
    const right = last && kind === 'file' ? found?.isFile() && found.nlink === 1 : found?.isDirectory();
    if (!right) return null;
  }
  return path;
}
